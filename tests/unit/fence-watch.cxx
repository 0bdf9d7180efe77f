#include <odb_alkey/tokens/fence-watch.hxx>

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::tokens::fence_watch;
using odb_alkey::tokens::fences;
using std::chrono::milliseconds;

namespace
{
  struct watched
  {
    // The fences of the text that are over so many milliseconds after the
    // start.
    //
    std::string over (const std::string& text, int at)
    {
      fences f;
      f.text = text.data ();
      f.size = text.size ();
      std::string r;
      watch.look (f, r, start + milliseconds (at));
      return r;
    }

    fence_watch watch;
    fence_watch::time_point start {std::chrono::hours (1)};
  };
}

BOOST_FIXTURE_TEST_SUITE (fence_watches, watched)

BOOST_AUTO_TEST_CASE (a_fence_is_over_when_it_was_seen_for_as_long_as_it_lasts)
{
  BOOST_TEST (over (" 5-1-100", 0) == "");
  BOOST_TEST (over (" 5-1-100", 100) == "");
  BOOST_TEST (over (" 5-1-100", 101) == " 5-1-100");
  BOOST_TEST (over (" 5-1-100", 500) == " 5-1-100");
}

BOOST_AUTO_TEST_CASE (each_has_its_own_time)
{
  BOOST_TEST (over (" 5-1-100 6-2-200", 0) == "");
  BOOST_TEST (over (" 5-1-100 7-3-50 6-2-200", 120) == " 5-1-100");
  BOOST_TEST (over (" 7-3-50 6-2-200", 220) == " 7-3-50 6-2-200");
}

BOOST_AUTO_TEST_CASE (one_that_was_renewed_is_another_one)
{
  BOOST_TEST (over (" 5-1-100", 0) == "");
  BOOST_TEST (over (" 9-1-100", 90) == "");
  BOOST_TEST (over (" 9-1-100", 150) == "");
  BOOST_TEST (over (" 9-1-100", 191) == " 9-1-100");
}

BOOST_AUTO_TEST_CASE (what_is_forgotten_lasts_once_more)
{
  over (" 5-1-100", 0);

  for (int i (0); i != 3 * 4096; ++i)
  {
    over (' ' + std::to_string (1000 + i) + "-1-100", 1);

    // It is remembered while it is looked at.
    //
    if (i % 1000 == 0)
      over (" 6-2-100", 2);
  }

  BOOST_TEST (over (" 6-2-100", 103) == " 6-2-100");
  BOOST_TEST (over (" 5-1-100", 103) == "");
  BOOST_TEST (over (" 5-1-100", 204) == " 5-1-100");
}

BOOST_AUTO_TEST_SUITE_END ()
