// A Redis that evicts what the library needs.

#include <chrono>

#include <boost/test/unit_test.hpp>

#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

namespace
{
  struct evicting: tests::two_processes
  {
    evicting (): two_processes (std::chrono::milliseconds (400))
    {
      redis.command ({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (eviction, evicting)

// The fence of the commit goes with the token. Values that come after it must
// not be of use before the commit is over.
//
BOOST_AUTO_TEST_CASE (a_fence_that_is_evicted_is_made_up_for)
{
  commit_with (x,
               [this]
               {
                 evict (name (x));
                 BOOST_TEST (!storable (x));
                 BOOST_TEST (!storable (x));
               });

  // It heals, like the fence of a process that died.
  //
  await_storable (x);
  BOOST_TEST (!tests::says (stored (x), "-"));
}

BOOST_AUTO_TEST_CASE (what_another_commit_creates_is_fenced_as_well)
{
  commit_with (x,
               [this]
               {
                 // The reader writes the same row, from first to last.
                 //
                 evict (name (x));
                 reader->touch<shelf> (x.id);
                 BOOST_TEST (!storable (x));
               });
}

BOOST_AUTO_TEST_CASE (it_is_told_once_what_to_configure)
{
  tests::messages said;
  odb_alkey::options o (options ());
  o.log = said.listener ();
  auto other (tests::open_database (":memory:"));
  odb_alkey::plugin late (*other, o);
  BOOST_TEST (late.refresh ());
  redis.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
  BOOST_TEST (late.refresh ());

  BOOST_TEST (said.count ("maxmemory-policy allkeys-lru") == 1U);
  BOOST_TEST (said.count ("volatile-lru") == 1U);
  BOOST_TEST (late.stats ().connections == 2U);
  BOOST_TEST (late.stats ().connections_evicting == 2U);
  BOOST_TEST (tests::says (late.health ().advice, "volatile-lru"));
  BOOST_TEST (late.health ().ready);
}

BOOST_AUTO_TEST_SUITE_END ()
