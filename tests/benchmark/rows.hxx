#ifndef TESTS_BENCHMARK_ROWS_HXX
#define TESTS_BENCHMARK_ROWS_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// The same row twice: as anybody would write it, and tracked.

#pragma db object
struct plain_row
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;
};

#pragma db object callback(track)
struct tracked_row: odb_alkey::tracked<tracked_row>
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;
};

#endif // TESTS_BENCHMARK_ROWS_HXX
