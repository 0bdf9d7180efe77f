#ifndef TESTS_BENCHMARK_PGSQL_WORLD_HXX
#define TESTS_BENCHMARK_PGSQL_WORLD_HXX

#include <memory>

#include <odb/database.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/database-server.hxx>
#include <tests/support/redis-server.hxx>

namespace benchmarks
{
  const unsigned pgsql_rows (16);

  // PostgreSQL that waits for the disk, a database with a plugin, the same
  // without one, and their Redis. Its tables have so many rows, with the ids
  // from 1 on.
  //
  struct pgsql_world
  {
    pgsql_world ();

    redis_server redis;
    std::unique_ptr<tests::database_server> server;
    std::unique_ptr<odb::database> db;
    std::unique_ptr<odb::database> bare;
    std::unique_ptr<odb_alkey::plugin> alkey;
  };

  // Made when it is asked for first. Null where PostgreSQL is not installed.
  //
  pgsql_world* a_pgsql_world ();
}

#endif // TESTS_BENCHMARK_PGSQL_WORLD_HXX
