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
  // free, so that all of them are busy until the end. A thread takes so many
  // calls at a time: where they are short, it would not show otherwise whether
  // threads disturb each other in the calls or in sharing them out.
  //
  template <typename F>
  void by_threads (unsigned thread_count, unsigned all, unsigned at_once, F f)
  {
    std::atomic<unsigned> next (0);
    std::vector<std::thread> threads;

    for (unsigned i (0); i != thread_count; ++i)
      threads.emplace_back (
        [&f, &next, all, at_once, i]
        {
          while (next.fetch_add (at_once, std::memory_order_relaxed) < all)
            for (unsigned n (0); n != at_once; ++n)
              f (i);
        });

    for (std::thread& t : threads)
      t.join ();
  }

  template <typename F>
  void by_threads (F f)
  {
    by_threads (some_threads, calls, 1, f);
  }
}

#endif // TESTS_BENCHMARK_BY_THREADS_HXX
