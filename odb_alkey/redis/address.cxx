#include <odb_alkey/redis/address.hxx>

#include <algorithm>

#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace redis
  {
    std::string address::str () const
    {
      return (host.find (':') != std::string::npos ? '[' + host + ']' : host) +
             ':' + std::to_string (port);
    }

    bool read_number (const std::string& s, unsigned long max,
                      unsigned long& n)
    {
      if (s.empty () || s.size () > 10 ||
          !std::all_of (s.begin (), s.end (), support::digit))
        return false;

      n = std::stoul (s);
      return n <= max;
    }
  }
}
