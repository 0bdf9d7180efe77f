#ifndef TESTS_SUPPORT_REDIS_CLUSTER_HXX
#define TESTS_SUPPORT_REDIS_CLUSTER_HXX

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/reply.hxx>

#include <tests/support/cluster-node.hxx>

namespace tests
{
  // A Redis Cluster of the test's own: servers on the loopback interface that
  // share the slots, keep nothing, and die with the thread that made them.
  //
  //   redis_cluster c;                      // primaries 0 to 2, replicas 3 to
  //   5 c.at_owner ("x", {"SET", "x", "1"}); std::size_t i (c.owner_of
  //   (c.slot_of ("x"))); c.kill (i); c.await_failover (i);                 //
  //   the slots are c.replica_of (i)'s
  //
  // Nodes have numbers from 0 on, which stay theirs. Functions return when
  // the cluster agrees on what they did, unless they say something else, and
  // throw std::runtime_error with all that the nodes say if it never does. One
  // thread may use it at a time.
  //
  class redis_cluster
  {
  public:
    static const unsigned slots = 16384;

    // Primaries come first, with equal shares of the slots. Replicas are
    // those of one primary after the other. It takes two seconds, for which a
    // primary that has started refuses commands.
    //
    explicit redis_cluster (const cluster_setup& = {});
    ~redis_cluster ();

    redis_cluster (const redis_cluster&) = delete;
    redis_cluster& operator= (const redis_cluster&) = delete;

    // True if the servers can tell clients names instead of addresses, as
    // Redis can from 7.0 on.
    //
    static bool knows_names ();

    // Clients take this; it has all nodes, or these. login is what stands
    // before the '@': user:password. Without one it is the password of
    // everybody.
    //
    std::string url (const std::string& login = "") const;
    std::string url (const std::vector<std::size_t>& nodes,
                     const std::string& login = "") const;

    // All nodes that there ever were.
    //
    std::size_t size () const
    {
      return nodes_.size ();
    }

    // Returns "127.0.0.1:port", as the nodes say it.
    //
    std::string address (std::size_t node) const;

    // The URL of its socket, which takes clients of single servers.
    //
    std::string local_url (std::size_t node) const;

    std::uint16_t port (std::size_t node) const;
    pid_t pid (std::size_t node) const;
    const std::string& id (std::size_t node) const;
    bool runs (std::size_t node) const;

    // See forget_node ().
    //
    bool forgotten (std::size_t node) const;

    // These ask a node that runs. The primaries have slots; those that do not
    // run are among them until another node takes their place.
    //
    unsigned slot_of (const std::string& key);
    std::size_t owner_of (unsigned slot);
    bool is_primary (std::size_t node);
    std::vector<std::size_t> primaries ();
    std::vector<std::size_t> replicas_of (std::size_t primary);

    // The first of them.
    //
    std::size_t replica_of (std::size_t primary);

    // Returns a key of this slot that begins like this.
    //
    std::string key_in (unsigned slot, const std::string& begin = "");

    // The reply of this node, which can be MOVED to another. The command is
    // sent with everybody's password.
    //
    odb_alkey::redis::reply command (std::size_t node,
                                     const std::vector<std::string>& words);

    // The node, for what sends commands to servers.
    //
    redis_commands& server (std::size_t node);

    // Sends a command that must succeed to all nodes that run.
    //
    void everywhere (const std::vector<std::string>& words);

    // The reply of the node that has the key, also in the middle of a
    // migration.
    //
    odb_alkey::redis::reply at_owner (const std::string& key,
                                      const std::vector<std::string>& words);

    // These do what redis_server's do, and return at once.
    //
    void kill (std::size_t node);
    void stop (std::size_t node);
    void resume (std::size_t node);

    // Resumes a node that was stopped.
    //
    void go_on (std::size_t node);

    // Starts a node again, empty, as the node that it was.
    //
    void restart (std::size_t node);

    // All nodes that run miss this one.
    //
    void await_failed (std::size_t node);

    // Waits until another node has the slots of this one, which was killed
    // or stopped, and returns it.
    //
    std::size_t await_failover (std::size_t node);

    // Waits until all nodes that run see the same, are connected, and have
    // what their primaries have; and accept commands, if all slots are those
    // of nodes that run.
    //
    void await_agreement ();

    // Let a replica take the place of its primary: which hands over if it
    // runs (FAILOVER), which is not asked (FORCE), and with nobody asked
    // (TAKEOVER).
    //
    void promote (std::size_t replica);
    void force (std::size_t replica);
    void take_over (std::size_t replica);

    // The slot goes to another primary, with its keys. The other three are
    // its steps: between the first and the last, the owner tells a client to
    // ASK the other for a key that it does not have (any more). move_keys ()
    // moves at most so many keys, and returns how many.
    //
    void migrate_slot (unsigned slot, std::size_t to);
    void begin_migration (unsigned slot, std::size_t to);
    std::size_t move_keys (unsigned slot,
                           std::size_t count = std::size_t (-1));
    void end_migration (unsigned slot);

    // Starts a primary without slots, or a replica of a primary, and returns
    // its number.
    //
    std::size_t add_node ();
    std::size_t add_replica (std::size_t primary);

    // Takes a node without slots out of the cluster and kills it.
    //
    void forget_node (std::size_t node);

    // FLUSHALL, also of the replicas, before it returns.
    //
    void flush ();

  private:
    struct migration
    {
      std::size_t from;
      std::size_t to;
    };

    cluster_node& node (std::size_t) const;
    cluster_node& any ();
    std::size_t number (const std::string& id) const;

    void add_slots ();
    void meet (std::size_t with);
    void replicate (std::size_t replica, std::size_t primary);
    void fail_over (std::size_t replica, const std::string& how);
    void leave (std::size_t);

    bool agree ();
    bool agrees (cluster_node&, const cluster_view&);
    bool in_touch (const cluster_view&) const;
    bool in_step (cluster_node&, const cluster_view&);
    bool complete (const cluster_view&) const;

    // Waits as tests::await () does. A node that closes its connection
    // meanwhile is asked again.
    //
    void await (const std::string& what, const std::function<bool ()>&);

    const cluster_setup setup_;
    std::vector<std::unique_ptr<cluster_node>> nodes_;
    std::vector<bool> forgotten_;

    // A slot of each node that was killed or stopped, if it had any.
    //
    std::map<std::size_t, unsigned> left_;
    std::map<unsigned, migration> migrations_;
  };

  // It does what it does with a server; the origin is where its slot is.
  //
  void settle (redis_cluster&, const std::string& name_space = "alkey");
}

#endif // TESTS_SUPPORT_REDIS_CLUSTER_HXX
