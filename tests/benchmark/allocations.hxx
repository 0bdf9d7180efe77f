#ifndef TESTS_BENCHMARK_ALLOCATIONS_HXX
#define TESTS_BENCHMARK_ALLOCATIONS_HXX

#include <cstdint>

namespace benchmarks
{
  // How often the calling thread has called operator new. Neither hiredis nor
  // SQLite does.
  //
  std::uint64_t allocations () noexcept;
}

#endif // TESTS_BENCHMARK_ALLOCATIONS_HXX
