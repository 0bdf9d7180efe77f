#include <odb_alkey/detail/recorder.hxx>

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
        changes::database_tracer::check_operation (db);

      return r;
    }
  }
}
