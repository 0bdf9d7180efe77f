// What it costs that a class is tracked when its objects are loaded.

#include <benchmark/benchmark.h>

#include <odb/transaction.hxx>

#include <odb_alkey/track.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/table.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    template <typename T>
    void load (odb::database& db)
    {
      for (T& r : db.query<T> ())
        benchmark::DoNotOptimize (r.count);
    }

    void rows (benchmark::State& state)
    {
      odb::database& db (*reading ().db);
      odb::transaction t (db.begin ());
      alternation a (state, 1);

      for (auto _ : state)
      {
        a.measure ("plain", [&] { load<plain_row> (db); });
        a.measure ("wide", [&] { load<wide_row> (db); });
        a.measure ("tracked", [&] { load<tracked_row> (db); });
      }
    }

    BENCHMARK (rows);

    const bool
      loads (compare ({"load of 1000 tracked rows by a query, each", "rows",
                       "tracked", "plain", quantity::processor_time,
                       relation::difference, double (usual_rows), 20}) &&
             compare ({"more than untracked rows of the same size", "rows",
                       "tracked", "wide", quantity::processor_time,
                       relation::difference, double (usual_rows)}));

    // The call itself. Writes tells whether the transaction has written
    // something else before.
    //
    void post_load_call (benchmark::State& state, bool writes)
    {
      world& w (reading ());
      odb::transaction t (w.db->begin ());
      tracked_row r;
      w.db->load (1, r);

      if (writes)
        w.alkey->touch<tracked_row> (2);

      for (auto _ : state)
      {
        odb_alkey::track (r, odb::callback_event::post_load, *w.db);
        benchmark::ClobberMemory ();
      }
    }

    void post_load (benchmark::State& state)
    {
      post_load_call (state, false);
    }

    void post_load_after_a_write (benchmark::State& state)
    {
      post_load_call (state, true);
    }

    void pre_load (benchmark::State& state)
    {
      world& w (reading ());
      odb::transaction t (w.db->begin ());
      tracked_row r;

      for (auto _ : state)
      {
        odb_alkey::track (r, odb::callback_event::pre_load, *w.db);
        benchmark::ClobberMemory ();
      }
    }

    BENCHMARK (post_load);
    BENCHMARK (post_load_after_a_write);
    BENCHMARK (pre_load);

    const bool calls (
      compare ({"the call of track () for post_load", "post_load", "", "",
                quantity::processor_time, relation::difference, 1, 20}) &&
      compare ({"the same after a write in the transaction",
                "post_load_after_a_write", "", "",
                quantity::processor_time}) &&
      compare ({"the call of track () for pre_load", "pre_load", "", "",
                quantity::processor_time}));
  }
}
