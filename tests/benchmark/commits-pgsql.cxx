// The same as commits.cxx with PostgreSQL, which waits for the disk.
//
#include <tests/benchmark/commits.hxx>
#include <tests/benchmark/pgsql-world.hxx>

#include "server-rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    void commit_pgsql (benchmark::State& state)
    {
      pgsql_world* w (a_pgsql_world ());

      if (w == nullptr)
        state.SkipWithError ("no PostgreSQL");
      else
        commits<plain_server_row, tracked_server_row> (
          state, {*w->db, *w->bare, *w->alkey, w->redis});
    }

    BENCHMARK (commit_pgsql)->Arg (1)->Arg (16)->UseRealTime ();
  }
}
