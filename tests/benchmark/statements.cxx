// What it costs that statements are seen, of which most concern no tracked
// class.

#include <benchmark/benchmark.h>

#include <odb/connection.hxx>
#include <odb/statement.hxx>
#include <odb/tracer.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/track.hxx>

#include <tests/benchmark/alternation.hxx>
#include <tests/benchmark/prepared-statement.hxx>
#include <tests/benchmark/table.hxx>
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

    const bool statements (
      compare ({"load of an untracked object by its id", "load", "traced",
                "untraced", quantity::processor_time, relation::difference, 1,
                25}) &&
      compare ({"update of an untracked object", "update", "traced",
                "untraced", quantity::processor_time, relation::difference, 1,
                25}) &&
      compare ({"execute (\"SELECT 1\")", "text", "traced", "untraced",
                quantity::processor_time, relation::difference, 1, 25}));

    template <typename T>
    using sqlite_traits = odb::access::object_traits_impl<T, odb::id_sqlite>;

    void trace_prepared (benchmark::State& state, const char* text)
    {
      odb::transaction t (reading ().db->begin ());
      odb::connection& c (t.connection ());
      prepared_statement s (c, text);

      for (auto _ : state)
        c.tracer ()->execute (c, s);
    }

    void tracer_select (benchmark::State& state)
    {
      trace_prepared (state, sqlite_traits<plain_row>::find_statement);
    }

    void tracer_update (benchmark::State& state)
    {
      trace_prepared (state, sqlite_traits<plain_row>::update_statement);
    }

    void tracer_text (benchmark::State& state)
    {
      odb::transaction t (reading ().db->begin ());
      odb::connection& c (t.connection ());

      for (auto _ : state)
        c.tracer ()->execute (c, "SELECT 1");
    }

    // As part of the operation on its object, which is what ODB's own
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

    BENCHMARK (tracer_select);
    BENCHMARK (tracer_update);
    BENCHMARK (tracer_text);
    BENCHMARK (tracer_operation);

    const bool calls (
      compare ({"the tracer's call for a prepared SELECT", "tracer_select", "",
                "", quantity::processor_time, relation::difference, 1, 25}) &&
      compare ({"for a prepared UPDATE of an untracked class", "tracer_update",
                "", "", quantity::processor_time, relation::difference, 1,
                25}) &&
      compare ({"for the text SELECT 1", "tracer_text", "", "",
                quantity::processor_time, relation::difference, 1, 25}) &&
      compare ({"for a tracked object's UPDATE in its operation",
                "tracer_operation", "traced", "untraced",
                quantity::processor_time, relation::difference, 1, 25}) &&
      compare ({"the calls of track () for one update", "tracer_operation",
                "untraced", "", quantity::processor_time}));
  }
}
