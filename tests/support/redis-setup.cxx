#include <tests/support/redis-setup.hxx>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include <tests/support/await.hxx>

namespace tests
{
  std::vector<std::string> durable ()
  {
    return {"--appendonly", "yes", "--appendfsync", "always"};
  }

  std::vector<std::string> replica_of (const redis_server& primary)
  {
    return {"--replicaof", "127.0.0.1", std::to_string (primary.port ())};
  }

  void lead_to (const std::string& link, const redis_server& s)
  {
    const std::string fresh (link + ".new");

    if (symlink ((s.directory () + "/socket").c_str (), fresh.c_str ()) != 0 ||
        std::rename (fresh.c_str (), link.c_str ()) != 0)
      throw std::system_error (errno, std::generic_category (), link);
  }

  void demote (redis_server& s, const redis_server& primary)
  {
    order (s, {"REPLICAOF", "127.0.0.1", std::to_string (primary.port ())});
  }

  void promote (redis_server& s)
  {
    order (s, {"REPLICAOF", "NO", "ONE"});
  }

  // Offsets are those of one history from the moment that the link is up.
  //
  void await_sync (redis_server& primary, redis_server& replica)
  {
    auto number = [] (redis_server& s, const char* field)
    {
      return std::stoull (info (s, "replication", field));
    };
    auto offset (number (primary, "master_repl_offset"));

    await ("the replica",
           [&]
           {
             return info (replica, "replication", "master_link_status") ==
                      "up" &&
                    number (replica, "slave_repl_offset") >= offset;
           });
  }

  odb_alkey::redis::reply order (redis_commands& s,
                                 const std::vector<std::string>& words)
  {
    odb_alkey::redis::reply r (s.command (words));

    if (r.error ())
      throw std::runtime_error (words[0] + ": " + r.str ());

    return r;
  }

  void configure (redis_commands& s, const std::string& name,
                  const std::string& value)
  {
    order (s, {"CONFIG", "SET", name, value});
  }

  std::string info (redis_commands& s, const std::string& section,
                    const std::string& field)
  {
    std::string all (order (s, {"INFO", section}).str ());
    std::string::size_type p (all.find ("\n" + field + ":"));

    if (p == std::string::npos)
      return "";

    p += field.size () + 2;
    return all.substr (p, all.find ('\r', p) - p);
  }

  std::uint64_t commands (redis_commands& s)
  {
    return std::stoull (info (s, "stats", "total_commands_processed"));
  }

  void add_user (redis_commands& s, const std::string& name,
                 const std::string& password,
                 const std::vector<std::string>& rules)
  {
    std::vector<std::string> words {"ACL", "SETUSER", name, "on",
                                    ">" + password};
    words.insert (words.end (), rules.begin (), rules.end ());
    order (s, words);
  }

  void add_app (redis_commands& s)
  {
    add_user (s, "app", "pw",
              {"~{alkey}:*", "~alkey:*", "+info", "+mget", "+mset", "+get",
               "+set", "+getrange", "+del", "+pttl", "+hget", "+hset",
               "+hsetnx", "+hdel", "+hscan", "+time", "+eval", "+evalsha"});
  }

  odb_alkey::options patient_options (const std::string& url)
  {
    odb_alkey::options o;
    o.url = url;
    o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
    o.budget = std::chrono::seconds (10);
    return o;
  }
}
