#ifndef TESTS_BENCHMARK_COMMITS_NEAR_HXX
#define TESTS_BENCHMARK_COMMITS_NEAR_HXX

#include <ctime>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb_alkey/plugin.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/commits.hxx>
#include <tests/support/redis-setup.hxx>

namespace benchmarks
{
  const unsigned loaded_commits (400);

  // A client of a database, with a plugin whose name space is its own: so one
  // may list a table that is not listed for another one, though both write
  // the same rows and use the same Redis.
  //
  struct writer
  {
    // As many connections to Redis as there are threads.
    //
    writer (std::unique_ptr<odb::database> d, redis_server& redis,
            const std::string& name_space, unsigned threads)
        : db (std::move (d))
    {
      tests::settle (redis, name_space);
      odb_alkey::options o (tests::patient_options (redis.url ()));
      o.name_space = name_space;
      o.max_connections = threads;
      alkey.reset (new odb_alkey::plugin (*db, o));
    }

    std::unique_ptr<odb::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;
  };

  struct writers
  {
    writer other;
    writer listed;
  };

  // Makes a table near, and waits until it is listed.
  //
  template <typename T>
  void list (writer& w)
  {
    w.alkey->template near<T> (std::chrono::milliseconds (5));

    T first (row<T> (*w.db, 1));

    for (std::uint64_t before (w.alkey->stats ().near_keys);
         w.alkey->stats ().near_keys == before;)
      w.alkey->cache_key (odb_alkey::one<T> (first.id));
  }

  // Transactions of one update each, when nobody else writes; Redis is idle
  // before each.
  //
  template <typename T>
  void idle_commits (benchmark::State& state, writers& w)
  {
    alternation a (state, 1);

    auto measure = [&] (const char* name, writer& by)
    {
      T r (row<T> (*by.db, 1));

      for (unsigned i (0); i != 4; ++i)
      {
        by.alkey->refresh ();
        a.measure (name, [&] { update (*by.db, r); });
      }
    };

    for (auto _ : state)
    {
      measure ("other", w.other);
      measure ("listed", w.listed);
    }
  }

  // The same by threads, each of which writes a row of its own as often as it
  // can.
  //
  template <typename T>
  void loaded (benchmark::State& state, writers& w, unsigned threads)
  {
    alternation a (state, 1, CLOCK_PROCESS_CPUTIME_ID);

    auto measure = [&] (const char* name, writer& by)
    {
      std::vector<T> rows;

      for (unsigned i (0); i != threads; ++i)
        rows.push_back (row<T> (*by.db, i + 1));

      a.measure (name,
                 [&]
                 {
                   by_threads (threads, loaded_commits, 1,
                               [&] (unsigned i) { update (*by.db, rows[i]); });
                 });
    };

    for (auto _ : state)
    {
      measure ("other", w.other);
      measure ("listed", w.listed);
    }

    if (w.other.alkey->stats ().lease_waits != 0 ||
        w.listed.alkey->stats ().lease_waits == 0)
      state.SkipWithError ("the wrong commits waited for leases");
  }
}

#endif // TESTS_BENCHMARK_COMMITS_NEAR_HXX
