#include <odb_alkey/redis/url.hxx>

#include <arpa/inet.h>
#include <sys/un.h>

#include <algorithm>
#include <limits>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/masked-url.hxx>
#include <odb_alkey/redis/tls.hxx>
#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      typedef std::string::size_type position;

      const position npos (std::string::npos);

      [[noreturn]] void refuse (const std::string& url,
                                const std::string& problem)
      {
        throw invalid_options (
          "Redis URL '" + masked_url (url) + "': " + problem +
          "; accepted are redis://[[user]:password@]host[:port][/database], "
          "unix://[[user]:password@]/path/to/socket[?db=database], "
          "redis-sentinel://[[user]:password@]host[:port],.../name[/database] "
          "and redis-cluster://[[user]:password@]host[:port],..., and "
          "rediss://, rediss-sentinel:// and rediss-cluster:// for TLS, with "
          "reserved characters of user, password, path and name as %XX");
      }

      std::string decode (const std::string& url, const std::string& text)
      {
        std::string r;

        if (!support::append_unescaped (r, text))
          refuse (url, "a '%' is not followed by two hexadecimal digits");

        return r;
      }

      unsigned database (const std::string& url, const std::string& text)
      {
        unsigned long n (0);

        if (!read_number (text, std::numeric_limits<int>::max (), n))
          refuse (url, "the database is not a number");

        return static_cast<unsigned> (n);
      }

      // Takes user and password off the beginning of the authority.
      //
      void credentials (const std::string& url, std::string& authority,
                        endpoint& e)
      {
        position at (authority.rfind ('@'));

        if (at == npos)
          return;

        std::string info (authority, 0, at);
        position colon (info.find (':'));

        if (info.find ('@') != npos)
          refuse (url, "an '@' in user or password is not written as %40");

        if (colon == npos)
          refuse (url, "there is a user and no password, or the ':' before "
                       "the password is missing");

        e.user = decode (url, info.substr (0, colon));
        e.password = decode (url, info.substr (colon + 1));
        authority.erase (0, at + 1);
      }

      void read_address (const std::string& url, const std::string& authority,
                         endpoint& e)
      {
        bool bracket (authority[0] == '[');
        position end (bracket ? authority.find (']') : 0);

        if (end == npos)
          refuse (url, "the ']' after the host is missing");

        position colon (authority.find (':', end));
        e.host = authority.substr (0, colon);

        if (colon != npos)
        {
          unsigned long n (0);

          if (!read_number (authority.substr (colon + 1), 65535, n) || n == 0)
            refuse (url, "the port is not a number from 1 to 65535");

          e.port = static_cast<std::uint16_t> (n);
        }

        if (bracket)
        {
          in6_addr unused;
          e.host = e.host.substr (1, end - 1);

          if (authority.size () > end + 1 && colon != end + 1)
            refuse (url, "only a port may follow the ']'");

          if (e.host.find ('\0') != npos ||
              inet_pton (AF_INET6, e.host.c_str (), &unused) != 1)
            refuse (url, "the text in brackets is not an IPv6 address");
        }
        else if (e.host.empty ())
          refuse (url, "the host is missing");
        else if (!std::all_of (e.host.begin (), e.host.end (),
                               [] (char c) {
                                 return support::alphanumeric (c) ||
                                        c == '-' || c == '.' || c == '_';
                               }))
          refuse (url, "the host has a character that no host name has");
      }

      // Splits at the end of the authority, and takes user and password off
      // its beginning.
      //
      void split (const std::string& url, const std::string& rest, endpoint& e,
                  std::string& authority, std::string& path)
      {
        position slash (std::min (rest.find_first_of ("/?#"), rest.size ()));
        authority = rest.substr (0, slash);
        path = rest.substr (slash);

        if (path.find ('@') != npos)
          refuse (url, "a '/', '?' or '#' in user or password is not written "
                       "as %2F, %3F or %23");

        credentials (url, authority, e);
      }

      // Reads the hosts of a list.
      //
      std::vector<address> read_addresses (const std::string& url,
                                           const std::string& list,
                                           std::uint16_t default_port)
      {
        std::vector<address> r;

        for (position begin (0); begin <= list.size ();)
        {
          position end (std::min (list.find (',', begin), list.size ()));
          endpoint one;
          one.port = default_port;
          read_address (url, list.substr (begin, end - begin), one);
          r.push_back (address (one.host, one.port));
          begin = end + 1;
        }

        return r;
      }

      endpoint tcp (const std::string& url, const std::string& rest)
      {
        endpoint e;
        std::string authority, path;
        split (url, rest, e, authority, path);

        if (authority.find (',') != npos)
          refuse (url,
                  "only redis-sentinel:// and redis-cluster:// take several "
                  "hosts");

        read_address (url, authority, e);

        if (!path.empty () && path[0] != '/')
          refuse (url, "nothing may follow the host but a port and a "
                       "database");

        if (path.size () > 1)
          e.database = database (url, path.substr (1));

        return e;
      }

      endpoint sentinels (const std::string& url, const std::string& rest)
      {
        endpoint e;
        std::string authority, path;
        split (url, rest, e, authority, path);

        e.sentinels = read_addresses (url, authority, 26379);

        position slash (std::min (path.find ('/', 1), path.size ()));

        if (slash > 1)
          e.primary = decode (url, path.substr (1, slash - 1));

        if (path.find_first_of ("?#") != npos || e.primary.empty ())
          refuse (url, "a '/' and the name of the primary have to follow "
                       "the hosts of the sentinels");

        if (slash + 1 < path.size ())
          e.database = database (url, path.substr (slash + 1));

        return e;
      }

      endpoint cluster (const std::string& url, const std::string& rest)
      {
        endpoint e;
        std::string authority, path;
        split (url, rest, e, authority, path);
        e.seeds = read_addresses (url, authority, e.port);

        if (!path.empty () && path != "/" && path != "/0")
          refuse (url, "nothing may follow the hosts, since a cluster has one "
                       "database only");

        return e;
      }

      endpoint local (const std::string& url, const std::string& rest)
      {
        endpoint e;
        position slash (std::min (rest.find ('/'), rest.size ()));
        std::string authority (rest, 0, slash);
        std::string path (rest, slash);
        std::string query;

        credentials (url, authority, e);

        if (!authority.empty () || path.empty ())
          refuse (url, "the path of the socket does not begin with '/'");

        position mark (path.find_first_of ("?#"));

        if (mark != npos)
        {
          query = path.substr (mark);
          path.erase (mark);
        }

        e.path = decode (url, path);

        if (e.path.find ('\0') != npos ||
            e.path.size () >= sizeof (sockaddr_un::sun_path))
          refuse (url, "the path of the socket has more than " +
                         std::to_string (sizeof (sockaddr_un::sun_path) - 1) +
                         " characters, or a zero");

        if (query.compare (0, 4, "?db=") == 0)
          e.database = database (url, query.substr (4));
        else if (!query.empty ())
          refuse (url, "nothing may follow the path but ?db=database");

        return e;
      }
    }

    endpoint parse_url (const std::string& url)
    {
      position end (url.find ("://"));
      std::string scheme (url, 0, end);
      std::string rest (url, end == npos ? 0 : end + 3);

      bool encrypted (scheme.compare (0, 6, "rediss") == 0);
      endpoint e;

      if (scheme == "redis" || scheme == "rediss")
        e = tcp (url, rest);
      else if (scheme == "redis-sentinel" || scheme == "rediss-sentinel")
        e = sentinels (url, rest);
      else if (scheme == "redis-cluster" || scheme == "rediss-cluster")
        e = cluster (url, rest);
      else if (scheme == "unix")
        e = local (url, rest);
      else
        refuse (url, "it begins neither with redis:// nor with rediss:// nor "
                     "with unix:// nor with redis-sentinel:// nor with "
                     "redis-cluster://");

      if (encrypted && !why_no_tls ().empty ())
        refuse (url, why_no_tls ());

      e.encrypted = encrypted;
      return e;
    }
  }
}
