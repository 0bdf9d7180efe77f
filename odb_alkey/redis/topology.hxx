#ifndef ODB_ALKEY_REDIS_TOPOLOGY_HXX
#define ODB_ALKEY_REDIS_TOPOLOGY_HXX

#include <string>
#include <vector>

#include <odb_alkey/redis/address.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/slot.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Pure functions that read what the nodes of a cluster say about it.

    // Slots that belong to one primary, the last one included.
    //
    struct slot_range
    {
      slot first;
      slot last;
      address owner;
    };

    typedef std::vector<slot_range> topology;

    // Reads the reply to CLUSTER SHARDS, which Redis has from version 7 on, or
    // to CLUSTER SLOTS. A node that does not know its own host says so, which
    // means that it has the one that was asked. encrypted chooses the port for
    // TLS (CLUSTER SLOTS names the port for the kind of connection that it is
    // asked by). Throws redis_error, which says what is wrong with the reply.
    //
    topology read_shards (const reply_view&, const std::string& asked,
                          bool encrypted);
    topology read_slots (const reply_view&, const std::string& asked);

    // An error reply that names the node to ask: "MOVED 3999 host:port", since
    // the slot belongs to it, or "ASK 3999 host:port", since the slot is being
    // moved to it and the key is not here any more.
    //
    struct redirection
    {
      bool once; // ASK
      slot of;
      address to; // Without a host if the node has the one that was asked.
    };

    // Returns false if the text is no redirection.
    //
    bool parse (const std::string& error, redirection&);
  }
}

#endif // ODB_ALKEY_REDIS_TOPOLOGY_HXX
