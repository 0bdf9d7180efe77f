#ifndef TESTS_FAULT_OUTAGES_CLUSTER_SITE_HXX
#define TESTS_FAULT_OUTAGES_CLUSTER_SITE_HXX

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <tests/support/redis-cluster.hxx>

namespace outages
{
  // A cluster of three primaries and three replicas, of which one node after
  // the other is lost.
  //
  //   cluster_site s;
  //   s.choose (cluster_site::part::tokens);
  //   s.be_impatient ();
  //   s.nodes ().kill (s.chosen ());
  //   s.await_successor ();
  //   s.renew ();             // three primaries and three replicas again
  //
  // Its nodes are patient: none is replaced because the machine is busy.
  //
  class cluster_site
  {
  public:
    enum class part
    {
      tokens,
      values
    };

    cluster_site ();

    cluster_site (const cluster_site&) = delete;
    cluster_site& operator= (const cluster_site&) = delete;

    tests::redis_cluster& nodes ()
    {
      return nodes_;
    }

    // The primary that has the tokens.
    //
    std::size_t node_of_tokens ();

    // The servers that run.
    //
    std::vector<std::size_t> running ();

    // Chooses the node that the fault is about, and remembers its replica: the
    // node of the tokens, or one that only has values.
    //
    void choose (part);

    // Chooses the node that took the place of the one that was chosen last,
    // and is its primary now.
    //
    void choose_successor ();

    std::size_t chosen () const
    {
      return chosen_;
    }

    std::size_t replica () const
    {
      return replica_;
    }

    // Until renew (), nodes miss one that does not answer for a second. They
    // also tell each other within a second what they know.
    //
    void be_impatient ();

    // Returns when nodes that are impatient would let the replica take over:
    // they vote against the same primary once in two seconds, and a replica
    // asks for votes once in four.
    //
    void await_vote ();

    // The replica gets nothing more of what is written, until renew (). It
    // returns when some commits have written.
    //
    void hold_back_replica ();

    // CLUSTER FAILOVER with this option, if any, of the replica. It returns at
    // once.
    //
    void replace (const std::string& option = "");

    // Returns when the primary has handed over to the replica.
    //
    void await_hand_over ();

    // Returns when the replica has taken the place of the node that was
    // chosen, although others may not have heard of it.
    //
    void await_successor ();

    // Lets every node run that was killed or stopped, and ends everything that
    // lasts until then. Returns when the cluster agrees.
    //
    void renew ();

    // Closes all connections of clients to the node.
    //
    void cut ();

    // Begins to move slots of the node to another primary, together with this
    // part of their keys; ends that; and moves them back. The slots are that
    // of the tokens, or those that have values.
    //
    void begin_to_move (part, unsigned percent);
    void end_to_move ();
    void move_back ();

    // Moves the slots that have values to another primary.
    //
    void move_away ();

    // Adds a node, which gets slots of the one that was chosen; and gives them
    // back, and lets it go.
    //
    void add_node ();
    void move_to_added (part);
    void remove_added ();

    void kill_replicas ();

  private:
    std::vector<unsigned> slots_of (part);
    std::size_t node_of_values ();
    std::size_t another_than_chosen ();
    void move_all (std::size_t to);
    void note_election ();

    tests::redis_cluster nodes_;
    const unsigned slot_of_tokens_;
    std::size_t chosen_ = 0;
    std::size_t replica_ = 0;
    std::size_t added_ = 0;
    std::vector<unsigned> moved_;

    struct elections
    {
      std::chrono::steady_clock::time_point won;
      std::chrono::steady_clock::time_point lost;
    };

    std::map<std::size_t, elections> elections_;
    bool elects_ = true;
  };
}

#endif // TESTS_FAULT_OUTAGES_CLUSTER_SITE_HXX
