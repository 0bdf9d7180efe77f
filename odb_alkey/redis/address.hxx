#ifndef ODB_ALKEY_REDIS_ADDRESS_HXX
#define ODB_ALKEY_REDIS_ADDRESS_HXX

#include <cstdint>
#include <string>
#include <utility>

namespace odb_alkey
{
  namespace redis
  {
    // Where a server listens for TCP. It is a plain value.
    //
    struct address
    {
      std::string host;
      std::uint16_t port = 0;

      address () = default;
      address (std::string h, std::uint16_t p): host (std::move (h)), port (p)
      {
      }

      // As in a URL: an IPv6 address stands in brackets.
      //
      std::string str () const;
    };

    inline bool operator== (const address& a, const address& b) noexcept
    {
      return a.port == b.port && a.host == b.host;
    }

    // Reads a text of one to ten digits, and nothing else. Returns false if
    // it is something else, or a number above the maximum.
    //
    bool read_number (const std::string&, unsigned long max, unsigned long&);
  }
}

#endif // ODB_ALKEY_REDIS_ADDRESS_HXX
