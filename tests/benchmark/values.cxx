// The cost of cached values against asking Redis by hand for the same, and of
// anything while Redis is known to be down.
//
#include <tests/benchmark/values.hxx>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/tokens/key-text.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/wire.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const std::string value (1024, 'v');
  }

  std::string compute ()
  {
    return value;
  }

  std::vector<std::string>
  compute_many (const std::vector<std::size_t>& missing)
  {
    return std::vector<std::string> (missing.size (), value);
  }

  std::string entry_key (const odb_alkey::key& k)
  {
    return odb_alkey::tokens::entry_key (
      "alkey:", odb_alkey::tokens::arguments_of (k.str ()));
  }

  std::vector<odb_alkey::key> keys (odb_alkey::plugin& alkey,
                                    const std::vector<tracked_row>& rows)
  {
    std::vector<odb_alkey::key> r;

    for (const tracked_row& o : rows)
      r.push_back (alkey.cache_key (o));

    return r;
  }

  words operator+ (words w, const words& more)
  {
    w.insert (w.end (), more.begin (), more.end ());
    return w;
  }

  namespace
  {
    const std::chrono::minutes long_enough (10);

    bool stored (const raw_reply& r, const odb_alkey::key& k)
    {
      const redisReply& last (*r->element[r->elements - 1]);
      return last.type == REDIS_REPLY_STRING &&
             static_cast<std::size_t> (last.len) ==
               k.str ().size () + 1 + value.size ();
    }
  }

  void measure_hit (benchmark::State& state, world& w, raw_redis& redis)
  {
    odb_alkey::cache cache (*w.alkey);
    std::vector<tracked_row> rows (objects (w, 1));
    tracked_row& row (rows.front ());
    odb_alkey::key k (w.alkey->cache_key (row));

    raw_command c (mget (1) + words {entry_key (k)});

    cache.fetch (odb_alkey::args (row), long_enough, compute);
    raw_reply r (redis.run (c));

    if (!stored (r, k))
    {
      state.SkipWithError ("the value is missing");
      return;
    }

    alternation a (state, 16);

    for (auto _ : state)
    {
      a.measure ("raw", [&] { redis.run (c); });
      a.measure ("fetch",
                 [&]
                 {
                   std::string v (cache.fetch (odb_alkey::args (row),
                                               long_enough, compute));
                   benchmark::DoNotOptimize (v.data ());
                 });
    }
  }

  namespace
  {
    void hit (benchmark::State& state, transport by)
    {
      world& w (reading (by));
      raw_redis redis (w.url ());
      measure_hit (state, w, redis);
    }

    void many_hits (benchmark::State& state)
    {
      world& w (reading ());
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, many));
      std::vector<odb_alkey::key> k (keys (*w.alkey, rows));

      raw_redis redis (w.url ());
      words all (mget (many));
      std::deque<raw_command> each;

      for (std::size_t i (0); i != many; ++i)
      {
        all.push_back (entry_key (k[i]));
        each.emplace_back (
          words {"MGET", "{alkey}:origin", "{alkey}:alkey:*#!",
                 "{alkey}:alkey:tracked_row#!",
                 "{alkey}:alkey:tracked_row#" + std::to_string (rows[i].id),
                 all.back ()});
      }

      raw_command c (all);
      cache.fetch_many (rows, long_enough, compute_many);

      if (!stored (redis.run (c), k.back ()) ||
          !stored (redis.run (each), k.back ()))
      {
        state.SkipWithError ("values are missing");
        return;
      }

      alternation a (state, 4);

      for (auto _ : state)
      {
        a.measure ("raw", [&] { redis.run (c); });
        a.measure ("pipelined", [&] { redis.run (each); });
        a.measure ("fetch",
                   [&]
                   {
                     std::vector<std::string> v (
                       cache.fetch_many (rows, long_enough, compute_many));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }
    }

    // While the breaker is open.
    //
    void down (benchmark::State& state)
    {
      static world w;
      odb_alkey::cache cache (*w.alkey);
      std::vector<tracked_row> rows (objects (w, 1));
      tracked_row& row (rows.front ());

      w.redis.kill ();
      w.alkey->cache_key (row);

      if (w.alkey->stats ().down != 1)
      {
        state.SkipWithError ("the breaker is not open");
        return;
      }

      alternation a (state, 64);

      for (auto _ : state)
      {
        a.measure ("key",
                   [&]
                   {
                     odb_alkey::key k (w.alkey->cache_key (row));
                     benchmark::DoNotOptimize (k.str ().data ());
                   });
        a.measure ("fetch",
                   [&]
                   {
                     std::string v (cache.fetch (odb_alkey::args (row),
                                                 long_enough, compute));
                     benchmark::DoNotOptimize (v.data ());
                   });
      }
    }

    BENCHMARK_CAPTURE (hit, unix_socket, transport::unix_socket);
    BENCHMARK_CAPTURE (hit, tcp, transport::tcp);
    BENCHMARK (many_hits);
    BENCHMARK (down);
  }
}
