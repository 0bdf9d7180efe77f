// Databases that are attached to the connection of another one.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include "notebook.hxx"

using odb_alkey::one;

namespace
{
  bool tells (const odb_alkey::exception& e)
  {
    return std::string (e.what ()).find ("attached") != std::string::npos;
  }

  struct with_archive: tests::notebook
  {
    with_archive ()
        : db (open ()), alkey (new odb_alkey::plugin (db, options ()))
    {
    }

    database db;
    std::unique_ptr<odb_alkey::plugin> alkey;
  };
}

BOOST_FIXTURE_TEST_SUITE (attached, with_archive)

BOOST_AUTO_TEST_CASE (a_plugin_is_not_bound_to_one)
{
  odb::sqlite::connection_ptr c (db.connection ());
  database archive (c, path ("archive"), "arch");
  BOOST_CHECK_EXCEPTION (odb_alkey::plugin (archive, options ()),
                         odb_alkey::exception, tells);

  odb::database& base (archive);
  BOOST_CHECK_EXCEPTION (odb_alkey::plugin (base, options ()),
                         odb_alkey::exception, tells);
}

// The objects of both would have the same identifiers, and so the same keys.
//
BOOST_AUTO_TEST_CASE (no_tracked_object_is_used_with_one)
{
  odb::sqlite::connection_ptr c (db.connection ());
  database archive (c, path ("archive"), "arch");
  note n;
  std::string before;

  {
    odb::transaction t (c->begin ());
    odb::schema_catalog::create_schema (archive, "", false);
    db.persist (n);
    t.commit ();
  }

  before = alkey->token (one<note> (n.id));

  {
    odb::transaction t (c->begin ());
    BOOST_CHECK_EXCEPTION (archive.persist (n), odb_alkey::exception, tells);
    BOOST_CHECK_EXCEPTION (archive.update (n), odb_alkey::exception, tells);
    BOOST_CHECK_EXCEPTION (archive.erase (n), odb_alkey::exception, tells);
    BOOST_CHECK_THROW (archive.load<note> (n.id), odb::exception);
    t.rollback ();
  }

  // Its other tables are nobody's concern.
  //
  {
    odb::transaction t (c->begin ());
    archive.execute ("CREATE TABLE \"main\".\"log\" (line TEXT)");
    archive.execute ("INSERT INTO \"main\".\"log\" VALUES ('a')");
    db.update (n);
    t.commit ();
  }

  alkey->refresh ();
  BOOST_TEST (alkey->token (one<note> (n.id)) != before);
}

// It was attached before the plugin was bound, as the main database itself.
//
BOOST_AUTO_TEST_CASE (the_main_database_under_another_name_is_refused)
{
  alkey.reset ();
  odb::sqlite::connection_ptr c (db.connection ());
  database same (c, "", "main");
  alkey.reset (new odb_alkey::plugin (db, options ()));

  odb::transaction t (c->begin ());
  note n;
  BOOST_CHECK_EXCEPTION (same.persist (n), odb_alkey::exception, tells);
}

// ODB does not show that its transaction is that of the main database, too.
//
BOOST_AUTO_TEST_CASE (no_tracked_object_is_written_in_its_transaction)
{
  note n;
  commit (db, [&] { db.persist (n); });
  odb::sqlite::connection_ptr c (db.connection ());
  database archive (c, path ("archive"), "arch");

  odb::transaction t (archive.begin ());
  BOOST_CHECK_EXCEPTION (alkey->touch (n), odb_alkey::exception, tells);
  BOOST_CHECK_EXCEPTION (db.update (n), odb_alkey::exception, tells);
  t.rollback ();

  commit (db, [&] { db.update (n); });
}

BOOST_AUTO_TEST_CASE (one_may_outlive_the_plugin)
{
  odb::sqlite::connection_ptr c (db.connection ());
  database archive (c, path ("archive"), "arch");
  alkey.reset ();

  odb::transaction t (c->begin ());
  odb::schema_catalog::create_schema (archive, "", false);
  note n;
  archive.persist (n);
  t.commit ();
}

BOOST_AUTO_TEST_SUITE_END ()
