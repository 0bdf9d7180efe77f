// How many keys threads make through one plugin, against as many threads that
// ask Redis by hand over a connection each.

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    world& shared ()
    {
      static setting s;
      s.connections = some_threads;
      static world w (s);
      return w;
    }

    void threads (benchmark::State& state)
    {
      world& w (shared ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<std::vector<tracked_row>> rows (some_threads,
                                                  objects (w, n));
      std::deque<raw_redis> redis;
      std::deque<raw_command> commands;

      for (unsigned i (0); i != some_threads; ++i)
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
