#ifndef TESTS_BENCHMARK_NEAR_WORLD_HXX
#define TESTS_BENCHMARK_NEAR_WORLD_HXX

#include <tests/benchmark/world.hxx>

namespace benchmarks
{
  // One whose tracked rows are near for 50 ms, made when it is asked for
  // first.
  //
  world& near_world ();
}

#endif // TESTS_BENCHMARK_NEAR_WORLD_HXX
