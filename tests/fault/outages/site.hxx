#ifndef TESTS_FAULT_OUTAGES_SITE_HXX
#define TESTS_FAULT_OUTAGES_SITE_HXX

#include <memory>
#include <string>
#include <vector>

#include <tests/fault/outages/cluster-site.hxx>
#include <tests/support/proxy.hxx>
#include <tests/support/redis-commands.hxx>
#include <tests/support/redis-sentinel.hxx>
#include <tests/support/redis-server.hxx>

namespace outages
{
  // The Redis that is lost in one way or another, and how to get there.
  //
  //   site s (site::kind::proxied);
  //   s.open ();              // after the processes were forked
  //   s.network ().black_hole ();
  //   s.redis ().kill ();
  //
  // A cluster has no proxy, since its nodes tell their addresses themselves.
  //
  // Actions of the proxy may use it while nobody else does.
  //
  class site
  {
  public:
    enum class kind
    {
      proxied,
      sentinels,
      cluster
    };

    explicit site (kind);

    site (const site&) = delete;
    site& operator= (const site&) = delete;

    // The proxy: what is forked later would keep its connections open.
    //
    void open ();

    // Where plugins find Redis, once it is open.
    //
    std::string url () const;

    // The server that is the primary.
    //
    redis_server& redis ()
    {
      return *primary_;
    }

    tests::proxy& network ()
    {
      return *network_;
    }

    bool has_network () const
    {
      return network_ != nullptr;
    }

    cluster_site& cluster ()
    {
      return *cluster_;
    }

    bool is_cluster () const
    {
      return cluster_ != nullptr;
    }

    // The servers that clients talk to.
    //
    std::vector<tests::redis_commands*> servers ();

    // Makes a replica that has everything, and then nothing more of what is
    // written; and lets it take the primary's place, which is gone then.
    //
    void add_laggard ();
    void promote_laggard ();

    // The address leads to another server, which is empty; and back to the
    // first, which was there all the time.
    //
    void go_elsewhere ();
    void come_back ();

    // The laggard is promoted, and at once the primary again, with the data of
    // the laggard.
    //
    void fail_over_twice ();

    // Removes what the primary has saved.
    //
    void forget_snapshot ();

    // Waits until the sentinels have made the replica the primary.
    //
    void await_fail_over ();

    // True if a commit may be in flight whose fences were lost.
    //
    bool in_quarantine ();

    // Makes Redis append all that it does to a file, and write that out as
    // appendfsync says. Then lets no file of it grow, as on a disk that is
    // full; and makes room again.
    //
    void write_to_disk (const std::string& appendfsync);
    void fill_disk ();
    void empty_disk ();

    // Limits the memory to less than is used, of which a lot may be evicted
    // under policies that evict something; and takes the limit away. The
    // policy stays, for commits that are in flight, and whose fences were
    // evicted.
    //
    void fill_memory (const std::string& policy);
    void empty_memory ();

    // Evicts all tokens that may be under this policy: nothing else is lost.
    //
    void evict_tokens (const std::string& policy);

  private:
    tests::redis_commands& server_of_tokens ();
    void lead_to (const redis_server&);

    tests::temporary_directory directory_;
    std::unique_ptr<redis_server> primary_;
    std::unique_ptr<redis_server> replica_;
    std::unique_ptr<redis_sentinel> sentinels_;
    std::unique_ptr<tests::proxy> network_;
    std::unique_ptr<cluster_site> cluster_;
  };
}

#endif // TESTS_FAULT_OUTAGES_SITE_HXX
