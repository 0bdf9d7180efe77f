// What a key costs against asking Redis by hand for what it is made of.

#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/table.hxx>
#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    void key (benchmark::State& state, transport by)
    {
      world& w (reading (by));
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> v (objects (w, n));

      raw_redis redis (w.url ());
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

        // What no client can avoid.
        //
        a.measure ("bare", [&] { redis.round_trip (bytes, size); });

        // What the key does before it asks Redis.
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

    std::string key_of (unsigned n)
    {
      return "key of " + std::to_string (n) +
             (n == 1 ? " object" : " objects");
    }

    bool compare_keys (unsigned n, double ratio)
    {
      std::string b ("key/unix_socket/" + std::to_string (n));

      return compare ({key_of (n) + " / hiredis MGET", b, "key", "raw",
                       quantity::time, relation::ratio, 1, ratio}) &&
             compare ({"its processor time beside the system calls, having "
                       "waited",
                       b, "key", "bare", quantity::processor_time}) &&
             compare ({"of which its arguments", b, "arguments", "",
                       quantity::processor_time}) &&
             compare ({"that of hiredis", b, "raw", "bare",
                       quantity::processor_time}) &&
             compare ({"its allocations beside hiredis's own", b, "key", "",
                       quantity::allocations, relation::difference, 1, 1.0});
    }

    bool compare_over_tcp (unsigned n, double ratio)
    {
      return compare ({key_of (n) + " / hiredis MGET, over TCP",
                       "key/tcp/" + std::to_string (n), "key", "raw",
                       quantity::time, relation::ratio, 1, ratio});
    }

    const bool keys (compare_keys (1, 1.03) && compare_keys (10, 1.03) &&
                     compare_keys (100, 1.05) && compare_keys (1000, 1.05) &&
                     compare_over_tcp (1, 1.03) &&
                     compare_over_tcp (10, 1.03) &&
                     compare_over_tcp (100, 1.05) &&
                     compare_over_tcp (1000, 1.05));
  }
}
