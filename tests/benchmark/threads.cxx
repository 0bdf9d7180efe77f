// How many keys threads make through one plugin, against as many threads that
// ask Redis by hand over a connection each.

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const unsigned many (8);

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

      for (unsigned i (0); i != many; ++i)
        threads.emplace_back (
          [&f, &next, i]
          {
            while (next.fetch_add (1, std::memory_order_relaxed) < calls)
              f (i);
          });

      for (std::thread& t : threads)
        t.join ();
    }

    world& shared ()
    {
      static setting s;
      s.connections = many;
      static world w (s);
      return w;
    }

    void threads (benchmark::State& state)
    {
      world& w (shared ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<std::vector<tracked_row>> rows (many, objects (w, n));
      std::deque<raw_redis> redis;
      std::deque<raw_command> commands;

      for (unsigned i (0); i != many; ++i)
      {
        redis.emplace_back (w.url ());
        commands.emplace_back (mget (n));
      }

      alternation a (state, 1);

      for (auto _ : state)
      {
        a.measure (
          "raw", [&]
          { by_threads ([&] (unsigned i) { redis[i].run (commands[i]); }); });
        a.measure ("key",
                   [&]
                   {
                     by_threads (
                       [&] (unsigned i)
                       {
                         odb_alkey::key k (w.alkey->cache_key (rows[i]));
                         benchmark::DoNotOptimize (k.str ().data ());
                       });
                   });
      }

      if (w.alkey->stats ().down != 0)
        state.SkipWithError ("Redis was given up");
    }

    BENCHMARK (threads)->Arg (1)->Arg (10)->Iterations (2)->Repetitions (13);
  }
}
