#ifndef ODB_ALKEY_REDIS_URL_HXX
#define ODB_ALKEY_REDIS_URL_HXX

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace odb_alkey
{
  namespace redis
  {
    class tls;

    // Where a Redis is and how to enter it: a URL, taken apart.
    //
    //   endpoint e (parse_url ("redis://:s%40cret@cache.example:6380/2"));
    //   e.host;     // cache.example
    //   e.password; // s@cret
    //   e.str ();   // redis://:***@cache.example:6380/2
    //
    // A value, without state of its own.
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

      // Whether it speaks TLS, and then with which certificates: a URL does
      // not name them, so that whoever connects has to.
      //
      bool encrypted = false;
      std::shared_ptr<const redis::tls> tls;

      // Who tells where the primary of this name is; then there is neither a
      // host nor a path.
      //
      struct sentinel
      {
        std::string host;
        std::uint16_t port;
      };

      std::vector<sentinel> sentinels;
      std::string primary;

      // What the sentinels ask for, which a URL does not name either.
      //
      std::string sentinel_user;
      std::string sentinel_password;

      // The URL of this endpoint for messages: it never shows the password.
      //
      std::string str () const;
    };

    // Takes apart redis://[[user]:password@]host[:port][/database], where an
    // IPv6 host stands in brackets, or
    // unix://[[user]:password@]/path/to/socket[?db=database], or
    // redis-sentinel://[[user]:password@]host[:port],…/name[/database], whose
    // ports are 26379 by default, and user and password the primary's; for
    // TLS, rediss:// and rediss-sentinel://. Reserved characters of user,
    // password, path and name are %XX. Throws invalid_options that names the
    // URL without its password, the problem, and what is accepted; also for
    // TLS where it cannot be had.
    //
    endpoint parse_url (const std::string& url);
  }
}

#endif // ODB_ALKEY_REDIS_URL_HXX
