#include <tests/fault/stress/cache-user.hxx>

#include <iostream>
#include <sstream>

#include <unistd.h>

namespace stress
{
  namespace
  {
    // Whether any edition is below what it must be at least.
    //
    bool below (const editions& e, const editions& least)
    {
      for (std::size_t i (0); i != least.size (); ++i)
        if (e.at (i) < least[i])
          return true;

      return false;
    }

    std::ostream& operator<< (std::ostream& o, const editions& e)
    {
      for (std::uint64_t n : e)
        o << ' ' << n;

      return o;
    }
  }

  cache_user::cache_user (worker& w): worker_ (w), seen_ (pages ().size ()) {}

  bool cache_user::repeated (const page& p, const editions& bound)
  {
    return seen_[p.number] == bound;
  }

  void cache_user::use (const page& p, const way& w,
                        const std::function<odb_alkey::key ()>& make_key,
                        const std::function<editions ()>& make_page)
  {
    board& counts (worker_.counts);
    editions bound (p.part (worker_.truth.committed ()));
    bool again (w.recent && repeated (p, bound));

    std::uint64_t before (worker_.alkey.stats ().unique_in_flight);
    odb_alkey::key k (make_key ());
    bool in_flight (worker_.alkey.stats ().unique_in_flight != before);

    // What is in flight gets another version, and nobody knows when.
    //
    seen_[p.number] = in_flight ? editions () : bound;

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
      judge (p, w, k, bound, v);

      // A cache may have thrown it away, and then the next one stores.
      //
      if (!worker_.random.one_in (w.recent ? 32 : 4))
        return;
    }

    // What is not storable does no harm either.
    //
    if (!k.storable () && !worker_.random.one_in (4))
      return;

    v.shown = make_page ();
    worker_.random.hesitate ();

    std::ostringstream s;
    s << w.story << ", process " << getpid () << ", bound" << bound;
    v.story = s.str ();
    worker_.cache.store (k.str (), v);
    counts.add (k.storable () ? count::stores : count::unique_stores);
  }

  void cache_user::judge (const page& p, const way& w, const odb_alkey::key& k,
                          const editions& bound, const value& v)
  {
    board& counts (worker_.counts);

    if (below (v.shown, bound))
    {
      if ((p.bits () & counts.unprotected) != 0)
      {
        counts.add (count::excluded);
        return;
      }

      counts.add (count::stale);
      report ("stale", p, w, k, bound, v);
    }
    else if (v.shown != bound)
    {
      counts.add (count::newer);
      editions now (p.part (worker_.truth.committed ()));

      if (below (now, v.shown))
      {
        counts.add (count::phantoms);
        report ("never committed", p, w, k, now, v);
      }
    }
  }

  void cache_user::report (const char* what, const page& p, const way& w,
                           const odb_alkey::key& k, const editions& expected,
                           const value& v)
  {
    // One is enough to see that the test can see, and a few to find out why
    // where there must be none.
    //
    bool wanted (worker_.given.fences && worker_.given.stamps);

    if (!wanted ||
        worker_.counts[count::stale] + worker_.counts[count::phantoms] > 5)
      return;

    std::ostringstream s;
    s << what << ": " << p.name () << " (" << w.story << ", process "
      << getpid () << ")\n  key " << k.str () << "\n  found   " << v.shown
      << "\n  expected" << expected << "\n  stored by " << v.story << '\n'
      << worker_.cache.tokens (identifiers (p));
    std::cerr << s.str () << std::flush;
  }
}
