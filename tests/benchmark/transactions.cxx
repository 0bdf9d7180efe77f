// The cost of a transaction of many updates, for each of them.

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <odb/transaction.hxx>

#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/scripts.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/commits.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const std::size_t most (10000);

    world& large ()
    {
      static setting s;
      s.rows = 2 * most;
      static world w (s);
      return w;
    }

    // Loads so many rows, from an id on.
    //
    template <typename T>
    std::vector<T> load (odb::database& db, std::size_t n,
                         std::size_t first = 1)
    {
      std::vector<T> r (n);
      odb::transaction t (db.begin ());

      for (std::size_t i (0); i != n; ++i)
        db.load (first + i, r[i]);

      t.commit ();
      return r;
    }

    template <typename T, typename F>
    void write (odb::database& db, std::vector<T>& rows, F commit)
    {
      odb::transaction t (db.begin ());

      for (T& r : rows)
      {
        ++r.count;
        db.update (r);
      }

      commit (t);
    }

    // A script by hand for so many objects: as many calls as the library makes
    // of it.
    //
    class raw_scripts
    {
    public:
      raw_scripts (const redis_server& server,
                   const odb_alkey::redis::script& s, std::size_t n)
      {
        std::vector<std::string> keys;

        for (std::size_t i (1); i <= n; ++i)
        {
          keys.push_back ("{alkey}:alkey:plain_row#" + std::to_string (i));

          if (i == n || keys.size () == odb_alkey::tokens::batch::largest)
          {
            calls_.emplace_back (server, s, keys);
            keys.clear ();
          }
        }
      }

      void run ()
      {
        for (raw_script& s : calls_)
          s.run ();
      }

    private:
      std::deque<raw_script> calls_;
    };

    // Transactions of so many updates of objects that keys were made of. Redis
    // is idle before the first of the tracked ones; the second, of other
    // objects, begins while it is busy with the reset of the first, which
    // nobody waits for.
    //
    void updates (benchmark::State& state)
    {
      std::size_t n (static_cast<std::size_t> (state.range (0)));
      world& w (large ());
      std::vector<plain_row> plain (load<plain_row> (*w.bare, n));
      std::vector<tracked_row> tracked (load<tracked_row> (*w.db, n));
      std::vector<tracked_row> others (load<tracked_row> (*w.db, n, n + 1));
      raw_scripts fence (w.redis, odb_alkey::tokens::scripts::fence, n);
      raw_scripts reset (w.redis, odb_alkey::tokens::scripts::reset, n);
      alternation a (state, 1);

      auto measure = [&a] (const char* whole, const char* end,
                           odb::database& db, auto& rows)
      {
        a.measure (whole,
                   [&]
                   {
                     write (db, rows,
                            [&] (odb::transaction& t)
                            { a.measure (end, [&t] { t.commit (); }); });
                   });
      };

      for (auto _ : state)
      {
        w.alkey->cache_key (tracked, others);
        measure ("plain", "plain commit", *w.bare, plain);
        measure ("idle", "idle commit", *w.db, tracked);
        measure ("busy", "busy commit", *w.db, others);

        w.alkey->refresh ();
        a.measure ("fence", [&] { fence.run (); });
        a.measure ("reset", [&] { reset.run (); });
      }
    }

    // Google Benchmark takes as many iterations as fit into its time; one of
    // the larger ones takes longer than that by itself.
    //
    BENCHMARK (updates)->RangeMultiplier (10)->Range (1, 100)->UseRealTime ();
    BENCHMARK (updates)->Arg (1000)->Iterations (5)->Repetitions (7);
    BENCHMARK (updates)->Arg (10000)->Iterations (1)->Repetitions (11);
  }
}
