// Commits of a table that is listed as near for 5 ms, against the same ones of
// a table that is not: on SQLite, where a writer waits for the one before.

#include <deque>
#include <memory>
#include <string>

#include <odb/sqlite/connection.hxx>
#include <odb/sqlite/database.hxx>

#include <tests/benchmark/commits-near.hxx>
#include <tests/benchmark/world.hxx>
#include <tests/support/sqlite-server.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const unsigned sqlite_threads (4);

    // As world does it, for each of its connections.
    //
    std::unique_ptr<odb::database> prepared (const std::string& path)
    {
      std::unique_ptr<odb::sqlite::database> db (tests::open_database (path));
      std::deque<odb::sqlite::connection_ptr> all;

      for (unsigned i (0); i != sqlite_threads; ++i)
      {
        all.push_back (db->connection ());
        all.back ()->execute ("PRAGMA synchronous = NORMAL");
        all.back ()->execute ("PRAGMA busy_timeout = 60000");
      }

      return db;
    }

    struct sqlite_writers
    {
      sqlite_writers ()
      {
        w.alkey.reset ();
        list<tracked_row> (all.listed);
      }

      writer make (const std::string& name_space)
      {
        return writer (prepared (w.directory.path () + "/db"), w.redis,
                       name_space, sqlite_threads);
      }

      world w;
      writers all {make ("other"), make ("listed")};
    };

    writers& sqlite ()
    {
      static sqlite_writers s;
      return s.all;
    }

    void commit_near (benchmark::State& state)
    {
      idle_commits<tracked_row> (state, sqlite ());
    }

    void commits_near_loaded (benchmark::State& state)
    {
      loaded<tracked_row> (state, sqlite (), sqlite_threads);
    }

    BENCHMARK (commit_near)->UseRealTime ();
    BENCHMARK (commits_near_loaded)->Iterations (1)->Repetitions (9);
  }
}
