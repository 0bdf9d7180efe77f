#include <odb_alkey/changes/statement-report.hxx>

#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      void report_forgotten (tokens::token_store& store, forgotten_class& c)
      {
        store.environment ().counters->without_callback.add ();
        store.environment ().log.write_once (
          c.told, log_level::error,
          "class " + c.name +
            " is tracked, but ODB does not tell of its objects, since the "
            "callback is missing: with each statement on its table every "
            "object of it changes, or every key if the class has touches (); "
            "annotate it with #pragma db object callback(track)");
      }
    }

    // If a message cannot be made, nothing but the message is lost.
    //
    void report (tokens::token_store& store,
                 const statement_meaning& s) noexcept
    try
    {
      for (const table_effect& t : s.tables)
        if (t.forgotten != nullptr)
          report_forgotten (store, *t.forgotten);

      if (!s.unknown_tables)
        return;

      store.environment ().counters->not_understood.add ();
      store.environment ().log.write (
        support::topic::not_understood, log_level::warning,
        "a statement that begins with " + s.word +
          " is not understood, and may write to any table: "
          "every key changes");
    }
    catch (...)
    {
    }
  }
}
