#include <odb_alkey/cache.hxx>

#include <odb_alkey/changes/database-recorder.hxx>
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
                              p.bound_->store (), checked_options (o)))
  {
  }

  cache::~cache () = default;

  void cache::fetch_one (const detail::written_arguments& a,
                         std::chrono::milliseconds time_to_live,
                         detail::wanted_value& v, const fetch_options& o)
  {
    detail::begin_fetch (o);
    detail::argument_lists all (maker_.tables ());
    detail::write (all.next (), a);
    detail::finding_one f (*fetcher_, v);
    maker_.find (all, f);
    detail::tell (o, f.key.get ());

    if (f.taken)
      detail::tell (o, fetch_result::hit);
    else
      fetcher_->get (f.key.get (), std::move (f.stored), time_to_live, o, v);
  }
}
