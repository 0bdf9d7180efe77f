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

      std::string list (const std::vector<address>& all)
      {
        std::string r;

        for (const address& a : all)
          r += (r.empty () ? "" : ",") + a.str ();

        return r;
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

      if (!sentinels.empty ())
        return scheme + "-sentinel://" + login + list (sentinels) + '/' +
               encode (primary, "-._~") + number;

      if (!seeds.empty ())
        return scheme + "-cluster://" + login + list (seeds);

      return scheme + "://" + login + address (host, port).str () + number;
    }
  }
}
