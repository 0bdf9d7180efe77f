// How much memory Redis needs for what the library keeps there, against the
// same keys and values set by hand.

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/cache.hxx>

#include <tests/benchmark/cluster-world.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-setup.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    typedef odb_alkey::detail::one_argument<tracked_row, unsigned long> row_id;

    const unsigned long tokens (1000000);
    const unsigned long values (10000);
    const unsigned long at_once (1000);

    // Calls f (begin, end) with parts of what is numbered from 0 on.
    //
    template <typename F>
    void in_parts (unsigned long n, F f)
    {
      for (unsigned long i (0); i != n; i += at_once)
        f (i, i + at_once);
    }

    std::vector<row_id> range (unsigned long begin, unsigned long end)
    {
      std::vector<row_id> r;

      while (begin != end)
        r.push_back (odb_alkey::one<tracked_row> (begin++));

      return r;
    }

    // When Redis has done what it does by and by, such as to move its keys to
    // a larger table, and has freed what clients needed that are gone.
    //
    double used_memory (tests::redis_commands& s)
    {
      std::string before, now;

      do
      {
        std::this_thread::sleep_for (std::chrono::milliseconds (500));
        before = now;
        now = tests::info (s, "memory", "used_memory_dataset") + ' ' +
              tests::info (s, "memory", "used_memory_overhead");
      } while (now != before);

      return std::strtod (tests::info (s, "memory", "used_memory").c_str (),
                          nullptr);
    }

    // It is that of a single key. It leaves out what Redis' tables have empty.
    //
    double memory_usage (redis_server& s, const std::string& key)
    {
      return static_cast<double> (
        s.command ({"MEMORY", "USAGE", key}).number ());
    }

    struct usage
    {
      double tokens;
      double values;
      double table;
      double sweep;
    };

    double of_tokens (tests::redis_commands& s, odb_alkey::plugin& alkey)
    {
      double empty (used_memory (s));

      in_parts (tokens, [&] (unsigned long begin, unsigned long end)
                { alkey.cache_key (range (begin, end)); });
      return used_memory (s) - empty;
    }

    usage of_library (tests::environment& e)
    {
      usage u;
      u.tokens = of_tokens (e.redis, *e.alkey);
      double full (used_memory (e.redis));

      odb_alkey::cache cache (*e.alkey);
      std::string value (1024, 'v');

      in_parts (values,
                [&] (unsigned long begin, unsigned long end)
                {
                  cache.fetch_many (
                    range (begin, end), std::chrono::hours (1),
                    [&] (const std::vector<std::size_t>& missing) {
                      return std::vector<std::string> (missing.size (), value);
                    });
                });
      u.values = used_memory (e.redis) - full;

      e.alkey->cache_key (odb_alkey::all<tracked_row> ());
      u.table = memory_usage (e.redis, "{alkey}:alkey:tracked_row#*");
      u.sweep = memory_usage (e.redis, "{alkey}:alkey:tracked_row#!");
      return u;
    }

    double by_hand (tests::environment& like)
    {
      redis_server s;
      double empty (used_memory (s));

      {
        raw_redis from (like.redis.url ());
        raw_redis to (s.url ());

        in_parts (tokens,
                  [&] (unsigned long begin, unsigned long end)
                  {
                    std::vector<std::string> keys {"MGET"};

                    for (unsigned long i (begin); i != end; ++i)
                      keys.push_back ("{alkey}:alkey:tracked_row#" +
                                      std::to_string (i));

                    raw_command c (keys);
                    raw_reply r (from.run (c));
                    std::deque<raw_command> sets;

                    for (std::size_t i (0); i != r->elements; ++i)
                    {
                      const redisReply& v (*r->element[i]);
                      sets.emplace_back (std::vector<std::string> {
                        "SET", keys[1 + i],
                        std::string (v.str, static_cast<std::size_t> (v.len)),
                        "EX", "86400"});
                    }

                    to.run (sets);
                  });
      }

      return used_memory (s) - empty;
    }

    void memory (benchmark::State& state)
    {
      tests::environment e;
      usage u {0, 0, 0, 0};
      double raw (0);

      for (auto _ : state)
      {
        u = of_library (e);
        raw = by_hand (e);
      }

      state.counters["tokens bytes"] = u.tokens;
      state.counters["by hand bytes"] = raw;
      state.counters["values bytes"] = u.values;
      state.counters["table bytes"] = u.table;
      state.counters["sweep bytes"] = u.sweep;
    }

    // A server of a cluster also keeps which keys each slot has.
    //
    void cluster_memory (benchmark::State& state)
    {
      cluster_world w (1);
      double bytes (0);

      for (auto _ : state)
        bytes = of_tokens (w.redis.server (0), *w.alkey);

      state.counters["tokens bytes"] = bytes;
    }

    BENCHMARK (memory)->Iterations (1)->Repetitions (1);
    BENCHMARK (cluster_memory)->Iterations (1)->Repetitions (1);
  }
}
