#include <tests/fault/support/user.hxx>

namespace workload
{
  namespace
  {
    class cache_user: public user
    {
    public:
      explicit cache_user (worker& w)
          : user (w, {count::stale, count::newer, count::phantoms})
      {
      }

      void use (const request& r, const way& w, const maker& make) override
      {
        board& counts (worker_.counts);
        call c (begin (r, w));
        odb_alkey::key k (key_of (worker_.alkey, *r.what, r.of));
        counts.took (c.begun);
        bool in_flight (met_commit (c));
        c.key = k.str ();
        used (c, in_flight);

        auto note = [&] (count always, count when_again)
        {
          counts.add (always);

          if (c.again)
            counts.add (when_again);
        };

        note (count::keys, count::repeated);

        if (in_flight)
          note (count::in_flight, count::repeated_in_flight);

        if (k.storable ())
        {
          note (count::storable, count::repeated_storable);

          if (counts.calm_down)
            counts.healthy.fetch_or (bit (r.what->number));
        }

        worker_.random.hesitate ();
        value v;

        if (worker_.redis.find (k.str (), v))
        {
          note (count::hits, count::repeated_hits);
          judge (c, v);

          // A cache may have thrown it away, and then the next one stores.
          //
          if (!worker_.random.one_in (w.recent ? 32 : 4))
            return;
        }

        // A value under a key that is not storable does no harm either.
        //
        if (!k.storable () && !worker_.random.one_in (4))
          return;

        v = value (make (r), c.story ());
        worker_.random.hesitate ();
        worker_.redis.store (k.str (), v);
        counts.add (k.storable () ? count::stores : count::unique_stores);
      }
    };
  }

  std::unique_ptr<user> make_cache_user (worker& w)
  {
    return std::unique_ptr<user> (new cache_user (w));
  }
}
