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

    // Returns the addresses of a host for TCP. The system's resolver cannot be
    // interrupted, and may take minutes. So a thread of its own looks a name
    // up, and goes on alone if the deadline comes first. An address is
    // converted at once.
    //
    // Throws redis_unavailable, which says why there are none.
    //
    addresses resolve (const std::string& host, std::uint16_t port, deadline);
  }
}

#endif // ODB_ALKEY_REDIS_RESOLVER_HXX
