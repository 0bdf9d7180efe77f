#ifndef TESTS_SUPPORT_CLUSTER_VIEW_HXX
#define TESTS_SUPPORT_CLUSTER_VIEW_HXX

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tests
{
  // The cluster as one of its nodes sees it: the reply to CLUSTER NODES.
  //
  struct cluster_view
  {
    struct member
    {
      bool primary = false;

      // The node's own primary; "-" if it has none.
      //
      std::string of;

      // The first and the last of each range. A slot that is being moved is
      // still the old owner's.
      //
      std::vector<std::pair<unsigned, unsigned>> slots;

      // The other node has a connection to it.
      //
      bool connected = false;

      // It is missed, by this node or by all.
      //
      bool suspected = false;
      bool failed = false;

      bool has (unsigned slot) const;
      unsigned count () const;
    };

    explicit cluster_view (const std::string& reply);

    // Both see the same nodes in the same roles, with the same slots.
    //
    bool agrees_with (const cluster_view&) const;

    // The id of the node that has a slot; empty if none has.
    //
    std::string owner (unsigned slot) const;

    // By their ids.
    //
    std::map<std::string, member> members;

    // Some are not known by their ids yet.
    //
    bool incomplete = false;
  };
}

#endif // TESTS_SUPPORT_CLUSTER_VIEW_HXX
