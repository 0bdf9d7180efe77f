#include <tests/fault/stress/cache-user.hxx>

namespace stress
{
  cache_user::cache_user (worker& w): user (w) {}

  void cache_user::use (const request& r, const way& w,
                        const std::function<editions ()>& make_page)
  {
    board& counts (worker_.counts);
    const page& p (*r.what);
    editions least (bound (p));
    bool again (w.recent && repeated (p, least));

    std::uint64_t before (worker_.alkey.stats ().unique_in_flight);
    board::clock::time_point begun (board::clock::now ());
    odb_alkey::key k (r.key (worker_.alkey));
    counts.took (library_call::key, begun);
    bool in_flight (worker_.alkey.stats ().unique_in_flight != before);

    // What is in flight gets another version, and nobody knows when.
    //
    used (p, in_flight ? editions () : least);

    auto note = [&] (count always, count when_again)
    {
      counts.add (always);

      if (again)
        counts.add (when_again);
    };

    note (count::keys, count::repeated);

    if (in_flight)
      note (count::in_flight, count::repeated_in_flight);

    if (k.storable ())
    {
      note (count::storable, count::repeated_storable);

      if (counts.calm_down)
        counts.healthy.fetch_or (bit (p.number));
    }

    worker_.random.hesitate ();
    value v;

    if (worker_.cache.find (k.str (), v))
    {
      note (count::hits, count::repeated_hits);
      judge (p, w, k.str (), least, v,
             {count::stale, count::newer, count::phantoms});

      // A cache may have thrown it away, and then the next one stores.
      //
      if (!worker_.random.one_in (w.recent ? 32 : 4))
        return;
    }

    // What is not storable does no harm either.
    //
    if (!k.storable () && !worker_.random.one_in (4))
      return;

    v = value (make_page (), story (w, least));
    worker_.random.hesitate ();
    worker_.cache.store (k.str (), v);
    counts.add (k.storable () ? count::stores : count::unique_stores);
  }
}
