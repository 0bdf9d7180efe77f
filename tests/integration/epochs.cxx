// A new epoch begins with a quarantine.

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/await.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::key;
using odb_alkey::one;

namespace
{
  // Microseconds since 1970.
  //
  std::uint64_t redis_time (redis_server& redis)
  {
    odb_alkey::redis::reply t (redis.command ({"TIME"}));
    return std::stoull (t[0].str ()) * 1000000 + std::stoull (t[1].str ());
  }

  struct impatient: tests::two_processes
  {
    impatient (): two_processes (std::chrono::milliseconds (300)) {}

    void wait_until_ready ()
    {
      while (!reader->ready ())
        ;
    }

    // When what was replaced is not in quarantine any more.
    //
    key storable_in_time (const shelf& s)
    {
      tests::await (
        "a token without quarantine",
        [&] { return reader->cache_key (one<shelf> (s.id)).storable (); });
      return reader->cache_key (one<shelf> (s.id));
    }

    std::uint64_t now ()
    {
      return redis_time (redis);
    }

    void renew_processes ()
    {
      renew (options ());
      renew_reader (options ());
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (epochs, impatient)

BOOST_AUTO_TEST_CASE (an_empty_redis_is_in_quarantine_for_a_fence_timeout)
{
  typedef std::chrono::steady_clock clock;

  key before (reader->cache_key (one<shelf> (x.id)));
  BOOST_TEST (before.storable ());

  redis.command ({"FLUSHALL"});
  clock::time_point begin (clock::now ());
  BOOST_TEST (!reader->ready ());
  BOOST_TEST (!reader->cache_key (one<shelf> (x.id)).storable ());
  BOOST_TEST (!alkey->cache_key (one<shelf> (x.id)).storable ());

  std::shared_ptr<shelf> s (load (x.id));
  wait_until_ready ();
  BOOST_TEST ((clock::now () - begin >= std::chrono::milliseconds (300)));

  key after (reader->cache_key (one<shelf> (x.id)));
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
  key lost (reader->cache_key (one<shelf> (x.id)));

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
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).str () != lost.str ());
}

BOOST_AUTO_TEST_CASE (another_server_means_another_epoch)
{
  // As after a fail-over: the data is there, but another process serves it,
  // which may lack the last resets.
  //
  key before (reader->cache_key (one<shelf> (x.id)));
  std::shared_ptr<shelf> s (load (x.id));

  std::string origin (stored ("origin"));
  std::string::size_type server (origin.find (' ', 17) + 1);
  redis.command ({"SET", "alkey:origin",
                  origin.substr (0, server) + std::string (40, 'f') + " -"});

  BOOST_TEST (!reader->cache_key (*s).storable ());
  wait_until_ready ();
  BOOST_TEST (!reader->cache_key (*s).storable ());
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).str () != before.str ());
}

BOOST_AUTO_TEST_CASE (a_restarted_redis_only_causes_misses)
{
  key before (reader->cache_key (one<shelf> (x.id)));
  redis.restart ();

  BOOST_TEST (!reader->cache_key (one<shelf> (x.id)).storable ());
  commit ([this] { db->update (x); });
  wait_until_ready ();

  key after (reader->cache_key (one<shelf> (x.id)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());
}

BOOST_AUTO_TEST_CASE (another_server_s_clock_does_not_prolong_the_quarantine)
{
  // It was a day ahead.
  //
  std::string origin (stored ("origin"));
  redis.command ({"SET", "alkey:origin",
                  origin.substr (0, 16) + ' ' +
                    std::to_string (now () + 86400000000U) + ' ' +
                    std::string (40, 'f') + " -"});

  BOOST_TEST (!reader->cache_key (one<shelf> (x.id)).storable ());
  wait_until_ready ();
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).storable ());
  BOOST_TEST (reader->stats ().replaced == 0U);
}

BOOST_AUTO_TEST_CASE (versions_that_outlive_a_lost_clock_are_not_repeated)
{
  // The origin alone is gone, and the server's time is behind the one that
  // the tokens were written by.
  //
  const std::string ahead (std::to_string (now () + 60000000) + " 1000");
  redis.command ({"DEL", "alkey:origin"});
  redis.command ({"SET", "alkey:" + name (x), ahead});
  redis.command ({"SET", "alkey:alkey:shelf#!", ahead});
  wait_until_ready ();

  // The sweep's version counts for the row: that of a reset must exceed it.
  //
  key first (storable_in_time (x));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  key second (storable_in_time (x));
  BOOST_TEST (first.str () != second.str ());
  BOOST_TEST (reader->stats ().replaced == 2U);
}

// Processes that have not seen the later one cannot know.
//
BOOST_AUTO_TEST_CASE (a_clock_behind_is_raised_without_a_new_epoch)
{
  std::string before (stored ("origin"));
  std::string version (std::to_string (now () - 1000000));

  // The clock behind may also have fewer digits.
  //
  for (const char* clock : {" 9999", " 1000000000000000"})
  {
    redis.command (
      {"SET", "alkey:origin",
       before.substr (0, 16) + clock + before.substr (before.find (' ', 17))});
    redis.command ({"SET", "alkey:alkey:shelf#!", version + " 1000"});
    renew_processes ();
    key first (reader->cache_key (one<shelf> (x.id)));
    commit ([this] { db->update (x); });
    wait_for_resets ();
    key second (reader->cache_key (one<shelf> (x.id)));
    BOOST_TEST (first.storable ());
    BOOST_TEST (second.storable ());
    BOOST_TEST (first.str () != second.str ());
    BOOST_TEST (stored ("origin").substr (0, 16) == before.substr (0, 16));
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
    ahead (): clock (redis_time (redis) + 5000000)
    {
      origin = stored ("origin");
      begin (" " + std::to_string (clock));
    }

    // With that clock, and such fences.
    //
    void begin (const std::string& text, const std::string& fences = "")
    {
      redis.command ({"SET", "alkey:origin",
                      origin.substr (0, 16) + text +
                        origin.substr (origin.find (' ', 17)) + fences});
    }

    std::uint64_t clock;
    std::string origin;
  };
}

BOOST_FIXTURE_TEST_SUITE (clocks_ahead, ahead)

BOOST_AUTO_TEST_CASE (versions_do_not_recur_when_the_server_s_goes_back)
{
  auto version = [this]
  {
    return std::stoull (reader->token (one<shelf> (x.id)).substr (17));
  };

  version ();
  commit ([this] { db->update (x); });
  wait_for_resets ();
  std::uint64_t first (version ());
  commit ([this] { db->update (x); });
  wait_for_resets ();

  BOOST_TEST (first > clock);
  BOOST_TEST (version () > first);
  BOOST_TEST (stored ("origin").substr (0, 16) == origin.substr (0, 16));
}

BOOST_AUTO_TEST_CASE (a_new_epoch_begins_with_the_server_s_time)
{
  redis.command ({"SET", "alkey:origin",
                  origin.substr (0, 16) + ' ' + std::to_string (clock) + ' ' +
                    std::string (40, 'f') + " -"});
  alkey->touch<shelf> (x.id);
  BOOST_TEST (stored ("origin").substr (0, 16) != origin.substr (0, 16));
  BOOST_TEST (std::stoull (stored ("origin").substr (17)) < clock);
}

BOOST_AUTO_TEST_CASE (an_epoch_ends_with_the_last_of_its_fences)
{
  begin (" " + std::to_string (clock),
         " 1000-0-1 " + std::to_string (clock - 1) + "-0-60000");
  alkey->touch<shelf> (x.id);
  BOOST_TEST (stored ("origin").substr (0, 16) == origin.substr (0, 16));
  BOOST_TEST (stored ("origin").find (" 1000-0-") == std::string::npos);
}

// The clock was lost without the token.
//
BOOST_AUTO_TEST_CASE (a_fence_may_be_newer_than_the_clock)
{
  begin (" 9999");
  std::string fence (" " + std::to_string (redis_time (redis)) + "-7-60000");
  redis.command ({"SET", "alkey:" + name (x), "9000 9000" + fence});
  alkey->touch<shelf> (x.id);
  BOOST_TEST (alkey->stats ().replaced == 0U);
  BOOST_TEST (stored (x).find (fence) != std::string::npos, stored (x));
}

BOOST_AUTO_TEST_CASE (one_tick_does_not_serve_for_a_token_that_is_as_new)
{
  // A script that has drawn its tick, for an epoch that is settled, meets the
  // token of the table.
  //
  begin (" " + std::to_string (clock), " 1000-0-1");
  redis.command (
    {"SET", "alkey:alkey:shelf#*", std::to_string (clock + 1) + " 1000"});
  alkey->touch<shelf> (x.id);
  BOOST_TEST (stored ("alkey:shelf#*").substr (0, 16) ==
              std::to_string (clock + 2));
}

BOOST_AUTO_TEST_SUITE_END ()
