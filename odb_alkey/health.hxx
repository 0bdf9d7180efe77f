#ifndef ODB_ALKEY_HEALTH_HXX
#define ODB_ALKEY_HEALTH_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  // How a plugin is doing; from plugin::health (), which asks Redis.
  //
  struct health
  {
    // Whether keys can be storable. Requests are answered in any case: a
    // process that is not ready computes more than others.
    //
    bool ready = false;

    // Why not, for people; empty if it is.
    //
    std::string reason;

    // Identifiers that were written and that Redis does not know of yet: other
    // processes may find old values until it does.
    //
    std::size_t pending = 0;

    // What to change in the configuration of Redis, and which of its keys had
    // to be replaced last since somebody else had written it; empty if nothing
    // is.
    //
    std::string advice;
  };
}

#endif // ODB_ALKEY_HEALTH_HXX
