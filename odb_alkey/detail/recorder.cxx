#include <odb_alkey/detail/recorder.hxx>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace detail
  {
    recorder::~recorder () = default;

    recorder* recorder::of (odb::database& db) noexcept
    {
      return changes::registry::find (db);
    }
  }
}
