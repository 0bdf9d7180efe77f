#ifndef ODB_ALKEY_REDIS_DESTINATION_HXX
#define ODB_ALKEY_REDIS_DESTINATION_HXX

#include <functional>
#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  namespace redis
  {
    struct server_error;

    // The server that a circuit breaker leads to.
    //
    struct destination
    {
      endpoint at;

      // Returns the server to connect to now, if neither the endpoint nor its
      // sentinels name it. Throws as the constructor of connection does. May
      // be empty.
      //
      std::function<endpoint (deadline)> find;

      // Called with an error that may mean that another server is the right
      // one now. Returns true if find () knows that one, so that it is worth
      // asking again. May be empty.
      //
      std::function<bool (const server_error&, deadline)> moved;

      // The key that a probe reads, and whether it may belong to another node:
      // then that answer will do.
      //
      std::string probe;
      bool any_node = false;

      // For messages: the consequence of an outage, and the command that gives
      // a user the rights that the library needs.
      //
      std::string consequence;
      std::string permissions;
    };
  }
}

#endif // ODB_ALKEY_REDIS_DESTINATION_HXX
