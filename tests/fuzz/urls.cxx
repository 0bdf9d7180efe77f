#include <odb_alkey/redis/url.hxx>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/exception.hxx>

#include "require.hxx"

// A URL that is accepted makes sense, is shown as one that means the same, and
// no message has its password.

using namespace fuzz;
using namespace odb_alkey::redis;

namespace
{
  void check_host (const std::string& host, std::uint16_t port)
  {
    require (!host.empty (), "it has a host");
    require (host.find ('\0') == std::string::npos, "no host has a zero");
    require (port != 0, "it has a port");
  }

  void check_hosts (const std::vector<address>& all)
  {
    for (const address& a : all)
      check_host (a.host, a.port);
  }

  void check (const endpoint& e)
  {
    require (e.database <= 0x7fffffff, "a database is an int");

    if (!e.path.empty ())
    {
      require (e.path[0] == '/', "a path is absolute");
      require (e.path.find ('\0') == std::string::npos, "no path has a zero");
      require (e.host.empty () && e.sentinels.empty () && e.seeds.empty (),
               "it is local");
    }
    else if (!e.sentinels.empty ())
    {
      require (!e.primary.empty (), "the primary has a name");
      require (e.host.empty () && e.seeds.empty (), "sentinels tell the host");
      check_hosts (e.sentinels);
    }
    else if (!e.seeds.empty ())
    {
      require (e.host.empty (), "the nodes tell the hosts");
      require (e.database == 0, "a cluster has one database");
      check_hosts (e.seeds);
    }
    else
      check_host (e.host, e.port);
  }

  bool same_addresses (const std::vector<address>& a,
                       const std::vector<address>& b)
  {
    return std::equal (a.begin (), a.end (), b.begin (), b.end (),
                       [] (const address& x, const address& y)
                       { return x.host == y.host && x.port == y.port; });
  }

  bool same_but_for_password (const endpoint& a, const endpoint& b)
  {
    return same_addresses (a.sentinels, b.sentinels) &&
           same_addresses (a.seeds, b.seeds) && a.host == b.host &&
           a.path == b.path && a.user == b.user && a.database == b.database &&
           a.encrypted == b.encrypted && a.primary == b.primary &&
           (a.host.empty () || a.port == b.port);
  }

  // A user without a password is no login.
  //
  void check_shown (const endpoint& e)
  {
    if (e.password.empty () && !e.user.empty ())
      return;

    endpoint again (parse_url (e.str ()));
    require (same_but_for_password (e, again), "it is shown as it is");
    require (again.password == (e.password.empty () ? "" : "***"),
             "the password is not shown");
    require (again.str () == e.str (), "it is shown in one way");
  }

  // Wherever the password stands. It may be a part of a path instead.
  //
  void check_secret (const std::string& before, const std::string& behind)
  {
    const std::string secret ("s3cr3t");

    if ((before + behind).find (secret) != std::string::npos)
      return;

    try
    {
      endpoint e (parse_url (before + ':' + secret + '@' + behind));
      require (e.password.find (secret) == std::string::npos ||
                 e.str ().find (secret) == std::string::npos,
               "what is shown has no password");
    }
    catch (const odb_alkey::invalid_options& x)
    {
      require (std::string (x.what ()).find (secret) == std::string::npos,
               "no message has a password");
    }
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  std::string url (reinterpret_cast<const char*> (data), size);

  try
  {
    endpoint e (parse_url (url));
    check (e);
    check_shown (e);
    require (!e.path.empty () ||
               std::count (url.begin (), url.end (), '@') < 2,
             "a reserved character is written as %XX");
  }
  catch (const odb_alkey::invalid_options&)
  {
  }

  // The password might stand before the first at-sign.
  //
  std::size_t at (url.find ('@'));

  if (at != std::string::npos)
    check_secret (url.substr (0, at), url.substr (at + 1));

  return 0;
}
