#ifndef ODB_ALKEY_REDIS_RESOLVER_HXX
#define ODB_ALKEY_REDIS_RESOLVER_HXX

#include <cstdint>
#include <memory>
#include <string>

#include <odb_alkey/redis/deadline.hxx>

struct addrinfo;

namespace odb_alkey
{
  namespace redis
  {
    typedef std::shared_ptr<const addrinfo> addresses;

    // The addresses of a host for TCP. The system's resolver cannot be
    // interrupted, and may take minutes: so a name is looked up by a thread
    // of its own, which is left to itself when the deadline comes first. An
    // address is converted at once.
    //
    // Throws redis_unavailable that says why there are none.
    //
    addresses resolve (const std::string& host, std::uint16_t port, deadline);
  }
}

#endif // ODB_ALKEY_REDIS_RESOLVER_HXX
