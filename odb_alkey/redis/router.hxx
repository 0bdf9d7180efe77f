#ifndef ODB_ALKEY_REDIS_ROUTER_HXX
#define ODB_ALKEY_REDIS_ROUTER_HXX

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/health.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/circuit-breaker.hxx>
#include <odb_alkey/redis/cluster.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/slot.hxx>
#include <odb_alkey/stats.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/log.hxx>
#include <odb_alkey/support/retrying.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The way to each Redis key: all of them are on one server, or they are
    // divided between the nodes of a cluster.
    //
    // The tokens have one hash tag and so one node. The breaker for them
    // follows their slot to whichever node has it, as it follows the primary
    // that sentinels name. Values are asked of their own nodes.
    //
    // Any thread may use it.
    //
    class router
    {
    public:
      // One of the tokens' keys tells their slot, and is what a probe reads.
      // lost is called when their server is lost; see circuit_breaker.
      //
      router (const options&, const std::string& key_of_tokens,
              support::counters&, support::log&, std::function<void ()> lost);
      ~router ();

      // Shared by address.
      //
      router (const router&) = delete;
      router& operator= (const router&) = delete;

      circuit_breaker& tokens () noexcept
      {
        return tokens_;
      }

      const circuit_breaker& tokens () const noexcept
      {
        return tokens_;
      }

      // The nodes, or null if there is one server.
      //
      cluster* nodes () const noexcept
      {
        return cluster_.get ();
      }

      // Calls f with a connection to the node of this key, and again if
      // another node has it. So f must start from the beginning, and throw
      // server_error for an error reply. If that fails, the breaker of the
      // node counts and logs it, as "what: the reason".
      //
      typedef std::function<void (connection&, deadline)> operation;

      bool call (const std::string& key, const char* what, deadline,
                 const operation& f) noexcept;

      // Tells which keys belong together: the number of the node that has the
      // key, as far as this process knows.
      //
      std::size_t number_of_node (const std::string& key) const noexcept;

      // Has the slots read again soon, and nodes that are down probed.
      //
      void attend () noexcept;

      // Adds what is counted for each node.
      //
      void add_to (stats&) const;

      // The nodes that are down.
      //
      std::vector<health::node> down () const;

      // Counts and logs the exception that is being handled, which a call to
      // this node has ended with.
      //
      void failed (cluster::node&, const char* what) noexcept;

    private:
      router (const options&, const endpoint&,
              const std::string& key_of_tokens, support::counters&,
              support::log&, std::function<void ()> lost);

      destination destination_of_tokens (const options&, const endpoint&,
                                         const std::string& key);
      bool attempt () noexcept;
      std::vector<cluster::node*> to_probe () const;
      void call_owner (slot, deadline, const operation&,
                       cluster::node*& asked);

      // The end of the others calls this one, which does nothing any more
      // once it is stopped.
      //
      support::retrying attending_;
      const slot slot_of_tokens_;
      std::unique_ptr<cluster> cluster_;
      circuit_breaker tokens_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_ROUTER_HXX
