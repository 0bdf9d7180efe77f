#ifndef TESTS_BENCHMARK_ROWS_HXX
#define TESTS_BENCHMARK_ROWS_HXX

#include <cstdint>
#include <memory>
#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// The same row: as anybody would write it, and tracked.

#pragma db object
struct plain_row
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;
};

// It is as large as a tracked one.
//
#pragma db object
struct wide_row
{
#pragma db id
  unsigned long id = 0;

  std::string name;
  long count = 0;

#pragma db transient
  std::uint64_t stamp[2] = {0, 0};

#pragma db transient
  std::shared_ptr<int> parents;
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
