#include <odb_alkey/redis/masked-url.hxx>

#include <algorithm>

#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      typedef std::string::size_type position;

      const position npos (std::string::npos);

      // Returns true if this can only be a host, and not the name of a user,
      // so that the text behind it is a mistyped port and not a password.
      //
      bool evident_host (const std::string& s, const std::string& port)
      {
        return s == "localhost" || (s[0] == '[' && s.back () == ']') ||
               (s.find ('.') != npos && s.find (',') == npos &&
                support::digit (port[0]) && port.size () < 7);
      }

      // Returns the part of the URL between the scheme and the path, without
      // anything that could be a password. If there is no '@', a password may
      // follow the colon as well as a port, unless a host precedes it.
      //
      std::string shown_authority (const std::string& a)
      {
        position bracket (a[0] == '[' ? a.find (']') : 0);
        position p (a.find (':', bracket == npos ? 0 : bracket));

        if (p == npos || std::all_of (a.begin () + static_cast<long> (p) + 1,
                                      a.end (), support::digit))
          return a;

        if (a.find (':', p + 1) == npos &&
            evident_host (a.substr (0, p), a.substr (p + 1)))
          return a;

        return a.substr (0, p + 1) + "***";
      }
    }

    std::string masked_url (const std::string& url)
    {
      position scheme (url.find ("://"));
      position from (scheme == npos ? 0 : scheme + 3);
      position at (url.rfind ('@'));

      // A scheme that stands behind an '@' is not the scheme of the URL.
      //
      if (url.find ('@') < from)
        from = 0;

      std::string r (url, 0, from);

      if (at != npos)
        r += "***" + url.substr (at);
      else
      {
        position end (std::min (url.find_first_of ("/?#", from), url.size ()));
        r += shown_authority (url.substr (from, end - from));
        r += url.substr (end);
      }

      position query (r.find_first_of ("?#", from));

      if (query != npos)
        r.replace (query + 1, npos, "...");

      std::replace_if (
        r.begin (), r.end (), [] (char c) { return c < ' ' || c > '~'; }, '?');
      return r;
    }
  }
}
