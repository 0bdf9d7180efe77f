#include <odb_alkey/cache.hxx>

#include <string>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/plugin.hxx>

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
      : maker_ (*p.maker_),
        fetcher_ (new detail::fetcher (maker_.store (), checked_options (o)))
  {
  }

  cache::~cache () = default;

  std::chrono::milliseconds cache::checked (std::chrono::milliseconds d)
  {
    if (d.count () <= 0)
      throw invalid_options ("a value cannot live for " +
                             std::to_string (d.count ()) +
                             " ms: use a positive time");

    return d;
  }

  void cache::check_count (std::size_t computed, std::size_t missing)
  {
    if (computed != missing)
      throw exception ("fetch_many: compute () returned " +
                       std::to_string (computed) + " values for " +
                       std::to_string (missing) +
                       " positions: return one for each, in their order");
  }
}
