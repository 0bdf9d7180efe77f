#ifndef TESTS_BENCHMARK_PLOTS_HXX
#define TESTS_BENCHMARK_PLOTS_HXX

#include <string>

#include <tests/benchmark/table.hxx>

namespace benchmarks
{
  // Writes keys.svg and commits.svg into a directory. One of which nothing was
  // measured is left as it is. Throws std::runtime_error.
  //
  void write_plots (const table&, const std::string& directory);
}

#endif // TESTS_BENCHMARK_PLOTS_HXX
