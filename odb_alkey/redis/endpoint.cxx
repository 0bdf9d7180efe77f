#include <odb_alkey/redis/endpoint.hxx>

#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      std::string encode (const std::string& text, const std::string& plain)
      {
        std::string r;

        for (char c : text)
        {
          if (support::alphanumeric (c) || plain.find (c) != std::string::npos)
            r += c;
          else
            support::append_escape (r, c);
        }

        return r;
      }

      std::string host_and_port (const std::string& host, std::uint16_t port)
      {
        return (host.find (':') != std::string::npos ? '[' + host + ']'
                                                     : host) +
               ':' + std::to_string (port);
      }
    }

    std::string endpoint::str () const
    {
      std::string login (encode (user, "-._~"));

      if (!password.empty ())
        login += ":***";

      if (!login.empty ())
        login += '@';

      std::string number (database != 0 ? std::to_string (database) : "");

      if (!path.empty ())
        return "unix://" + login + encode (path, "-._~/") +
               (number.empty () ? "" : "?db=" + number);

      if (!number.empty ())
        number.insert (0, 1, '/');

      const std::string scheme (encrypted ? "rediss" : "redis");

      if (sentinels.empty ())
        return scheme + "://" + login + host_and_port (host, port) + number;

      std::string hosts;

      for (const sentinel& s : sentinels)
        hosts += (hosts.empty () ? "" : ",") + host_and_port (s.host, s.port);

      return scheme + "-sentinel://" + login + hosts + '/' +
             encode (primary, "-._~") + number;
    }
  }
}
