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

    // A machine that is busy must not make commits go unfenced, which is all
    // right and would look like an error.
    //
    odb_alkey::options options (const setting& s)
    {
      odb_alkey::options o;
      o.url = s.redis_url;
      o.connect_timeout = std::chrono::seconds (20);
      o.command_timeout = std::chrono::seconds (20);
      o.budget = std::chrono::seconds (20);
      o.token_ttl = std::chrono::seconds (2);
      o.fence_timeout = s.fence_timeout;
      o.when_unavailable = odb_alkey::when_unavailable::refuse;

      // Connections are cut and tokens are lost on purpose.
      //
      o.log = [] (odb_alkey::log_level, const std::string&) {
      };
      return o;
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
      : given (s), db (open (s, t)), alkey (*db, options (s)),
        fetching (alkey, cache_options ())
  {
    odb_alkey::detail::token_store& store (
      odb_alkey::detail::plugin_access::store (alkey));
    store.rules.fences = s.fences;
    store.rules.stamps = s.stamps;
  }

  premises::~premises ()
  {
    odb_alkey::stats n (alkey.stats ());
    given.counts.add (count::fetch_waits, n.value_waits);
    given.counts.add (count::fetch_stores, n.values_stored);
    given.counts.add (count::fetch_refused, n.values_refused);
  }

  worker::worker (premises& p, std::uint64_t seed)
      : given (p.given), counts (p.given.counts), db (*p.db), alkey (p.alkey),
        fetching (p.fetching), random (seed), truth (p.given.database),
        cache (p.given.redis_url)
  {
  }
}
