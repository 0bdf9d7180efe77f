// A new epoch begins with a quarantine.

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::key;
using odb_alkey::one;
using tests::says;

namespace
{
  // Returns the origin as another server would have written it.
  //
  std::string of_another_server (const std::string& origin)
  {
    return origin.substr (0, origin.find (' ', 17) + 1) +
           std::string (40, 'f') + " -";
  }

  struct impatient: tests::two_processes
  {
    impatient (): two_processes (std::chrono::milliseconds (300)) {}

    void wait_until_ready ()
    {
      while (!reader->ready ())
        ;
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (epochs, impatient)

BOOST_AUTO_TEST_CASE (an_empty_redis_is_in_quarantine_for_a_fence_timeout)
{
  typedef std::chrono::steady_clock clock;

  key before (key_of (x));
  BOOST_TEST (before.storable ());

  redis.command ({"FLUSHALL"});
  clock::time_point begin (clock::now ());
  BOOST_TEST (!reader->ready ());
  BOOST_TEST (!storable (x));
  BOOST_TEST (!alkey->cache_key (one<shelf> (x.id)).storable ());

  std::shared_ptr<shelf> s (load (x.id));
  wait_until_ready ();
  BOOST_TEST ((clock::now () - begin >= std::chrono::milliseconds (300)));

  key after (key_of (x));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());

  // An object that was loaded in the quarantine may be older than a commit
  // whose fence was lost.
  //
  BOOST_TEST (!reader->cache_key (*s).storable ());
  BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
  BOOST_TEST (log.count ("no key is storable") >= 1U);
}

BOOST_AUTO_TEST_CASE (a_commit_whose_fences_were_flushed_is_not_missed)
{
  std::shared_ptr<shelf> old;
  key lost (key_of (x));

  commit_with (x,
               [&]
               {
                 redis.command ({"FLUSHALL"});
                 reader->refresh ();
                 old = load (x.id);
                 BOOST_TEST (!reader->cache_key (*old).storable ());
               });

  BOOST_TEST (!reader->cache_key (*old).storable ());
  wait_until_ready ();
  BOOST_TEST (!reader->cache_key (*old).storable ());
  BOOST_TEST (key_of (x).str () != lost.str ());
}

BOOST_AUTO_TEST_CASE (another_server_means_another_epoch)
{
  // A fail-over does this: the data is there, but another process serves it,
  // which may lack the last resets.
  //
  key before (key_of (x));
  std::shared_ptr<shelf> s (load (x.id));

  write ("origin", of_another_server (stored ("origin")));

  BOOST_TEST (!reader->cache_key (*s).storable ());
  wait_until_ready ();
  BOOST_TEST (!reader->cache_key (*s).storable ());
  BOOST_TEST (key_of (x).str () != before.str ());
}

BOOST_AUTO_TEST_CASE (a_restarted_redis_only_causes_misses)
{
  key before (key_of (x));
  redis.restart ();

  BOOST_TEST (!storable (x));
  commit ([this] { db->update (x); });
  wait_until_ready ();

  key after (key_of (x));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());
}

BOOST_AUTO_TEST_CASE (another_server_s_clock_does_not_prolong_the_quarantine)
{
  // It was a day ahead.
  //
  write ("origin", of_another_server (
                     origin_at (std::to_string (now () + 86400000000U))));

  BOOST_TEST (!storable (x));
  wait_until_ready ();
  BOOST_TEST (storable (x));
  BOOST_TEST (reader->stats ().replaced == 0U);
}

BOOST_AUTO_TEST_CASE (versions_that_outlive_a_lost_clock_are_not_repeated)
{
  // The origin alone is gone, and the server's time is behind the one that
  // the tokens were written by.
  //
  const std::string ahead (std::to_string (now () + 60000000) + " 1000");
  evict ("origin");
  write (name (x), ahead);
  write ("alkey:shelf#!", ahead);
  wait_until_ready ();

  // The sweep's version counts for the row: that of a reset must exceed it.
  //
  key first (await_storable (x));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  key second (await_storable (x));
  BOOST_TEST (first.str () != second.str ());
  BOOST_TEST (reader->stats ().replaced == 2U);
}

// Processes that have not seen the later one cannot know.
//
BOOST_AUTO_TEST_CASE (a_clock_behind_is_raised_without_a_new_epoch)
{
  const std::string began (epoch ());
  std::string version (std::to_string (now () - 1000000));

  // The clock behind may also have fewer digits.
  //
  for (const char* clock : {"9999", "1000000000000000"})
  {
    write ("origin", origin_at (clock));
    write ("alkey:shelf#!", version + " 1000");
    renew (options ());
    renew_reader (options ());
    key first (key_of (x));
    commit ([this] { db->update (x); });
    wait_for_resets ();
    key second (key_of (x));
    BOOST_TEST (first.storable ());
    BOOST_TEST (second.storable ());
    BOOST_TEST (first.str () != second.str ());
    BOOST_TEST (epoch () == began);
    BOOST_TEST (stored ("origin").substr (17, 16) > version);
  }
}

BOOST_AUTO_TEST_SUITE_END ()

// The clock of the origin is ahead of the server's, as when that was set back
// a little.
//
namespace
{
  struct ahead: tests::two_processes
  {
    ahead (): clock (now () + 5000000), began (epoch ())
    {
      write ("origin", origin_at (std::to_string (clock)));
    }

    const std::uint64_t clock;
    const std::string began;
  };
}

BOOST_FIXTURE_TEST_SUITE (clocks_ahead, ahead)

BOOST_AUTO_TEST_CASE (versions_do_not_recur_when_the_server_s_goes_back)
{
  auto version = [this]
  {
    return std::stoull (token (x).substr (17));
  };

  version ();
  commit ([this] { db->update (x); });
  wait_for_resets ();
  std::uint64_t first (version ());
  commit ([this] { db->update (x); });
  wait_for_resets ();

  BOOST_TEST (first > clock);
  BOOST_TEST (version () > first);
  BOOST_TEST (epoch () == began);
}

BOOST_AUTO_TEST_CASE (a_new_epoch_begins_with_the_server_s_time)
{
  write ("origin", of_another_server (stored ("origin")));
  alkey->touch<shelf> (x.id);
  BOOST_TEST (epoch () != began);
  BOOST_TEST (std::stoull (stored ("origin").substr (17)) < clock);
}

BOOST_AUTO_TEST_CASE (an_epoch_ends_with_the_last_of_its_fences)
{
  write ("origin", stored ("origin") + " 1000-0-1 " +
                     std::to_string (clock - 1) + "-0-60000");
  alkey->touch<shelf> (x.id);
  BOOST_TEST (epoch () == began);
  BOOST_TEST (!says (stored ("origin"), " 1000-0-"));
}

// The clock was lost without the token.
//
BOOST_AUTO_TEST_CASE (a_fence_may_be_newer_than_the_clock)
{
  write ("origin", origin_at ("9999"));
  std::string fence (" " + std::to_string (now ()) + "-7-60000");
  write (name (x), "9000 9000" + fence);
  alkey->touch<shelf> (x.id);
  BOOST_TEST (alkey->stats ().replaced == 0U);
  BOOST_TEST (says (stored (x), fence));
}

BOOST_AUTO_TEST_CASE (one_tick_does_not_serve_for_a_token_that_is_as_new)
{
  // A script that has drawn its tick, for an epoch that is settled, meets the
  // token of the table.
  //
  write ("origin", stored ("origin") + " 1000-0-1");
  write ("alkey:shelf#*", std::to_string (clock + 1) + " 1000");
  alkey->touch<shelf> (x.id);
  BOOST_TEST (stored ("alkey:shelf#*").substr (0, 16) ==
              std::to_string (clock + 2));
}

BOOST_AUTO_TEST_SUITE_END ()
