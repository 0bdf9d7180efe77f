// The same as commits.cxx with PostgreSQL, which waits for the disk.
//
#include <exception>
#include <iostream>
#include <memory>

#include <odb/schema-catalog.hxx>

#include <tests/benchmark/commits.hxx>
#include <tests/support/database-server.hxx>
#include <tests/support/redis-setup.hxx>

#include "server-rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    struct pgsql_world
    {
      pgsql_world ()
      {
        tests::settle (redis);

        odb::transaction t (bare->begin ());
        odb::schema_catalog::create_schema (*bare);

        plain_server_row plain;
        plain.id = 1;
        bare->persist (plain);

        tracked_server_row tracked;
        tracked.id = 1;
        bare->persist (tracked);
        t.commit ();

        alkey.reset (
          new odb_alkey::plugin (*db, tests::patient_options (redis.url ())));
      }

      redis_server redis;
      std::unique_ptr<tests::database_server> server {
        tests::make_pgsql_server ({"fsync=on", "full_page_writes=on"})};
      std::unique_ptr<odb::database> db {server->open ()};
      std::unique_ptr<odb::database> bare {server->open ()};
      std::unique_ptr<odb_alkey::plugin> alkey;
    };

    // None where PostgreSQL is not installed.
    //
    std::unique_ptr<pgsql_world> make_world ()
    try
    {
      return std::make_unique<pgsql_world> ();
    }
    catch (const std::exception& e)
    {
      std::cerr << "no PostgreSQL: " << e.what () << std::endl;
      return nullptr;
    }

    void commit_pgsql (benchmark::State& state)
    {
      static const std::unique_ptr<pgsql_world> w (make_world ());

      if (w == nullptr)
        state.SkipWithError ("no PostgreSQL");
      else
        commits<plain_server_row, tracked_server_row> (
          state, {*w->db, *w->bare, *w->alkey, w->redis});
    }

    BENCHMARK (commit_pgsql)->Arg (1)->Arg (16)->UseRealTime ();
  }
}
