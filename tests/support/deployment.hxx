#ifndef TESTS_SUPPORT_DEPLOYMENT_HXX
#define TESTS_SUPPORT_DEPLOYMENT_HXX

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/reply.hxx>

#include <tests/support/redis-commands.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  class redis_cluster;

  // The Redis of a test that only cares for keys and values: a server of its
  // own or, if the environment variable ODB_ALKEY_TEST_DEPLOYMENT is
  // "cluster", a cluster. Clusters take long to start; hence they stay until
  // the program ends, and the next test has them as new.
  //
  //   deployment d;
  //   settle (d);
  //   odb_alkey::plugin alkey (db, patient_options (d.url ()));
  //   d.command ({"GET", "x"});
  //
  // It is used as a redis_server is. Whatever only a single server has throws
  // std::logic_error if it is a cluster.
  //
  class deployment: public redis_commands
  {
  public:
    enum class kind
    {
      server,
      cluster
    };

    // A test that wants something special from the server gets one.
    //
    explicit deployment (
      std::vector<std::string> arguments = {},
      redis_server::listen = redis_server::listen::local,
      redis_server::clock = redis_server::clock::the_machine_s);

    explicit deployment (kind);
    ~deployment () override;

    deployment (const deployment&) = delete;
    deployment& operator= (const deployment&) = delete;

    // The single server.
    //
    operator redis_server& ();
    operator const redis_server& () const;

    std::string url (const std::string& login = "") const;
    std::string tcp_url () const;
    std::string tls_url (const std::string& host = "localhost") const;
    const std::string& directory () const;
    std::uint16_t port () const;
    pid_t pid () const;
    void step_clock (std::chrono::seconds by);

    bool is_cluster () const
    {
      return cluster_ != nullptr;
    }

    // Counts the commands that all nodes have executed, but for those of this
    // function.
    //
    std::uint64_t executed ();

    // All servers, also of a cluster, which keeps its slots.
    //
    void kill ();
    void stop ();
    void resume ();
    void restart ();

    // In a cluster, a command goes to the node that has its key, or that has
    // the tokens of the usual name space if the command has no key. All nodes
    // get what concerns all of a server (FLUSHALL, SCRIPT, ACL, CONFIG SET,
    // CLIENT KILL), and the last reply is returned, or the first error. KEYS
    // finds the keys of all.
    //
    odb_alkey::redis::reply
    command (const std::vector<std::string>& words) override;

  private:
    friend void settle (deployment&, const std::string&);

    struct shared_cluster;

    redis_server& server () const;
    void each (void (redis_server::*alone) (),
               void (redis_cluster::*node) (std::size_t));
    odb_alkey::redis::reply routed (const std::vector<std::string>&);
    odb_alkey::redis::reply at_all (const std::vector<std::string>&);
    odb_alkey::redis::reply keys (const std::vector<std::string>&);

    std::uint64_t counted_ = 0;
    std::unique_ptr<redis_server> server_;
    std::unique_ptr<shared_cluster> cluster_;
  };

  void settle (deployment&, const std::string& name_space = "alkey");
}

#endif // TESTS_SUPPORT_DEPLOYMENT_HXX
