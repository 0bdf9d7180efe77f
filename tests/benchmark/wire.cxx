#include <tests/benchmark/wire.hxx>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/url.hxx>

namespace benchmarks
{
  namespace
  {
    std::string identity (const redis_server& s)
    {
      return odb_alkey::redis::connection (
               odb_alkey::redis::parse_url (s.url ()), talk::patient,
               talk::late ())
        .server ();
    }
  }

  std::vector<std::string> mget (std::size_t n)
  {
    std::vector<std::string> r {"MGET", "{alkey}:origin", "{alkey}:alkey:*#!",
                                "{alkey}:alkey:tracked_row#!"};

    for (std::size_t i (1); i <= n; ++i)
      r.push_back ("{alkey}:alkey:tracked_row#" + std::to_string (i));

    return r;
  }

  std::vector<std::string> evalsha (const redis_server& server,
                                    const odb_alkey::redis::script& s,
                                    const std::vector<std::string>& keys,
                                    const std::vector<std::string>& arguments)
  {
    std::vector<std::string> r {
      "EVALSHA", s.sha1, std::to_string (1 + keys.size ()), "{alkey}:origin"};

    r.insert (r.end (), keys.begin (), keys.end ());
    r.insert (r.end (), {identity (server), "0123456789abcdef", "", "15000",
                         "86400000", ""});
    r.insert (r.end (), arguments.begin (), arguments.end ());
    return r;
  }
}
