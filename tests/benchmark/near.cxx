// Keys of near tables, which mostly ask nobody, against hiredis.

#include <chrono>
#include <cstddef>
#include <string>
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
    world& near_world ()
    {
      static world w;
      w.alkey->near<tracked_row> (std::chrono::milliseconds (50));
      return w;
    }

    void near_key (benchmark::State& state)
    {
      world& w (near_world ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> v (objects (w, n));
      raw_redis redis (w.url ());
      raw_command c (mget (n));
      bool same (true);

      alternation raw (state, 16);
      alternation near (state, n > 10 ? 64 : 1024);

      for (auto _ : state)
      {
        raw.measure ("raw", [&] { redis.run (c); });
        near.measure ("key",
                      [&]
                      {
                        odb_alkey::key k (n == 1 ? w.alkey->cache_key (v[0])
                                                 : w.alkey->cache_key (v));
                        same = k.storable () && same;
                      });
      }

      if (!same)
        state.SkipWithError ("keys are not storable");
    }

    BENCHMARK (near_key)->Arg (1)->Arg (10)->Arg (100);
  }
}
