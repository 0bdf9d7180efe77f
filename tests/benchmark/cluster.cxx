// The cost of keys and values on a Redis Cluster against hiredis, which asks
// the same nodes for the same at the same time.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/cluster-world.hxx>
#include <tests/benchmark/values.hxx>
#include <tests/benchmark/wire.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const std::chrono::minutes long_enough (10);

    // The values of all rows, which are there.
    //
    struct stored_values
    {
      explicit stored_values (cluster_world& w): cache (*w.alkey)
      {
        cache.fetch_many (w.rows, long_enough, compute_many);

        for (const odb_alkey::key& k : keys (*w.alkey, w.rows))
          entries.push_back (entry_key (k));
      }

      odb_alkey::cache cache;
      const std::size_t size = compute ().size ();
      words entries;
    };

    words mget_of (const tracked_row& r)
    {
      return {"MGET", "{alkey}:origin", "{alkey}:alkey:*#!",
              "{alkey}:alkey:tracked_row#!",
              "{alkey}:alkey:tracked_row#" + std::to_string (r.id)};
    }

    void cluster_key (benchmark::State& state)
    {
      cluster_world& w (clustered ());
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      std::vector<tracked_row> rows (
        w.rows.begin (), w.rows.begin () + static_cast<std::ptrdiff_t> (n));
      raw_redis redis (w.url (w.tokens ()));
      raw_command c (mget (n));

      if (!w.alkey->cache_key (rows).storable () ||
          redis.run (c)->element[2 + n]->type != REDIS_REPLY_STRING)
      {
        state.SkipWithError ("tokens are missing");
        return;
      }

      alternation a (state, 16);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { redis.run (c); });
        a.measure ("key",
                   [&]
                   {
                     odb_alkey::key k (w.alkey->cache_key (rows));
                     benchmark::DoNotOptimize (k.str ().data ());
                   });
      }
    }

    // A value on the node of the tokens, or on another one.
    //
    void cluster_hit (benchmark::State& state, bool together)
    {
      cluster_world& w (clustered ());
      stored_values v (w);
      std::size_t i (0);

      while ((w.owner (v.entries[i]) == w.tokens ()) != together)
        ++i;

      const tracked_row& row (w.rows[i]);
      raw_nodes nodes (w);
      raw_fetch by_hand (w, nodes, mget_of (row), {v.entries[i]});

      if (by_hand.run (v.size) != 1)
      {
        state.SkipWithError ("the value is missing");
        return;
      }

      alternation a (state, 16);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { by_hand.run (v.size); });
        a.measure ("fetch",
                   [&]
                   {
                     std::string s (v.cache.fetch (odb_alkey::args (row),
                                                   long_enough, compute));
                     benchmark::DoNotOptimize (s.data ());
                   });
      }
    }

    void cluster_many_hits (benchmark::State& state)
    {
      cluster_world& w (clustered ());
      stored_values v (w);
      raw_nodes nodes (w);
      raw_fetch by_hand (w, nodes, mget (many), v.entries);

      if (by_hand.run (v.size) != many)
      {
        state.SkipWithError ("values are missing");
        return;
      }

      alternation a (state, 4);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { by_hand.run (v.size); });
        a.measure ("fetch",
                   [&]
                   {
                     std::vector<std::string> s (
                       v.cache.fetch_many (w.rows, long_enough, compute_many));
                     benchmark::DoNotOptimize (s.data ());
                   });
      }
    }

    // Threads that take all rows in turn, each of them from another one on.
    //
    class turns
    {
    public:
      turns (): next_ (some_threads)
      {
        for (unsigned i (0); i != some_threads; ++i)
          next_[i] = i * many / some_threads;
      }

      std::size_t operator() (unsigned thread)
      {
        return next_[thread]++ % many;
      }

    private:
      std::vector<std::size_t> next_;
    };

    void cluster_threads (benchmark::State& state)
    {
      cluster_world& w (
        clustered (static_cast<std::size_t> (state.range (0))));
      stored_values v (w);
      std::deque<raw_nodes> nodes;
      std::deque<std::deque<raw_fetch>> by_hand (some_threads);

      for (std::deque<raw_fetch>& all : by_hand)
      {
        nodes.emplace_back (w);

        for (std::size_t i (0); i != many; ++i)
        {
          all.emplace_back (w, nodes.back (), mget_of (w.rows[i]),
                            words {v.entries[i]});

          if (all.back ().run (v.size) != 1)
            throw std::runtime_error ("a value is missing");
        }
      }

      turns raw, fetch;
      alternation a (state, 1);

      for (auto _ : state)
      {
        a.measure ("raw",
                   [&] {
                     by_threads ([&] (unsigned t)
                                 { by_hand[t][raw (t)].run (v.size); });
                   });
        a.measure ("fetch",
                   [&]
                   {
                     by_threads (
                       [&] (unsigned t)
                       {
                         std::string s (
                           v.cache.fetch (odb_alkey::args (w.rows[fetch (t)]),
                                          long_enough, compute));
                         benchmark::DoNotOptimize (s.data ());
                       });
                   });
      }

      if (w.alkey->stats ().value_misses > many)
        state.SkipWithError ("values were computed");
    }

    BENCHMARK (cluster_key)->Arg (1)->Arg (10)->Arg (100)->UseRealTime ();
    BENCHMARK_CAPTURE (cluster_hit, apart, false)->UseRealTime ();
    BENCHMARK_CAPTURE (cluster_hit, together, true)->UseRealTime ();
    BENCHMARK (cluster_many_hits)->UseRealTime ();
    BENCHMARK (cluster_threads)
      ->Arg (1)
      ->Arg (2)
      ->Arg (3)
      ->Iterations (2)
      ->Repetitions (13);
  }
}
