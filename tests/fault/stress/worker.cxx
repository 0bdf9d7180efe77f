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
  }

  worker::worker (const setting& s, std::uint64_t seed, odb::tracer* t)
      : given (s), counts (s.counts), random (seed), db (open (s, t)),
        alkey (*db, options (s)), truth (s.database), cache (s.redis_url)
  {
    odb_alkey::detail::token_store& store (
      odb_alkey::detail::plugin_access::store (alkey));
    store.rules.fences = s.fences;
    store.rules.stamps = s.stamps;
  }
}
