#include <odb_alkey/redis/topology-reader.hxx>

#include <cstddef>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      bool covers_all (const topology& t)
      {
        std::size_t n (0);

        for (const slot_range& s : t)
          n += 1U + s.last - s.first;

        return n == slots;
      }

      reply ask (connection& c, const char* command, deadline d)
      {
        request q;
        q.command (2);
        q.argument ("CLUSTER");
        q.argument (command);
        q.expect (1024 * 1024, slots * 64);
        c.send (q, d);
        return c.receive (d);
      }

      std::string remedy_of (const std::string& error,
                             const std::string& permissions)
      {
        if (error.find ("cluster support disabled") != std::string::npos)
          return "it belongs to no cluster: use redis://";

        const std::string known (remedy (classify (error), permissions));
        return known.empty () ? "see CLUSTER INFO" : known;
      }
    }

    topology read_topology (const endpoint& e, const timeouts& t, deadline d,
                            const std::string& permissions)
    {
      connection c (e, t, d, connection::peer::anybody);
      reply r (ask (c, "SHARDS", d));
      topology all;

      if (r.array ())
        all = read_shards (r, e.host, e.encrypted);

      // Redis before version 7 does not know the command. Some later ones name
      // no slots of a shard whose primary has failed, though a replica has
      // taken over.
      //
      if (!covers_all (all))
      {
        r = ask (c, "SLOTS", d);

        if (r.error ())
          throw redis_error ("Redis at " + e.str () + ": " + r.str () + "; " +
                             remedy_of (r.str (), permissions));

        all = read_slots (r, e.host);
      }

      // A node that was reset knows only itself.
      //
      if (all.empty ())
        throw redis_unavailable (
          "the node " + e.str () +
          " knows no slots: is it part of the cluster?");

      return all;
    }
  }
}
