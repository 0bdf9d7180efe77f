#ifndef TESTS_BENCHMARK_SERVER_ROWS_HXX
#define TESTS_BENCHMARK_SERVER_ROWS_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// This is rows.hxx for PostgreSQL. If a class is compiled for several
// databases, nobody knows its table at compile time, and that would have to be
// paid for everywhere.

#pragma db object
struct plain_server_row
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;
};

#pragma db object callback(track)
struct tracked_server_row: odb_alkey::tracked<tracked_server_row>
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;
};

#endif // TESTS_BENCHMARK_SERVER_ROWS_HXX
