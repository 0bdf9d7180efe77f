#ifndef TESTS_BENCHMARK_VALUES_HXX
#define TESTS_BENCHMARK_VALUES_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/key.hxx>

#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/world.hxx>

namespace benchmarks
{
  // Values of 1 KiB are fetched, by themselves or so many at a time.
  //
  const std::size_t many (100);

  std::string compute ();
  std::vector<std::string> compute_many (const std::vector<std::size_t>&);

  // The Redis key of the value of a key, and the keys of some rows.
  //
  std::string entry_key (const odb_alkey::key&);
  std::vector<odb_alkey::key> keys (odb_alkey::plugin&,
                                    const std::vector<tracked_row>&);

  typedef std::vector<std::string> words;
  words operator+ (words, const words& more);

  // A key of as many objects as the argument says, and a value that is there,
  // against a connection of hiredis that was made as the world's plugin makes
  // its own.
  //
  void measure_key (benchmark::State&, world&, raw_redis&);
  void measure_hit (benchmark::State&, world&, raw_redis&);
}

#endif // TESTS_BENCHMARK_VALUES_HXX
