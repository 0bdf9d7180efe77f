#include <tests/fault/support/worker.hxx>

#include <tests/support/plugin-access.hxx>

#include "stock-odb.hxx"

namespace workload
{
  namespace
  {
    std::unique_ptr<odb::sqlite::database> open (const setting& s,
                                                 odb::tracer* t)
    {
      std::unique_ptr<odb::sqlite::database> db (s.database.open ());

      if (t != nullptr)
        db->tracer (*t);

      return db;
    }

    // Counts the servers that are not asked: that of the tokens, and nodes of
    // a cluster.
    //
    std::uint64_t down (const odb_alkey::stats& s)
    {
      std::uint64_t r (s.down);

      for (const odb_alkey::stats::node& n : s.nodes)
        r += n.down;

      return r;
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
    odb_alkey::detail::plugin_access::store (alkey).environment ().faults =
      s.faults;

    if (s.near.count () != 0)
    {
      alkey.near<item> (s.near);
      alkey.near<box> (s.near);
    }
  }

  void premises::publish ()
  {
    std::lock_guard<std::mutex> l (publishing_);
    std::uint64_t round (given.counts.round);
    odb_alkey::stats n (alkey.stats ());

    member_.unique =
      n.unique_in_flight + n.unique_written + n.unique_unavailable;
    member_.pending = n.pending;
    member_.down = down (n);
    member_.round = round;

    board& b (given.counts);
    b.add (count::fetch_waits, n.value_waits - told_.value_waits);
    b.add (count::fetch_stores, n.values_stored - told_.values_stored);
    b.add (count::fetch_refused, n.values_refused - told_.values_refused);
    b.add (count::near_keys, n.near_keys - told_.near_keys);
    b.add (count::near_values, n.near_values - told_.near_values);
    b.add (count::early_fences, n.early_fences - told_.early_fences);
    b.add (count::lease_waits, n.lease_waits - told_.lease_waits);
    told_ = n;
  }

  worker::worker (premises& p, std::uint64_t seed)
      : home (p), given (p.given), counts (p.given.counts), db (*p.db),
        alkey (p.alkey), fetching (p.fetching), random (seed),
        truth (p.given.database), redis (p.given.cache_url, p.given.counts)
  {
    ++counts.workers;
  }
}
