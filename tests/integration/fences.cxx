// Writing: fence before COMMIT, reset after it, heal what is left.

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb/sqlite/connection.hxx>
#include <odb/sqlite/exceptions.hxx>

#include <tests/support/proxy.hxx>
#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::key;
using odb_alkey::one;
using tests::fences;
using tests::list;

namespace
{
  // Long enough for a step of a test, short enough to wait for.
  //
  struct impatient: tests::two_processes
  {
    impatient (): two_processes (std::chrono::milliseconds (400)) {}
  };

  // The plugin that commits is behind a proxy, which can make its fences late.
  //
  struct slow_commits: tests::two_processes
  {
    slow_commits (): slow (redis.directory () + "/socket")
    {
      odb_alkey::options o (options ());
      o.fence_timeout = timeout;
      renew_reader (o);
      o.url = slow.url ();
      o.command_timeout = o.budget = std::chrono::seconds (5);
      renew (o);
      alkey->refresh ();
      reader->refresh ();
    }

    // The proxy goes before what two_processes holds.
    //
    ~slow_commits ()
    {
      alkey.reset ();
    }

    const std::chrono::milliseconds timeout {1000};
    tests::proxy slow;
  };
}

BOOST_FIXTURE_TEST_SUITE (fences_of_commits, tests::two_processes)

BOOST_AUTO_TEST_CASE (a_commit_in_flight_makes_keys_unique)
{
  key before (key_of (x));
  BOOST_TEST (before.storable ());

  commit_with (
    x,
    [this]
    {
      key k (key_of (x));
      BOOST_TEST (!k.storable ());
      BOOST_TEST (key_of (x).str () != k.str ());
      BOOST_TEST (!reader->cache_key (all<shelf> ()).storable ());
      BOOST_TEST (!reader->cache_key (everything ()).storable ());
      BOOST_TEST (
        !reader->cache_key (one<shelf> (y.id), one<shelf> (x.id)).storable ());

      // It concerns no other object.
      //
      BOOST_TEST (storable (y));
      BOOST_TEST (reader->cache_key (all<book> ()).storable ());
    });

  wait_for_resets ();
  key after (key_of (x));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());
  BOOST_TEST (reader->stats ().unique_in_flight == 5U);
}

BOOST_AUTO_TEST_CASE (a_fenced_token_cannot_expire)
{
  BOOST_TEST (life (name (x)) > 0);
  commit_with (x, [&] { BOOST_TEST (life (name (x)) == -1); });
  wait_for_resets ();
  BOOST_TEST (life (name (x)) > 23 * 3600 * 1000);
  BOOST_TEST (life ("alkey:shelf#*") == -1);
  BOOST_TEST (life ("alkey:*#*") == -1);

  // A reader made these, of objects that no commit has written.
  //
  BOOST_TEST (life ("alkey:shelf#!") > 0);
  BOOST_TEST (life ("alkey:*#!") > 0);
}

BOOST_AUTO_TEST_CASE (a_reset_is_newer_than_its_fence)
{
  // Loaded after the fence and before the commit: it must not be stored for
  // the version that the commit makes.
  //
  std::shared_ptr<shelf> old;
  commit_with (x,
               [&]
               {
                 reader->refresh ();
                 old = load (x.id);
               });
  wait_for_resets ();

  key k (reader->cache_key (*old));
  BOOST_TEST (!k.storable ());
  BOOST_TEST (reader->stats ().unstorable_outdated == 1U);

  BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
}

BOOST_AUTO_TEST_CASE (the_reset_of_one_commit_leaves_the_fence_of_another)
{
  // Both write the table; the second one is over first.
  //
  hook.at ("COMMIT",
           [this] (odb::connection&)
           {
             hook.at ("COMMIT",
                      [this] (odb::connection&) {
                        BOOST_TEST (fences (stored ("alkey:shelf#*")) == 2U);
                      });

             odb::transaction t (db->begin ());
             alkey->touch (y);
             t.commit ();
             wait_for_resets ();

             BOOST_TEST (fences (stored ("alkey:shelf#*")) == 1U);
             BOOST_TEST (!reader->cache_key (all<shelf> ()).storable ());
             BOOST_TEST (!storable (x));
             BOOST_TEST (storable (y));
           });
  commit ([this] { alkey->touch (x); });

  wait_for_resets ();
  BOOST_TEST (fences (stored ("alkey:shelf#*")) == 0U);
  BOOST_TEST (reader->cache_key (all<shelf> ()).storable ());
}

BOOST_AUTO_TEST_CASE (what_is_sent_twice_counts_once)
{
  auto i (list ({name (x)}));

  // A counter would be left with one too many, or one too few.
  //
  BOOST_TEST (store ().fence (i, 1));
  BOOST_TEST (store ().fence (i, 1));
  BOOST_TEST (store ().fence (i, 2));
  BOOST_TEST (fences (stored (x)) == 2U);

  BOOST_TEST (store ().reset_now (i, 1));
  BOOST_TEST (store ().reset_now (i, 1));
  BOOST_TEST (fences (stored (x)) == 1U);
  BOOST_TEST (life (name (x)) == -1);
  BOOST_TEST (!storable (x));

  BOOST_TEST (store ().reset_now (i, 2));
  BOOST_TEST (storable (x));
}

// The promise counts from the reply, and the age of the fence from the script,
// which may have been executed long before.
//
BOOST_FIXTURE_TEST_CASE (a_fence_whose_reply_was_late_lasts_as_long,
                         slow_commits)
{
  typedef std::chrono::steady_clock steady;

  slow.before_reply ("EVALSHA",
                     [&] { std::this_thread::sleep_for (timeout * 3 / 10); });
  std::shared_ptr<shelf> old;

  commit_with (x,
               [&]
               {
                 steady::time_point end (steady::now () + timeout * 9 / 10);

                 while (steady::now () < end)
                 {
                   // The reply tells it the server's time.
                   //
                   reader->touch (y);
                   old = load (x.id);

                   if (reader->cache_key (*old).storable ())
                     break;
                 }
               });

  BOOST_TEST (slow.pending () == 0U);
  wait_for_resets ();
  BOOST_TEST (!reader->cache_key (*old).storable ());
  BOOST_TEST (reader->stats ().unstorable_outdated == 1U);
  BOOST_TEST (reader->stats ().storable == 0U);
}

// A fence is half gone when its reply comes so late: readers could take it for
// one whose commit is over before the commit is.
//
BOOST_FIXTURE_TEST_CASE (a_fence_that_is_half_gone_is_made_again, slow_commits)
{
  unsigned again (0);
  slow.before_reply ("EVALSHA",
                     [&]
                     {
                       slow.before_request ("EVALSHA", [&] { ++again; });
                       std::this_thread::sleep_for (timeout * 6 / 10);
                     });

  commit_with (x, [&] { BOOST_TEST (again == 1U); });
  BOOST_TEST (slow.pending () == 0U);
}

BOOST_AUTO_TEST_CASE (thousands_of_identifiers_are_fenced_and_reset)
{
  // More than fit one call of the script.
  //
  wait_for_resets ();
  odb_alkey::stats before (alkey->stats ());

  hook.at ("COMMIT",
           [this] (odb::connection&)
           {
             BOOST_TEST (!reader->cache_key (one<shelf> (1000)).storable ());
             BOOST_TEST (!reader->cache_key (one<shelf> (3499)).storable ());
           });
  commit (
    [this]
    {
      for (unsigned long i (1000); i != 3500; ++i)
        alkey->touch<shelf> (i);
    });
  wait_for_resets ();

  std::vector<odb_alkey::identifier> v;
  for (unsigned long i (1000); i != 3500; ++i)
    v.push_back (odb_alkey::identifier ("alkey:shelf#" + std::to_string (i)));

  BOOST_TEST (reader->cache_key (v).storable ());
  BOOST_TEST (alkey->stats ().reset_identifiers ==
              before.reset_identifiers + 2502);
  BOOST_TEST (alkey->stats ().resets == before.resets + 1);
}

BOOST_AUTO_TEST_CASE (a_commit_that_failed_for_good_blocks_nothing)
{
  // The constraint is checked by COMMIT.
  //
  std::string before (reader->token (all<book> ()));
  book b ("b");
  b.place = odb::lazy_shared_ptr<shelf> (*db, 4711UL);

  odb::transaction t (db->begin ());
  db->persist (b);
  BOOST_CHECK_THROW (t.commit (), odb::sqlite::database_exception);

  // SQLite's connection goes on with a ROLLBACK, so that it is final.
  //
  wait_for_resets ();
  BOOST_TEST (fences (stored ("alkey:book#*")) == 0U);
  BOOST_TEST (reader->cache_key (all<book> ()).storable ());
  BOOST_TEST (reader->token (all<book> ()) != before);
  BOOST_TEST (alkey->stats ().unknown_commits == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_FIXTURE_TEST_SUITE (healing, impatient)

BOOST_AUTO_TEST_CASE (an_unknown_commit_that_lands_later_is_not_missed)
{
  // COMMIT throws and nothing more is heard of the connection: as when it is
  // lost. (SQLite rolls back, but that is not seen.)
  //
  key before (key_of (x));

  hook.at ("COMMIT",
           [] (odb::connection& c)
           {
             c.tracer (nullptr);
             throw std::runtime_error ("lost");
           });

  {
    odb::transaction t (db->begin ());
    db->update (x);
    BOOST_CHECK_THROW (t.commit (), std::runtime_error);
  }

  wait_for_resets ();
  BOOST_TEST (alkey->stats ().unknown_commits == 1U);
  BOOST_TEST (fences (stored (x)) == 1U);

  std::shared_ptr<shelf> old (load (x.id));
  BOOST_TEST (old->name == "x");
  BOOST_TEST (!reader->cache_key (*old).storable ());

  // Now the write lands, without a process that knows of tokens.
  //
  db2->connection ()->execute ("UPDATE shelf SET name = 'new'");

  key after (await_storable (x));
  BOOST_TEST (after.str () != before.str ());
  BOOST_TEST (load (x.id)->name == "new");
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

BOOST_AUTO_TEST_CASE (fences_of_the_dead_do_not_pile_up)
{
  for (std::uint64_t nonce (1); nonce != 6; ++nonce)
    store ().fence (list ({"alkey:*#*"}), nonce);

  BOOST_TEST (fences (stored ("alkey:*#*")) == 5U);
  await_storable (x);

  // Anybody's next commit takes them away, once they are old.
  //
  do
  {
    commit ([this] { alkey->touch (y); });
    wait_for_resets ();
  } while (fences (stored ("alkey:*#*")) != 0);
}

BOOST_AUTO_TEST_CASE (what_was_written_lasts_when_it_is_healed)
{
  store ().fence (list ({"alkey:shelf#*", name (x)}), 1);

  while (!reader->cache_key (all<shelf> (), x).storable () &&
         fences (stored ("alkey:shelf#*")) != 0)
    ;

  BOOST_TEST (fences (stored ("alkey:shelf#*")) == 0U);
  BOOST_TEST (life ("alkey:shelf#*") == -1);
  BOOST_TEST (life (name (x)) > 0);
}

BOOST_AUTO_TEST_CASE (healing_makes_a_new_version)
{
  key before (await_storable (x));
  store ().fence (list ({name (x)}), 1);

  // Loaded while it was in flight: it may be older than the commit.
  //
  reader->refresh ();
  std::shared_ptr<shelf> old (load (x.id));

  key after (await_storable (x));
  BOOST_TEST (after.str () != before.str ());
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

BOOST_AUTO_TEST_SUITE_END ()
