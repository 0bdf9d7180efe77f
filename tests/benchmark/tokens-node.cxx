// The node of a cluster that has the tokens: how much of its processor keys
// and commits take, so that it can be told how many of them it can serve.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/support/random.hxx>

#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/cluster-world.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/written.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    // The processor time of a server, of its system calls also, in
    // nanoseconds.
    //
    double processor_time (tests::redis_commands& s)
    {
      double seconds (0);

      for (const char* f : {"used_cpu_user", "used_cpu_sys"})
        seconds += std::stod (tests::info (s, "cpu", f));

      return 1e9 * seconds;
    }

    // Measures many calls of f by several threads: "call time" and "server
    // processor time" are for one of them.
    //
    template <typename F>
    void measure (benchmark::State& state, tests::redis_commands& server, F f)
    {
      typedef std::chrono::steady_clock clock;
      double n (0);
      double spent (0);
      clock::duration time (0);

      for (auto _ : state)
      {
        double before (processor_time (server));
        clock::time_point begin (clock::now ());
        by_threads (f);
        time += clock::now () - begin;
        spent += processor_time (server) - before;
        n += calls;
      }

      state.counters["call time"] =
        std::chrono::duration<double, std::nano> (time).count () / n;
      state.counters["server processor time"] = spent / n;
    }

    void node_keys (benchmark::State& state)
    {
      cluster_world& w (clustered ());
      std::vector<tracked_row> rows (w.rows.begin (),
                                     w.rows.begin () + state.range (0));

      measure (state, w.redis.server (w.tokens ()),
               [&] (unsigned)
               {
                 odb_alkey::key k (w.alkey->cache_key (rows));
                 benchmark::DoNotOptimize (k.str ().data ());
               });
    }

    // The work of Redis for the commit of a transaction that writes one
    // row, without a database, which would be the limit. Each thread has a row
    // of its own.
    //
    void node_commits (benchmark::State& state)
    {
      cluster_world& w (clustered ());
      odb_alkey::tokens::token_store& store (
        odb_alkey::detail::plugin_access::store (*w.alkey));
      std::vector<odb_alkey::tokens::identifiers> written;

      for (unsigned i (0); i != some_threads; ++i)
        written.push_back (
          tests::list ({"alkey:plain_row#" + std::to_string (i),
                        "alkey:plain_row#*", "alkey:*#*"}));

      measure (state, w.redis.server (w.tokens ()),
               [&] (unsigned thread)
               {
                 std::uint64_t nonce (odb_alkey::support::random_nonce ());
                 bool fenced (store.fence (written[thread], nonce));
                 store.reset (written[thread], nonce, fenced);
               });

      if (w.alkey->stats ().unavailable != 0)
        state.SkipWithError ("a commit was not fenced");
    }

    BENCHMARK (node_keys)->Arg (1)->Arg (10)->Arg (100)->Iterations (2);
    BENCHMARK (node_commits)->Iterations (2);
  }
}
