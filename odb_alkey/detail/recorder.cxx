#include <odb_alkey/detail/recorder.hxx>

#include <odb/transaction.hxx>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/changes/database-tracer.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace detail
  {
    recorder::~recorder () = default;

    recorder* recorder::of (odb::database& db)
    {
      recorder* r (changes::registry::find (db));

      if (r == nullptr)
      {
        changes::database_tracer::check_operation (db);

        // The transaction of a bound database serves this one, too, so that it
        // was attached to that one before.
        //
        if (odb::transaction::has_current () &&
            changes::registry::find (
              odb::transaction::current ().database ()) != nullptr)
          changes::database_tracer::refuse ();
      }

      return r;
    }
  }
}
