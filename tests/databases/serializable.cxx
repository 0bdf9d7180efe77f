// PostgreSQL alone checks this at COMMIT.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/exceptions.hxx>

#include "clients.hxx"

using odb_alkey::key;

BOOST_FIXTURE_TEST_SUITE (serializable, tests::clients)

BOOST_AUTO_TEST_CASE (a_transaction_that_cannot_be_serialized)
{
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

// The server answers such a COMMIT with ROLLBACK, which libodb takes for
// success.
//
BOOST_AUTO_TEST_CASE (a_commit_after_an_error_that_was_caught)
{
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

BOOST_AUTO_TEST_SUITE_END ()
