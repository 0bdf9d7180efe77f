// What a commit costs against the same one with one round trip to Redis by
// hand.

#include <functional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb/transaction.hxx>

#include <odb_alkey/tokens/scripts.hxx>

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
    // For what an update of one row writes, on tokens of its own.
    //
    std::vector<std::string> call (const odb_alkey::redis::script& s)
    {
      return evalsha (committing (), s,
                      {"alkey:alkey:plain_row#1", "alkey:alkey:plain_row#*",
                       "alkey:alkey:*#*"},
                      {"1234567890123456"});
    }

    class raw_script
    {
    public:
      explicit raw_script (const odb_alkey::redis::script& s)
          : redis_ (committing ().redis), call_ (call (s))
      {
        raw_command load ({"SCRIPT", "LOAD", s.source});
        redis_.run (load);
      }

      void run ()
      {
        redis_.run (call_);
      }

    private:
      raw_redis redis_;
      raw_command call_;
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
    T first (odb::database& db)
    {
      T r;
      odb::transaction t (db.begin ());
      db.load (1, r);
      t.commit ();
      return r;
    }

    // Blocks of so many commits; Redis is idle before each block.
    //
    void commit (benchmark::State& state)
    {
      world& w (committing ());
      odb::database& db (*w.db);
      odb::database& bare (*w.bare);
      plain_row plain (first<plain_row> (bare));
      tracked_row tracked (first<tracked_row> (db));
      raw_script fence (odb_alkey::detail::scripts::fence);
      raw_script reset (odb_alkey::detail::scripts::reset);
      alternation a (state, static_cast<unsigned> (state.range (0)));

      for (auto _ : state)
      {
        auto measure = [&] (const char* name, std::function<void ()> f)
        {
          w.alkey->refresh ();
          a.measure (name, f);
        };

        measure ("plain", [&] { update (bare, plain); });
        measure ("by hand",
                 [&]
                 {
                   fence.run ();
                   update (bare, plain);
                 });
        measure ("tracked", [&] { update (db, tracked); });
        measure ("fence", [&] { fence.run (); });
        measure ("reset", [&] { reset.run (); });
      }
    }

    BENCHMARK (commit)->Arg (1)->Arg (64);

    bool compare_commits (const std::string& b, const std::string& how)
    {
      return compare ({"commit of 1 update / plain ODB and the script, " + how,
                       b, "tracked", "by hand", quantity::time,
                       relation::ratio, 1, 1.10}) &&
             compare ({"more than plain ODB alone", b, "tracked", "plain"}) &&
             compare ({"its processor time more than that by hand", b,
                       "tracked", "by hand", quantity::processor_time}) &&
             compare ({"the fence's script by hand", b, "fence", ""}) &&
             compare ({"the reset's script by hand", b, "reset", ""});
    }

    const bool commits (compare_commits ("commit/1", "Redis idle") &&
                        compare_commits ("commit/64", "back to back"));
  }
}
