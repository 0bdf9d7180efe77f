// The same as commits.cxx with PostgreSQL, which waits for the disk.
//
#include <exception>
#include <memory>
#include <string>

#include <odb/schema-catalog.hxx>

#include <tests/benchmark/commits.hxx>
#include <tests/support/database-server.hxx>

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

        odb_alkey::options o;
        o.url = redis.url ();
        o.command_timeout = std::chrono::seconds (5);
        o.budget = std::chrono::seconds (10);
        alkey.reset (new odb_alkey::plugin (*db, o));
      }

      redis_server redis;
      std::unique_ptr<tests::database_server> server {
        tests::make_pgsql_server ({"fsync=on", "full_page_writes=on"})};
      std::unique_ptr<odb::database> db {server->open ()};
      std::unique_ptr<odb::database> bare {server->open ()};
      std::unique_ptr<odb_alkey::plugin> alkey;
    };

    // Nothing where PostgreSQL is not installed.
    //
    const std::unique_ptr<pgsql_world>& with_pgsql (std::string& why)
    {
      static std::string failure;
      static std::unique_ptr<pgsql_world> w;

      if (w == nullptr && failure.empty ())
      {
        try
        {
          w.reset (new pgsql_world);
        }
        catch (const std::exception& e)
        {
          failure = std::string ("no PostgreSQL: ") + e.what ();
        }
      }

      why = failure;
      return w;
    }

    void commit_pgsql (benchmark::State& state)
    {
      std::string why;
      const std::unique_ptr<pgsql_world>& w (with_pgsql (why));

      if (w == nullptr)
        state.SkipWithError (why.c_str ());
      else
        commits<plain_server_row, tracked_server_row> (
          state, {*w->db, *w->bare, *w->alkey, w->redis});
    }

    BENCHMARK (commit_pgsql)->Arg (1)->Arg (16)->UseRealTime ();

    const bool of_pgsql (compare_commits ("commit_pgsql", "PostgreSQL", 16));
  }
}
