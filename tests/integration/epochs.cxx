// A new epoch begins with a quarantine.

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::key;
using odb_alkey::one;

namespace
{
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

  // What was loaded in the quarantine may be older than a commit whose fence
  // was lost.
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
  std::string::size_type run_id (origin.rfind (' ') + 1);
  redis.command ({"SET", "alkey:origin",
                  origin.substr (0, run_id) + std::string (40, 'f')});

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

BOOST_AUTO_TEST_CASE (versions_do_not_recur_when_the_clock_goes_back)
{
  // The clock of the origin is ahead of the server's.
  //
  std::string origin (stored ("origin"));
  std::string::size_type run_id (origin.rfind (' '));
  redis.command (
    {"SET", "alkey:origin",
     origin.substr (0, 16) + " 9000000000000000" + origin.substr (run_id)});

  std::string first (reader->token (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  std::string second (reader->token (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  std::string third (reader->token (one<shelf> (x.id)));

  BOOST_TEST (first < second);
  BOOST_TEST (second < third);
  BOOST_TEST (third.substr (17, 12) == "900000000000");
}

BOOST_AUTO_TEST_CASE (a_lost_clock_is_raised_to_the_versions_that_are_left)
{
  // The origin alone is gone, and the server's time is behind the one that
  // the tokens were written by.
  //
  const std::string ahead ("9000000000000000 1000");
  redis.command ({"DEL", "alkey:origin"});
  redis.command ({"SET", "alkey:" + name (x), ahead});
  redis.command ({"SET", "alkey:alkey:shelf#!", ahead});
  wait_until_ready ();

  // The sweep's version counts for the row: that of a reset must exceed it.
  //
  key first (reader->cache_key (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  key second (reader->cache_key (one<shelf> (x.id)));

  BOOST_TEST (first.storable ());
  BOOST_TEST (second.storable ());
  BOOST_TEST (first.str () != second.str ());
}

BOOST_AUTO_TEST_CASE (a_clock_behind_is_raised_without_a_new_epoch)
{
  // As a reader meets it that comes after the new epoch was settled.
  //
  key before (reader->cache_key (one<shelf> (x.id)));
  redis.command ({"SET", "alkey:alkey:shelf#!", "9000000000000000 1000"});
  key first (reader->cache_key (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (first.str () != before.str ());
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).str () != first.str ());
}

BOOST_AUTO_TEST_CASE (a_clock_of_fewer_digits_is_raised)
{
  std::string origin (stored ("origin"));
  redis.command (
    {"SET", "alkey:origin",
     origin.substr (0, 16) + " 9999" + origin.substr (origin.rfind (' '))});
  redis.command ({"SET", "alkey:alkey:shelf#!", "2000000000000000 1000"});
  key first (reader->cache_key (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).str () != first.str ());
}

BOOST_AUTO_TEST_CASE (one_tick_does_not_serve_for_a_token_that_is_as_new)
{
  // A script that has drawn its tick, for an epoch that is settled, meets the
  // token of the table.
  //
  std::string origin (stored ("origin"));
  auto table_after_a_touch = [&] (const std::string& version)
  {
    redis.command ({"SET", "alkey:origin",
                    origin.substr (0, 16) + " 9000000000000000" +
                      origin.substr (origin.rfind (' ')) + " 1000-0"});
    redis.command ({"SET", "alkey:alkey:shelf#*", version + " 1000"});
    alkey->touch<shelf> (x.id);
    return stored ("alkey:shelf#*").substr (0, 16);
  };

  BOOST_TEST (table_after_a_touch ("9000000000000001") == "9000000000000002");
  BOOST_TEST (table_after_a_touch ("9000000000000007") == "9000000000000008");
}

BOOST_AUTO_TEST_SUITE_END ()
