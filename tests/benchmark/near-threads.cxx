// Keys and values of near tables by threads that share a plugin and a cache,
// against a map under one mutex, which would return stale values.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/near-world.hxx>
#include <tests/benchmark/plain-map.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const unsigned near_calls (40000);
    const unsigned near_calls_at_once (100);

    // Measures f (thread) by one thread and by some, in processor time of all
    // of them.
    //
    template <typename F>
    void measure_threads (alternation& a, const std::string& name, F f)
    {
      for (unsigned n : {1u, some_threads})
        a.measure ((name + " by " + std::to_string (n)).c_str (),
                   [&] { by_threads (n, near_calls, near_calls_at_once, f); });
    }

    void near_threads (benchmark::State& state, bool apart)
    {
      world& w (near_world ());
      const std::vector<tracked_row> rows (objects (w, 10 * some_threads));
      const std::chrono::minutes life (10);
      const std::size_t size (1024);

      // Threads ask for the same, or each for rows and a value of its own.
      //
      auto row = [&] (unsigned thread) -> const tracked_row&
      {
        return rows[apart ? 10 * thread : 0];
      };

      std::vector<std::vector<tracked_row>> ten;

      for (unsigned i (0); i != some_threads; ++i)
        ten.emplace_back (&row (i), &row (i) + 10);

      auto key = [&] (unsigned i)
      {
        return "row" + std::to_string (row (i).id) + "/1024";
      };

      auto compute = [size]
      {
        return std::string (size, 'v');
      };

      odb_alkey::cache cache (*w.alkey);
      plain_map map;

      for (unsigned i (0); i != some_threads; ++i)
        map.put (key (i), compute ());

      alternation a (state, 1, CLOCK_PROCESS_CPUTIME_ID);

      for (auto _ : state)
      {
        measure_threads (a, "map",
                         [&] (unsigned i)
                         {
                           std::string s (*map.find (key (i)));
                           benchmark::DoNotOptimize (s.data ());
                         });
        measure_threads (a, "map shared",
                         [&] (unsigned i)
                         {
                           std::shared_ptr<const std::string> s (
                             map.find (key (i)));
                           benchmark::DoNotOptimize (s.get ());
                         });
        measure_threads (a, "key of 1",
                         [&] (unsigned i)
                         {
                           odb_alkey::key k (w.alkey->cache_key (row (i)));
                           benchmark::DoNotOptimize (k.str ().data ());
                         });
        measure_threads (a, "key of 10",
                         [&] (unsigned i)
                         {
                           odb_alkey::key k (w.alkey->cache_key (ten[i]));
                           benchmark::DoNotOptimize (k.str ().data ());
                         });
        measure_threads (a, "fetch",
                         [&] (unsigned i)
                         {
                           std::string s (cache.fetch (
                             odb_alkey::args (row (i), size), life, compute));
                           benchmark::DoNotOptimize (s.data ());
                         });
        measure_threads (
          a, "fetch shared",
          [&] (unsigned i)
          {
            std::shared_ptr<const std::string> s (cache.fetch_shared (
              odb_alkey::args (row (i), size, "shared"), life, compute));
            benchmark::DoNotOptimize (s.get ());
          });
      }

      if (w.alkey->stats ().down != 0)
        state.SkipWithError ("Redis was given up");
    }

    void near_threads_same (benchmark::State& state)
    {
      near_threads (state, false);
    }

    void near_threads_apart (benchmark::State& state)
    {
      near_threads (state, true);
    }

    BENCHMARK (near_threads_same)->Iterations (2)->Repetitions (13);
    BENCHMARK (near_threads_apart)->Iterations (2)->Repetitions (13);
  }
}
