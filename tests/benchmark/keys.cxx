// The cost of a key against asking Redis by hand for what it is made of.

#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/values.hxx>
#include <tests/benchmark/wire.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  void measure_key (benchmark::State& state, world& w, raw_redis& redis)
  {
    std::size_t n (static_cast<std::size_t> (state.range (0)));
    std::vector<tracked_row> v (objects (w, n));

    raw_command c (mget (n));
    std::string bytes (c.bytes ());
    raw_reply r (redis.run (c));

    if (!w.alkey->cache_key (v).storable () || r->elements != 3 + n ||
        r->element[2 + n]->type != REDIS_REPLY_STRING)
    {
      state.SkipWithError ("tokens are missing");
      return;
    }

    odb_alkey::detail::table_names names;
    std::size_t size (as_sent (*r).size ());
    alternation a (state, 16);

    for (auto _ : state)
    {
      a.measure ("raw", [&] { redis.run (c); });
      a.measure ("key",
                 [&]
                 {
                   odb_alkey::key k (w.alkey->cache_key (v));
                   benchmark::DoNotOptimize (k.str ().data ());
                 });

      // Encryption takes bytes of its own.
      //
      if (w.transport == transport::tls)
        continue;

      // No client can avoid that.
      //
      a.measure ("bare", [&] { redis.round_trip (bytes, size); });

      // The key does that before it asks Redis.
      //
      a.measure ("arguments",
                 [&]
                 {
                   odb_alkey::detail::arguments t (names);
                   odb_alkey::detail::add_all (t, v);
                   benchmark::DoNotOptimize (t.text.data ());
                 });
    }
  }

  namespace
  {
    void key (benchmark::State& state, transport by)
    {
      world& w (reading (by));
      raw_redis redis (w.url ());
      measure_key (state, w, redis);
    }

    void of_table (benchmark::internal::Benchmark* b)
    {
      b->Arg (1)->Arg (10)->Arg (100)->Arg (1000)->UseRealTime ();
    }

    // In between, for the plot.
    //
    void of_plot (benchmark::internal::Benchmark* b)
    {
      b->Arg (3)->Arg (30)->Arg (300)->UseRealTime ()->Repetitions (7);
    }

    BENCHMARK_CAPTURE (key, unix_socket, transport::unix_socket)
      ->Apply (of_table);
    BENCHMARK_CAPTURE (key, unix_socket, transport::unix_socket)
      ->Apply (of_plot);
    BENCHMARK_CAPTURE (key, tcp, transport::tcp)->Apply (of_table);
    BENCHMARK_CAPTURE (key, tcp, transport::tcp)->Apply (of_plot);
  }
}
