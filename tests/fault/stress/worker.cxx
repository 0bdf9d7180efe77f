#include <tests/fault/stress/worker.hxx>

#include <tests/support/plugin-access.hxx>

namespace stress
{
  namespace
  {
    std::unique_ptr<odb::database> open (const setting& s, odb::tracer* t)
    {
      std::unique_ptr<odb::database> db (s.database.open ());

      if (t != nullptr)
        db->tracer (*t);

      return db;
    }

    // Processes are stopped, and killed, while others wait for them: some
    // leases end too early, and some waits.
    //
    odb_alkey::cache_options cache_options ()
    {
      odb_alkey::cache_options o;
      o.lease = std::chrono::milliseconds (60);
      o.wait = std::chrono::milliseconds (40);
      return o;
    }
  }

  premises::premises (const setting& s, odb::tracer* t)
      : given (s), db (open (s, t)), alkey (*db, s.options),
        fetching (alkey, cache_options ()), member_ (s.counts.enrol ())
  {
    odb_alkey::tokens::faults& faults (
      odb_alkey::detail::plugin_access::store (alkey).environment ().faults);
    faults.no_fences = !s.fences;
    faults.no_stamps = !s.stamps;
  }

  void premises::publish ()
  {
    std::uint64_t round (given.counts.round);
    odb_alkey::stats n (alkey.stats ());

    member_.keys = n.keys;
    member_.unique =
      n.unique_in_flight + n.unique_written + n.unique_unavailable;
    member_.pending = n.pending;
    member_.down = n.down;
    member_.round = round;
  }

  premises::~premises ()
  {
    odb_alkey::stats n (alkey.stats ());
    given.counts.add (count::fetch_waits, n.value_waits);
    given.counts.add (count::fetch_stores, n.values_stored);
    given.counts.add (count::fetch_refused, n.values_refused);
  }

  worker::worker (premises& p, std::uint64_t seed)
      : home (p), given (p.given), counts (p.given.counts), db (*p.db),
        alkey (p.alkey), fetching (p.fetching), random (seed),
        truth (p.given.database), cache (p.given.cache_url)
  {
    ++counts.workers;
  }
}
