// Keys and values of near tables, which mostly ask nobody, against hiredis,
// and against a map under a mutex, which would return stale values.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/near-world.hxx>
#include <tests/benchmark/plain-map.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
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

    // One value that is asked for again and again, by one thread.
    //
    void near_fetch (benchmark::State& state)
    {
      world& w (near_world ());
      const std::size_t size (static_cast<std::size_t> (state.range (0)));
      const tracked_row row (objects (w, 1).front ());
      const std::chrono::minutes life (10);

      odb_alkey::cache cache (*w.alkey);
      auto compute = [size]
      {
        return std::string (size, 'v');
      };
      auto name = [&]
      {
        return odb_alkey::args (row, size);
      };

      plain_map map;
      auto key = [&]
      {
        return "row" + std::to_string (row.id) + "/" + std::to_string (size);
      };
      map.put (key (), compute ());

      raw_redis redis (w.url ());
      cache.fetch (name (), life, compute);
      raw_command set ({"SET", "a_value", compute ()});
      redis.run (set);
      raw_command c (
        [&]
        {
          std::vector<std::string> r (mget (1));
          r.push_back ("a_value");
          return r;
        }());

      alternation raw (state, 16);
      alternation near (state, 256);

      for (auto _ : state)
      {
        raw.measure ("raw", [&] { redis.run (c); });
        near.measure ("map",
                      [&]
                      {
                        std::string s (*map.find (key ()));
                        benchmark::DoNotOptimize (s.data ());
                      });
        near.measure ("map shared",
                      [&]
                      {
                        std::shared_ptr<const std::string> s (
                          map.find (key ()));
                        benchmark::DoNotOptimize (s.get ());
                      });
        near.measure ("fetch",
                      [&]
                      {
                        std::string s (cache.fetch (name (), life, compute));
                        benchmark::DoNotOptimize (s.data ());
                      });
        near.measure ("fetch shared",
                      [&]
                      {
                        std::shared_ptr<const std::string> s (
                          cache.fetch_shared (name (), life, compute));
                        benchmark::DoNotOptimize (s.get ());
                      });
      }
    }

    BENCHMARK (near_key)->Arg (1)->Arg (10)->Arg (100);
    BENCHMARK (near_fetch)->Arg (1024)->Arg (100 * 1024);
  }
}
