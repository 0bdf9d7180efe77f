#include <odb_alkey/cache.hxx>

#include <odb_alkey/plugin.hxx>
#include <odb_alkey/values/value-fetcher.hxx>

namespace odb_alkey
{
  namespace
  {
    const cache_options& checked_options (const cache_options& o)
    {
      o.check ();
      return o;
    }
  }

  cache::cache (plugin& p, const cache_options& o)
      : maker_ (*p.maker_), fetcher_ (new values::value_fetcher (
                              maker_.store (), checked_options (o)))
  {
  }

  cache::~cache () = default;
}
