#ifndef TESTS_BENCHMARK_WORLD_HXX
#define TESTS_BENCHMARK_WORLD_HXX

#include <cstddef>
#include <memory>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <tests/benchmark/rows.hxx>
#include <tests/support/environment.hxx>

namespace benchmarks
{
  // A database with a plugin, its Redis, and one like it that knows nothing
  // of the library. Both are in WAL mode with synchronous NORMAL and have the
  // same rows, with the ids from 1 on, in all tables.
  //
  struct world: tests::environment
  {
    static const std::size_t rows = 1000;

    world ();

    std::unique_ptr<odb::sqlite::database> bare;
  };

  // Made when it is asked for first: one for what reads, one for commits, and
  // one for what stores values, so that Redis is not busy with those.
  //
  world& reading ();
  world& committing ();
  world& storing ();

  // So many objects of it, with the ids from 1 on, whose tokens are there.
  //
  std::vector<tracked_row> objects (world&, std::size_t n);
}

#endif // TESTS_BENCHMARK_WORLD_HXX
