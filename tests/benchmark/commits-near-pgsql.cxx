// The same as commits-near.cxx with PostgreSQL, where writers of different
// rows wait side by side.

#include <benchmark/benchmark.h>

#include <tests/benchmark/commits-near.hxx>
#include <tests/benchmark/pgsql-world.hxx>

#include "server-rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    struct pgsql_writers
    {
      explicit pgsql_writers (pgsql_world& w)
          : all {{w.server->open (), w.redis, "other", pgsql_rows},
                 {w.server->open (), w.redis, "listed", pgsql_rows}}
      {
        list<tracked_server_row> (all.listed);
      }

      writers all;
    };

    // Null where PostgreSQL is not installed.
    //
    writers* pgsql ()
    {
      static const std::unique_ptr<pgsql_writers> w (
        a_pgsql_world () == nullptr
          ? nullptr
          : std::make_unique<pgsql_writers> (*a_pgsql_world ()));

      return w == nullptr ? nullptr : &w->all;
    }

    void commit_near_pgsql (benchmark::State& state)
    {
      if (writers* w = pgsql ())
        idle_commits<tracked_server_row> (state, *w);
      else
        state.SkipWithError ("no PostgreSQL");
    }

    void commits_near_loaded_pgsql (benchmark::State& state)
    {
      if (writers* w = pgsql ())
        loaded<tracked_server_row> (state, *w, pgsql_rows);
      else
        state.SkipWithError ("no PostgreSQL");
    }

    BENCHMARK (commit_near_pgsql)->UseRealTime ();
    BENCHMARK (commits_near_loaded_pgsql)->Iterations (1)->Repetitions (9);
  }
}
