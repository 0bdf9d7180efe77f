#include <odb_alkey/tokens/version.hxx>

#include <boost/test/unit_test.hpp>

using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

namespace
{
  token make (tick version, tick changed, bool fenced = false)
  {
    token t;
    t.version = version;
    t.changed = changed;
    t.fences.size = fenced ? 1 : 0;
    return t;
  }
}

BOOST_AUTO_TEST_SUITE (versions)

BOOST_AUTO_TEST_CASE (a_sweep_counts_as_a_change_of_the_row)
{
  version v;
  include (v, make (10, 5));
  include (v, make (20, 20));
  include (v, make (15, 15));
  BOOST_TEST (v.number == 20U);
  BOOST_TEST (v.changed == 20U);
  BOOST_TEST (!v.in_flight);

  include (v, make (1, 1, true));
  BOOST_TEST (v.in_flight);
}

BOOST_AUTO_TEST_CASE (a_snapshot_is_fresh_up_to_the_last_change)
{
  version v;
  include (v, make (30, 20));

  BOOST_TEST (fresh (v, stamp {7, 20}, 7));
  BOOST_TEST (fresh (v, stamp {7, 25}, 7));
  BOOST_TEST (!fresh (v, stamp {7, 19}, 7));
  BOOST_TEST (!fresh (v, stamp {8, 25}, 7));
  BOOST_TEST (!fresh (v, stamp (), 7));
}

BOOST_AUTO_TEST_CASE (the_older_of_two_epochs_is_unknown)
{
  BOOST_TEST ((older (stamp {7, 5}, stamp {7, 3}) == stamp {7, 3}));
  BOOST_TEST ((older (stamp {7, 5}, stamp {8, 3}) == stamp ()));
}

BOOST_AUTO_TEST_SUITE_END ()
