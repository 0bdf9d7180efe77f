#ifndef ODB_ALKEY_HEALTH_HXX
#define ODB_ALKEY_HEALTH_HXX

#include <cstddef>
#include <string>
#include <vector>

namespace odb_alkey
{
  // The state of a plugin, which plugin::health () returns after it has asked
  // Redis.
  //
  struct health
  {
    // True if keys can be storable. A process that is not ready can answer
    // requests nevertheless, but has to compute more.
    //
    bool ready = false;

    // The reason in words if it is not ready; else empty.
    //
    std::string reason;

    // The number of identifiers that commits wrote, and whose change has not
    // reached Redis yet. Until it does, other processes may find old values.
    //
    std::size_t pending = 0;

    // Says what should change in the configuration of Redis, and which of the
    // library's Redis keys was last found to hold a value that another program
    // must have written. Empty if there is nothing to say.
    //
    std::string advice;

    // The nodes of a cluster that do not answer, and why. Values that belong
    // there are computed. The node of the tokens counts for ready as well.
    //
    struct node
    {
      std::string address;
      std::string reason;
    };

    std::vector<node> down;
  };
}

#endif // ODB_ALKEY_HEALTH_HXX
