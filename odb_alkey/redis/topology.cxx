#include <odb_alkey/redis/topology.hxx>

#include <algorithm>
#include <cstdint>
#include <utility>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      [[noreturn]] void malformed (const std::string& problem)
      {
        throw redis_error (
          "the node does not tell the slots of its cluster (" + problem + ")");
      }

      // Finds the value behind a name, in an array of names and values.
      //
      bool find (const reply_view& all, const char* name, reply_view& to)
      {
        for (std::size_t i (0); i + 1 < all.count (); i += 2)
          if (all[i].str () == name)
          {
            to = all[i + 1];
            return true;
          }

        return false;
      }

      std::string text (const reply_view& all, const char* name)
      {
        reply_view v;
        return find (all, name, v) ? v.str () : std::string ();
      }

      std::int64_t number (const reply_view& all, const char* name)
      {
        reply_view v;
        return find (all, name, v) ? v.number () : 0;
      }

      slot slot_from (const reply_view& v)
      {
        if (!v.integer () || v.number () < 0 ||
            v.number () >= static_cast<std::int64_t> (slots))
          malformed ("a slot is not a number from 0 to 16383");

        return static_cast<slot> (v.number ());
      }

      slot_range range_from (const reply_view& first, const reply_view& last)
      {
        slot_range r {slot_from (first), slot_from (last), address ()};

        if (r.first > r.last)
          malformed ("a range of slots ends before it begins");

        return r;
      }

      address address_from (std::string host, std::int64_t port,
                            const std::string& asked)
      {
        if (port < 1 || port > 65535)
          malformed ("a port is not a number from 1 to 65535");

        if (host.empty () || host == "?")
          host = asked;

        return address {std::move (host), static_cast<std::uint16_t> (port)};
      }

      // Returns the node that the slots of a shard belong to: the primary. A
      // primary that has failed counts until a replica has taken over.
      //
      bool find_primary (const reply_view& nodes, reply_view& to)
      {
        bool found (false);

        for (std::size_t i (0); i != nodes.count (); ++i)
        {
          if (text (nodes[i], "role") != "master")
            continue;

          if (!found || text (nodes[i], "health") == "online")
            to = nodes[i];

          found = true;
        }

        return found;
      }
    }

    topology read_shards (const reply_view& reply, const std::string& asked,
                          bool encrypted)
    {
      topology r;

      if (!reply.array ())
        malformed ("the reply is no array");

      for (std::size_t i (0); i != reply.count (); ++i)
      {
        reply_view ranges, nodes, primary;

        if (!find (reply[i], "slots", ranges) ||
            !find (reply[i], "nodes", nodes) || ranges.count () % 2 != 0)
          malformed ("a shard has no slots or no nodes");

        if (ranges.count () == 0 || !find_primary (nodes, primary))
          continue;

        std::int64_t port (encrypted ? number (primary, "tls-port") : 0);

        // A node without a name may have an address.
        //
        std::string host (text (primary, "endpoint"));

        if (host == "?")
          host = text (primary, "ip");

        address owner (address_from (
          host, port != 0 ? port : number (primary, "port"), asked));

        for (std::size_t s (0); s != ranges.count (); s += 2)
        {
          r.push_back (range_from (ranges[s], ranges[s + 1]));
          r.back ().owner = owner;
        }
      }

      return r;
    }

    topology read_slots (const reply_view& reply, const std::string& asked)
    {
      topology r;

      if (!reply.array ())
        malformed ("the reply is no array");

      for (std::size_t i (0); i != reply.count (); ++i)
      {
        if (reply[i].count () < 3 || reply[i][2].count () < 2)
          malformed ("a range of slots has no node");

        r.push_back (range_from (reply[i][0], reply[i][1]));
        r.back ().owner = address_from (reply[i][2][0].str (),
                                        reply[i][2][1].number (), asked);
      }

      return r;
    }

    bool parse (const std::string& error, redirection& r)
    {
      r.once = error.compare (0, 4, "ASK ") == 0;

      if (!r.once && error.compare (0, 6, "MOVED ") != 0)
        return false;

      // The message of an exception has more text behind the address.
      //
      std::size_t begin (error.find (' ') + 1);
      std::size_t space (error.find (' ', begin));
      std::size_t end (
        std::min (error.find_first_of ("; \r\n", space + 1), error.size ()));
      std::size_t colon (error.rfind (':', end - 1));

      if (space == std::string::npos || colon == std::string::npos ||
          colon <= space)
        return false;

      unsigned long of, port;

      if (!read_number (error.substr (begin, space - begin), slots - 1, of) ||
          !read_number (error.substr (colon + 1, end - colon - 1), 65535,
                        port) ||
          port == 0)
        return false;

      r.of = static_cast<slot> (of);
      r.to.host = error.substr (space + 1, colon - space - 1);
      r.to.port = static_cast<std::uint16_t> (port);

      if (r.to.host == "?")
        r.to.host.clear ();

      return true;
    }
  }
}
