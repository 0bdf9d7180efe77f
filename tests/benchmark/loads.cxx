// The cost of loading objects whose class is tracked.

#include <benchmark/benchmark.h>

#include <odb/transaction.hxx>

#include <odb_alkey/track.hxx>

#include <tests/benchmark/alternation.hxx>
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

    // The call itself, of which Writes tells whether the transaction has
    // written something else before.
    //
    template <odb::callback_event::value E, bool Writes>
    void call (benchmark::State& state)
    {
      world& w (reading ());
      odb::transaction t (w.db->begin ());
      tracked_row r;
      w.db->load (1, r);

      if (Writes)
        w.alkey->touch<tracked_row> (2);

      for (auto _ : state)
      {
        odb_alkey::track (r, E, *w.db);
        benchmark::ClobberMemory ();
      }
    }

    BENCHMARK_TEMPLATE (call, odb::callback_event::post_load, false)
      ->Name ("post_load");
    BENCHMARK_TEMPLATE (call, odb::callback_event::post_load, true)
      ->Name ("post_load_after_a_write");
    BENCHMARK_TEMPLATE (call, odb::callback_event::pre_load, false)
      ->Name ("pre_load");
  }
}
