// Keys that are made without asking Redis, while Redis is lost to those who
// commit.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "near-reader.hxx"

using odb_alkey::all;
using odb_alkey::one;

typedef tests::near_reader fixture;

BOOST_FIXTURE_TEST_SUITE (near_outages, fixture)

BOOST_AUTO_TEST_CASE (commits_without_redis_wait)
{
  // The writer has read the list, and has fenced nothing yet.
  //
  alkey->cache_key (one<shelf> (x.id));
  const std::string before (near_key (x).str ());
  redis.kill ();
  commit ([this] { db->update (x); });
  BOOST_TEST ((waited () >= length));
  BOOST_TEST (key_of (x).str () != before);
  alkey->touch (all<shelf> ());
  BOOST_TEST ((waited () >= length));
}

// Redis reads and does not write, so that the reader leases what the commit
// has changed, again and again, until Redis was told.
//
BOOST_AUTO_TEST_CASE (no_key_outlives_a_change_that_was_told_late)
{
  for (int i (0); i != 5; ++i)
  {
    const std::uint64_t unfenced (alkey->stats ().unfenced_commits);
    redis.command ({"CONFIG", "SET", "maxmemory", "1"});
    commit ([this] { db->update (x); });
    BOOST_TEST (alkey->stats ().unfenced_commits == unfenced + 1);

    const std::string before (near_key (x).str ());
    std::atomic<bool> told (false);
    std::thread goes_on (
      [&]
      {
        while (!told)
          key_of (x);
      });

    redis.command ({"CONFIG", "SET", "maxmemory", "0"});
    const std::size_t left (alkey->flush (std::chrono::seconds (60)));
    const std::string after (key_of (x).str ());
    told = true;
    goes_on.join ();
    BOOST_TEST (left == 0U);
    BOOST_TEST (after != before);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
