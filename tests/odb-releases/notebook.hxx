#ifndef TESTS_ODB_RELEASES_NOTEBOOK_HXX
#define TESTS_ODB_RELEASES_NOTEBOOK_HXX

#include <memory>
#include <string>
#include <utility>

#include <odb/schema-catalog.hxx>
#include <odb/sqlite/connection-factory.hxx>
#include <odb/sqlite/connection.hxx>
#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/process.hxx>
#include <tests/support/redis-server.hxx>

#include "model-odb.hxx"

namespace tests
{
  // A file of notes, and a Redis.
  //
  struct notebook
  {
    typedef odb::sqlite::database database;

    notebook ()
    {
      settle (redis);
    }

    database open (const std::string& name = "notes") const
    {
      database db (path (name), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
      create_tables (db);
      return db;
    }

    std::string path (const std::string& name) const
    {
      return directory.path () + '/' + name;
    }

    static void create_tables (database& db)
    {
      odb::connection_ptr c (db.connection ());
      odb::transaction t (c->begin ());
      odb::schema_catalog::create_schema (db, "", false);
      t.commit ();
    }

    odb_alkey::options options () const
    {
      odb_alkey::options o;
      o.url = redis.url ();
      return o;
    }

    template <typename F>
    static void commit (odb::database& db, F f)
    {
      odb::transaction t (db.begin ());
      f ();
      t.commit ();
    }

    temporary_directory directory;
    redis_server redis;
  };
}

#endif // TESTS_ODB_RELEASES_NOTEBOOK_HXX
