#include <odb_alkey/redis/permissions.hxx>

#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  namespace redis
  {
    std::string permissions (const endpoint& e, const std::string& name_space)
    {
      // The first pattern is that of the protocol's keys, and the second that
      // of values and leases. Neither a brace nor a character of a name space
      // has a meaning in a pattern.
      //
      return "ACL SETUSER " + (e.user.empty () ? "default" : e.user) + " ~{" +
             name_space + "}:* ~" + name_space +
             ":* +info +mget +mset +get +set +getrange +del +pttl +hget +hset "
             "+hsetnx +hdel +hscan +time +eval +evalsha" +
             (e.database != 0 ? " +select" : "") +
             (e.seeds.empty () ? ""
                               : " +cluster|shards +cluster|slots +asking");
    }
  }
}
