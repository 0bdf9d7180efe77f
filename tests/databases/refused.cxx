// COMMITs that are refused: by the database, which checks references or
// serializability only then, or by the plugin for want of Redis.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/exceptions.hxx>

#include "clients.hxx"

using odb_alkey::key;

namespace
{
  struct refusing: tests::clients
  {
    refusing ()
        : clients (std::chrono::seconds (10),
                   odb_alkey::when_unavailable::refuse)
    {
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (refused, tests::clients)

BOOST_AUTO_TEST_CASE (a_reference_that_is_checked_at_the_end)
{
  // MySQL checks it at once.
  //
  if (db->id () == odb::id_mysql)
    return;

  tree x ("oak");
  commit ([&] { db->persist (x); });
  std::string before (key_of<tree> (x.id).str ());

  odb::connection* used (nullptr);
  {
    label l;
    l.of = odb::lazy_shared_ptr<tree> (*db, 999UL);

    odb::transaction t (db->begin ());
    used = &t.connection ();
    x.name = "elm";
    db->update (x);
    db->persist (l);
    BOOST_CHECK_THROW (t.commit (), odb::database_exception);
  }
  BOOST_TEST (count<label> () == 0U);

  // PostgreSQL sends nothing that would tell that it is over: until the
  // connection goes on its outcome is unknown. SQLite rolls back.
  //
  bool known (db->id () == odb::id_sqlite);
  BOOST_TEST (key_of<tree> (x.id).storable () == known);
  BOOST_TEST (writer->stats ().unknown_commits == (known ? 0U : 1U));

  odb::transaction t (db->begin ());
  BOOST_TEST (&t.connection () == used);
  std::unique_ptr<tree> loaded (db->load<tree> (x.id));
  t.commit ();
  BOOST_TEST (loaded->name == "oak");

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before);
  BOOST_TEST (after.str () == key_of<tree> (x.id).str ());
}

BOOST_AUTO_TEST_CASE (a_transaction_that_cannot_be_serialized)
{
  // No other database checks this at COMMIT.
  //
  if (db->id () != odb::id_pgsql)
    return;

  tree x ("oak");
  tree y ("elm");
  commit (
    [&]
    {
      db->persist (x);
      db->persist (y);
    });
  std::string before (key_of<tree> (x.id).str ());

  // Each reads what the other one writes.
  //
  const char* level ("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
  odb::transaction other (db2->begin ());
  db2->execute (level);
  std::unique_ptr<tree> read (db2->load<tree> (x.id));
  odb::transaction::reset_current ();

  odb::connection* used (nullptr);
  {
    odb::transaction t (db->begin ());
    used = &t.connection ();
    db->execute (level);
    read.reset (db->load<tree> (y.id));
    x.name = "ash";
    db->update (x);
    odb::transaction::reset_current ();

    odb::transaction::current (other);
    tree changed (y);
    changed.name = "fir";
    db2->update (changed);
    other.commit ();

    odb::transaction::current (t);
    BOOST_CHECK_THROW (t.commit (), odb::exception);
  }
  BOOST_TEST (writer->stats ().unknown_commits == 1U);
  BOOST_TEST (!key_of<tree> (x.id).storable ());

  odb::transaction next (db->begin ());
  BOOST_TEST (&next.connection () == used);
  next.commit ();

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before);
  BOOST_TEST (count<tree> () == 2U);
}

// PostgreSQL answers such a COMMIT with ROLLBACK, which libodb takes for
// success.
//
BOOST_AUTO_TEST_CASE (a_commit_after_an_error_that_was_caught)
{
  if (db->id () != odb::id_pgsql)
    return;

  tree x ("oak");
  commit ([&] { db->persist (x); });
  std::string before (key_of<tree> (x.id).str ());

  odb::transaction t (db->begin ());
  tree changed (x);
  changed.name = "elm";
  db->update (changed);
  BOOST_CHECK_THROW (db->execute ("no such statement"), odb::exception);
  t.commit ();

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before);

  // The object in memory never was in the database.
  //
  key k (writer->cache_key (changed));
  BOOST_TEST (!k.storable ());
}

BOOST_FIXTURE_TEST_CASE (
  without_redis_the_next_user_of_the_connection_commits_only_its_own, refusing)
{
  tree first ("oak");
  commit ([&] { db->persist (first); });
  redis.kill ();

  tree refused ("elm");
  odb::connection* used (nullptr);
  {
    odb::transaction t (db->begin ());
    used = &t.connection ();
    db->persist (refused);
    BOOST_CHECK_THROW (t.commit (), odb_alkey::redis_unavailable);
  }
  BOOST_TEST (count<tree> () == 1U);

  // Redis has nothing to do with a transaction that writes nothing.
  //
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (&t.connection () == used);
    db->execute ("SELECT 1");
    t.commit ();
  }
  BOOST_TEST (count<tree> () == 1U);

  // Then there is one that it lets through again.
  //
  redis.restart ();
  tests::settle (redis);
  BOOST_TEST (writer->flush (tests::patience) == 0U);
  tree next ("ash");
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (&t.connection () == used);
    db->persist (next);
    t.commit ();
  }
  BOOST_TEST (count<tree> () == 2U);
  BOOST_TEST (key_of<tree> (next.id).storable ());
  BOOST_TEST (writer->stats ().unknown_commits == 0U);
  BOOST_TEST (writer->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
