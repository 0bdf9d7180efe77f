#ifndef TESTS_SUPPORT_CLUSTER_NODE_HXX
#define TESTS_SUPPORT_CLUSTER_NODE_HXX

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/reply.hxx>

#include <tests/support/cluster-view.hxx>
#include <tests/support/proxy-sockets.hxx>
#include <tests/support/redis-commands.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  struct cluster_setup
  {
    std::size_t primaries = 3;
    std::size_t replicas = 3;

    // A node that does not answer for so long is missed.
    //
    std::chrono::milliseconds node_timeout = std::chrono::seconds (1);

    // The nodes speak TLS and nothing else, also with each other.
    //
    bool encrypted = false;

    // The nodes tell clients that they are at localhost, and not at an
    // address. See redis_cluster::knows_names ().
    //
    bool by_name = false;

    // The password of everybody, and of nodes for each other.
    //
    std::string password;

    // Further users, each by the words of ACL SETUSER: its name and the rules.
    //
    std::vector<std::vector<std::string>> users;

    // At the end of the command lines of all nodes, where they win.
    //
    std::vector<std::string> arguments;
  };

  // The first number of the version of redis-server, such as 7.
  //
  int redis_version ();

  // A node of a cluster: a server, and what the test knows of it.
  //
  class cluster_node: public redis_commands
  {
  public:
    explicit cluster_node (const cluster_setup&);

    // Returns "host:port" as the nodes tell it to clients.
    //
    std::string address () const;

    // The URL of its socket, with the password of everybody.
    //
    std::string local_url () const;

    const std::string& id () const
    {
      return id_;
    }

    std::uint16_t port () const
    {
      return server_.port ();
    }

    pid_t pid () const
    {
      return server_.pid ();
    }

    // False also while it is stopped.
    //
    bool runs () const
    {
      return pid () != -1 && !stopped_;
    }

    void kill ();
    void stop ();
    void resume ();
    void restart ();

    odb_alkey::redis::reply
    command (const std::vector<std::string>& words) override;

    // It does the same. Throws std::runtime_error if the reply is an error.
    //
    odb_alkey::redis::reply order (const std::vector<std::string>& words);

    cluster_view view ();

    // The slots of keys, in one round trip.
    //
    std::vector<unsigned> slots_of (const std::vector<std::string>& keys);

    // A field of CLUSTER INFO and of INFO replication.
    //
    std::string info (const std::string& field);
    std::string replication (const std::string& field);

  private:
    // Both ports are the node's also while it does not run. The second is
    // where other nodes find it: servers before 7.0 take no other.
    //
    struct ports
    {
      ports ();

      std::unique_ptr<proxying::reserved_port> clients;
      std::unique_ptr<proxying::reserved_port> nodes;
    };

    odb_alkey::redis::connection& connection ();

    const ports ports_;
    const std::string host_;
    const std::string login_;
    std::string id_;
    bool stopped_ = false;
    redis_server server_;
    std::unique_ptr<odb_alkey::redis::connection> connection_;
  };
}

#endif // TESTS_SUPPORT_CLUSTER_NODE_HXX
