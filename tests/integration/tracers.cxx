// Tracers and connections: nothing is lost, whatever the user does to them.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/sqlite/connection.hxx>
#include <odb/sqlite/transaction.hxx>

#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::one;

namespace
{
  struct fixture: tests::two_processes
  {
    // Tells whether f, which commits, changes x and leaves no commit without a
    // fence.
    //
    template <typename F>
    bool changes_x (F f)
    {
      std::string before (token (x));
      f ();
      wait_for_resets ();
      BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
      return token (x) != before;
    }

    // x is in flight at the next COMMIT that this tracer sees.
    //
    void expect_in_flight (tests::hook_tracer& t)
    {
      t.at ("COMMIT",
            [this] (odb::connection&) { BOOST_TEST (!storable (x)); });
    }

    // Sets the tracer of the next connection, which is the one that was used
    // last.
    //
    void set_tracer (odb::tracer* t)
    {
      db->connection ()->tracer (t);
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (tracers, fixture)

BOOST_AUTO_TEST_CASE (the_users_tracer_sees_what_it_saw_without_the_plugin)
{
  auto statements = [this]
  {
    unsigned before (hook.seen);
    commit (
      [this]
      {
        db->update (x);
        db->erase_query<book> ();
      });
    return hook.seen - before;
  };

  unsigned with (statements ());
  alkey.reset ();
  BOOST_TEST (statements () == with);

  // Another plugin replaces the tracer that the first one has left.
  //
  alkey.reset (new odb_alkey::plugin (*db, options ()));
  BOOST_TEST (statements () == with);

  // BEGIN, UPDATE, DELETE and COMMIT.
  //
  BOOST_TEST (with == 4U);
}

BOOST_AUTO_TEST_CASE (the_connections_tracer_is_called_and_restored)
{
  tests::hook_tracer own;
  set_tracer (&own);

  unsigned others (hook.seen);
  commit ([this] { db->update (x); });
  BOOST_TEST (own.seen == 3U);
  BOOST_TEST (hook.seen == others);
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);

  alkey.reset ();
  commit ([this] { db->update (x); });
  BOOST_TEST (own.seen == 6U);
  BOOST_TEST (db->connection ()->tracer () == &own);
  set_tracer (nullptr);
}

BOOST_AUTO_TEST_CASE (a_tracer_that_is_set_in_a_transaction_hides_no_commit)
{
  // It is set before the first write.
  //
  tests::hook_tracer own;
  expect_in_flight (own);
  BOOST_TEST (changes_x (
    [&]
    {
      odb::transaction t (db->begin ());
      t.connection ().tracer (own);
      db->update (x);
      t.commit ();
    }));
  BOOST_TEST (own.seen >= 1U);
  set_tracer (nullptr);
}

BOOST_AUTO_TEST_CASE (a_commit_that_cannot_be_seen_is_reset_and_reported)
{
  // It is set after the last write.
  //
  tests::hook_tracer own;

  for (int i (0); i != 2; ++i)
  {
    std::string before (token (x));

    odb::transaction t (db->begin ());
    db->update (x);
    t.connection ().tracer (own);
    t.commit ();

    wait_for_resets ();
    BOOST_TEST (token (x) != before);
  }

  BOOST_TEST (alkey->stats ().unfenced_commits == 2U);
  BOOST_TEST (log.count ("was not seen") == 1U);

  // With no tracer at all the next one is seen again.
  //
  set_tracer (nullptr);
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().unfenced_commits == 2U);
}

BOOST_AUTO_TEST_CASE (a_rollback_that_cannot_be_seen_is_safe)
{
  tests::hook_tracer own;
  {
    odb::transaction t (db->begin ());
    db->update (x);
    t.connection ().tracer (own);
    t.rollback ();
  }
  set_tracer (nullptr);

  // It might have been a lost COMMIT.
  //
  BOOST_TEST (alkey->stats ().unknown_commits == 1U);
  BOOST_TEST (!storable (x));
}

BOOST_AUTO_TEST_CASE (a_database_tracer_that_is_set_later_hides_no_write)
{
  tests::hook_tracer later;
  db->tracer (later);

  // The first transaction of a connection that the plugin has not seen.
  //
  odb::connection_ptr busy (db->connection ());
  expect_in_flight (later);
  BOOST_TEST (changes_x (
    [this]
    {
      odb::transaction t (
        static_cast<odb::sqlite::connection&> (*db->connection ()).begin ());
      db->update (x);
      t.commit ();
    }));
  BOOST_TEST (later.seen >= 3U);

  alkey.reset ();
  BOOST_TEST (db->tracer () == &later);
  db->tracer (static_cast<odb::tracer*> (nullptr));
}

BOOST_AUTO_TEST_CASE (a_transactions_own_tracer_does_not_hide_the_commit)
{
  tests::hook_tracer own;
  expect_in_flight (hook);
  BOOST_TEST (changes_x (
    [&]
    {
      odb::transaction t (db->begin ());
      t.tracer (own);
      db->update (x);
      t.commit ();
    }));
}

BOOST_AUTO_TEST_CASE (a_plugin_sees_transactions_that_were_open_before_it)
{
  odb_alkey::options o (options ());
  alkey.reset ();

  std::string before (token (x));
  odb::transaction t (db->begin ());
  std::shared_ptr<shelf> s (db->load<shelf> (y.id));
  alkey.reset (new odb_alkey::plugin (*db, o));

  // Its age is not known.
  //
  BOOST_TEST (!alkey->cache_key (one<shelf> (y.id)).storable ());
  std::shared_ptr<shelf> r (db->load<shelf> (y.id));
  BOOST_TEST (!alkey->cache_key (*r).storable ());

  db->update (x);
  expect_in_flight (hook);
  t.commit ();

  wait_for_resets ();
  BOOST_TEST (token (x) != before);
  BOOST_TEST (alkey->cache_key (one<shelf> (y.id)).storable ());
}

BOOST_AUTO_TEST_CASE (immediate_and_exclusive_transactions_begin_as_well)
{
  for (bool exclusive : {false, true})
  {
    odb::transaction t (exclusive ? db->begin_exclusive ()
                                  : db->begin_immediate ());
    std::shared_ptr<shelf> s (db->load<shelf> (y.id));
    BOOST_TEST (alkey->cache_key (*s).storable ());
    db->update (x);
    t.commit ();
  }

  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_CASE (a_rollback_to_a_savepoint_ends_nothing)
{
  BOOST_TEST (changes_x (
    [this]
    {
      commit (
        [this]
        {
          db->update (x);
          db->execute ("SAVEPOINT s");
          db->update (y);
          db->execute ("ROLLBACK TO s");
          BOOST_TEST (!alkey->cache_key (one<shelf> (x.id)).storable ());
        });
    }));
}

BOOST_AUTO_TEST_CASE (a_lost_connection_shows_in_no_unrelated_call)
{
  commit ([this] { db->update (x); });
  commit ([this] { db->update (x); });

  // The reply to the last reset is on its way in a connection that is cut.
  //
  redis.command ({"CLIENT", "KILL", "TYPE", "normal"});

  BOOST_TEST (alkey->cache_key (one<shelf> (y.id)).storable ());
  std::string before (alkey->token (one<shelf> (x.id)));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (alkey->token (one<shelf> (x.id)) != before);
}

BOOST_AUTO_TEST_CASE (scripts_that_were_flushed_are_sent_again)
{
  commit ([this] { db->update (x); });

  hook.at ("COMMIT",
           [this] (odb::connection&) {
             redis.command ({"SCRIPT", "FLUSH"});
           });
  std::string before (token (x));
  commit ([this] { db->update (x); });

  // The error is taken by the next call, and the reset is sent again.
  //
  alkey->refresh ();
  BOOST_TEST (alkey->flush (tests::patience) == 0U);
  BOOST_TEST (storable (x));
  BOOST_TEST (token (x) != before);
  BOOST_TEST (alkey->stats ().lost_resets == 0U);
  BOOST_TEST (alkey->stats ().errors == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
