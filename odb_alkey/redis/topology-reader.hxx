#ifndef ODB_ALKEY_REDIS_TOPOLOGY_READER_HXX
#define ODB_ALKEY_REDIS_TOPOLOGY_READER_HXX

#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/topology.hxx>

namespace odb_alkey
{
  namespace redis
  {
    struct endpoint;

    // Asks a node of a cluster which node has which slots, over a connection
    // of its own. permissions is the command that gives a user the rights that
    // the library needs, for messages. Throws redis_unavailable, also if the
    // node knows no slots, and redis_error.
    //
    topology read_topology (const endpoint& node, const timeouts&, deadline,
                            const std::string& permissions);
  }
}

#endif // ODB_ALKEY_REDIS_TOPOLOGY_READER_HXX
