#ifndef ODB_ALKEY_REDIS_ENDPOINT_HXX
#define ODB_ALKEY_REDIS_ENDPOINT_HXX

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/address.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class tls;

    // The address of a Redis and the login: a URL, taken apart.
    //
    //   endpoint e (parse_url ("redis://:s%40cret@cache.example:6380/2"));
    //   e.host;     // cache.example
    //   e.password; // s@cret
    //   e.str ();   // redis://:***@cache.example:6380/2
    //
    // It is a plain value.
    //
    struct endpoint
    {
      std::string host;
      std::uint16_t port = 6379;

      // The unix socket; empty means TCP.
      //
      std::string path;

      std::string user;
      std::string password;
      unsigned database = 0;

      // The connection uses TLS, with these certificates. A URL does not name
      // certificates; the caller sets them.
      //
      bool encrypted = false;
      std::shared_ptr<const redis::tls> tls;

      // The sentinels that know the address of the primary with this name. If
      // there are any, host and path are empty.
      //
      std::vector<address> sentinels;
      std::string primary;

      // The nodes of a cluster that are asked first. If there are any, host
      // and path are empty.
      //
      std::vector<address> seeds;

      // The login of the sentinels, which the caller sets as well.
      //
      std::string sentinel_user;
      std::string sentinel_password;

      // The URL of this endpoint for messages: it never shows the password.
      //
      std::string str () const;
    };
  }
}

#endif // ODB_ALKEY_REDIS_ENDPOINT_HXX
