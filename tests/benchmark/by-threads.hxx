#ifndef TESTS_BENCHMARK_BY_THREADS_HXX
#define TESTS_BENCHMARK_BY_THREADS_HXX

#include <atomic>
#include <thread>
#include <vector>

namespace benchmarks
{
  const unsigned some_threads (8);

  // Some 100 ms: a thread's start takes nothing of that.
  //
  const unsigned calls (4000);

  // Calls f (thread) so many times in all, by whichever of the threads is
  // free, so that all of them are busy until the end.
  //
  template <typename F>
  void by_threads (F f)
  {
    std::atomic<unsigned> next (0);
    std::vector<std::thread> threads;

    for (unsigned i (0); i != some_threads; ++i)
      threads.emplace_back (
        [&f, &next, i]
        {
          while (next.fetch_add (1, std::memory_order_relaxed) < calls)
            f (i);
        });

    for (std::thread& t : threads)
      t.join ();
  }
}

#endif // TESTS_BENCHMARK_BY_THREADS_HXX
