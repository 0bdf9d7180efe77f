#ifndef TESTS_SUPPORT_PLUGIN_ACCESS_HXX
#define TESTS_SUPPORT_PLUGIN_ACCESS_HXX

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/plugin.hxx>
#include <odb_alkey/redis/circuit-breaker.hxx>
#include <odb_alkey/tokens/token-store.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The parts behind a plugin that tests reach for.
    //
    struct plugin_access
    {
      static tokens::token_store& store (plugin& p)
      {
        return p.bound_->store ();
      }

      static redis::circuit_breaker& breaker (plugin& p)
      {
        return store (p).scripts ().breaker ();
      }
    };
  }
}

#endif // TESTS_SUPPORT_PLUGIN_ACCESS_HXX
