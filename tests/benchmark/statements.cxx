// The cost of seeing statements, of which most concern no tracked class.

#include <benchmark/benchmark.h>

#include <odb/connection.hxx>
#include <odb/statement.hxx>
#include <odb/tracer.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/track.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/prepared-statement.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    // Calls f by turns with the plugin's tracers and without, on the same
    // connection: two of them differ by more, in where their memory lies.
    //
    template <typename F>
    void with_and_without (benchmark::State& state, F f)
    {
      odb::database& db (*reading ().db);
      odb::transaction t (db.begin ());
      odb::connection& c (t.connection ());
      odb::tracer* of_database (db.tracer ());
      odb::tracer* of_connection (c.tracer ());
      alternation a (state, 32);

      for (auto _ : state)
      {
        db.tracer (static_cast<odb::tracer*> (nullptr));
        c.tracer (static_cast<odb::tracer*> (nullptr));
        a.measure ("untraced", [&] { f (db, c); });

        db.tracer (of_database);
        c.tracer (of_connection);
        a.measure ("traced", [&] { f (db, c); });
      }
    }

    void update (benchmark::State& state)
    {
      plain_row r;
      r.id = 1;
      with_and_without (state,
                        [&r] (odb::database& db, odb::connection&)
                        {
                          ++r.count;
                          db.update (r);
                        });
    }

    void load (benchmark::State& state)
    {
      plain_row r;
      with_and_without (state, [&r] (odb::database& db, odb::connection&)
                        { db.load (1, r); });
    }

    void text (benchmark::State& state)
    {
      with_and_without (state, [] (odb::database&, odb::connection& c)
                        { c.execute ("SELECT 1"); });
    }

    BENCHMARK (update);
    BENCHMARK (load);
    BENCHMARK (text);

    template <typename T>
    using sqlite_traits = odb::access::object_traits_impl<T, odb::id_sqlite>;

    void tracer (benchmark::State& state, const char* prepared)
    {
      odb::transaction t (reading ().db->begin ());
      odb::connection& c (t.connection ());
      prepared_statement s (c, prepared);

      for (auto _ : state)
        c.tracer ()->execute (c, s);
    }

    void tracer_text (benchmark::State& state)
    {
      odb::transaction t (reading ().db->begin ());
      odb::connection& c (t.connection ());

      for (auto _ : state)
        c.tracer ()->execute (c, "SELECT 1");
    }

    // It is a part of the operation on its object, which is what ODB's own
    // statements on tracked classes are.
    //
    void tracer_operation (benchmark::State& state)
    {
      world& w (reading ());
      odb::transaction t (w.db->begin ());
      odb::connection& c (t.connection ());
      prepared_statement s (c, sqlite_traits<tracked_row>::update_statement);
      tracked_row r;
      w.db->load (1, r);
      alternation a (state, 64);

      auto operation = [&] (bool traced)
      {
        odb_alkey::track (r, odb::callback_event::pre_update, *w.db);

        if (traced)
          c.tracer ()->execute (c, s);

        odb_alkey::track (r, odb::callback_event::post_update, *w.db);
      };

      for (auto _ : state)
      {
        a.measure ("untraced", [&] { operation (false); });
        a.measure ("traced", [&] { operation (true); });
      }
    }

    BENCHMARK_CAPTURE (tracer, select,
                       sqlite_traits<plain_row>::find_statement);
    BENCHMARK_CAPTURE (tracer, update,
                       sqlite_traits<plain_row>::update_statement);
    BENCHMARK (tracer_text);
    BENCHMARK (tracer_operation);
  }
}
