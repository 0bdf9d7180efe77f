#ifndef TESTS_BENCHMARK_WORLD_HXX
#define TESTS_BENCHMARK_WORLD_HXX

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <tests/benchmark/rows.hxx>
#include <tests/support/environment.hxx>

namespace benchmarks
{
  // How a plugin reaches its Redis.
  //
  enum class transport
  {
    unix_socket,
    tcp,
    tls
  };

  const std::size_t usual_rows (1000);

  struct setting
  {
    benchmarks::transport transport = benchmarks::transport::unix_socket;
    std::size_t rows = usual_rows;

    // SQLite's: NORMAL waits for the disk at a checkpoint, FULL at each
    // commit.
    //
    std::string synchronous = "NORMAL";

    // The plugin has at most this number of connections.
    //
    std::size_t connections = odb_alkey::options ().max_connections;
  };

  // A database with a plugin, its Redis, and one like it that knows nothing
  // of the library. Both are in WAL mode and have the same rows, with the ids
  // from 1 on, in all tables.
  //
  struct world: tests::environment
  {
    explicit world (const setting& = setting ());

    std::string url () const;
    odb_alkey::options options () const;

    const benchmarks::transport transport;
    const std::size_t connections;
    std::unique_ptr<odb::sqlite::database> bare;
  };

  // Made when it is asked for first: one for what reads, one for commits, and
  // one for what stores values, so that Redis is not busy with those.
  //
  world& reading (transport = transport::unix_socket);
  world& committing ();
  world& storing ();

  // Makes so many objects of it, with the ids from 1 on, and their tokens.
  //
  std::vector<tracked_row> objects (odb_alkey::plugin&, odb::database&,
                                    std::size_t n);
  std::vector<tracked_row> objects (world&, std::size_t n);
}

#endif // TESTS_BENCHMARK_WORLD_HXX
