#ifndef TESTS_BENCHMARK_COMMITS_HXX
#define TESTS_BENCHMARK_COMMITS_HXX

#include <functional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb/database.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>
#include <odb_alkey/tokens/scripts.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/raw-redis.hxx>
#include <tests/support/redis-server.hxx>

namespace benchmarks
{
  // A script of the library's, called by hand for these Redis keys.
  //
  class raw_script
  {
  public:
    raw_script (const redis_server&, const odb_alkey::redis::script&,
                const std::vector<std::string>& keys);

    void run ();

  private:
    raw_redis redis_;
    raw_command call_;
  };

  // Those of what an update of one row writes: tokens of a table that the
  // benchmarks do not track.
  //
  std::vector<std::string> keys_of_update ();

  // A database with a plugin, the same without one, and their Redis.
  //
  struct site
  {
    odb::database& db;
    odb::database& bare;
    odb_alkey::plugin& alkey;
    redis_server& redis;
  };

  template <typename T>
  void update (odb::database& db, T& r)
  {
    odb::transaction t (db.begin ());
    ++r.count;
    db.update (r);
    t.commit ();
  }

  template <typename T>
  T row (odb::database& db, unsigned long id)
  {
    T r;
    odb::transaction t (db.begin ());
    db.load (id, r);
    t.commit ();
    return r;
  }

  // Blocks of so many transactions of one update each; Redis is idle before
  // each block.
  //
  template <typename Plain, typename Tracked>
  void commits (benchmark::State& state, const site& s)
  {
    Plain plain (row<Plain> (s.bare, 1));
    Tracked tracked (row<Tracked> (s.db, 1));
    raw_script fence (s.redis, odb_alkey::tokens::scripts::fence,
                      keys_of_update ());
    raw_script reset (s.redis, odb_alkey::tokens::scripts::reset,
                      keys_of_update ());
    alternation a (state, static_cast<unsigned> (state.range (0)));

    for (auto _ : state)
    {
      auto measure = [&] (const char* name, std::function<void ()> f)
      {
        s.alkey.refresh ();
        a.measure (name, f);
      };

      measure ("plain", [&] { update (s.bare, plain); });
      measure ("by hand",
               [&]
               {
                 fence.run ();
                 update (s.bare, plain);
               });
      measure ("tracked", [&] { update (s.db, tracked); });
      measure ("fence", [&] { fence.run (); });
      measure ("reset", [&] { reset.run (); });
    }
  }
}

#endif // TESTS_BENCHMARK_COMMITS_HXX
