#include <tests/fault/outages/cluster-site.hxx>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include <odb_alkey/redis/slot.hxx>

#include <tests/support/await.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    const std::chrono::milliseconds patient (60000);
    const std::chrono::milliseconds impatient (1000);

    // A commit writes a thousand bytes to its tokens.
    //
    const unsigned long long some_commits (30000);

    // The user that replicas are to their primaries, which can be locked out.
    //
    const char replica_user[] = "replica";

    tests::cluster_setup setup ()
    {
      tests::cluster_setup s;
      s.node_timeout = patient;
      s.users = {{replica_user, "on", ">pw", "+@all"}};
      s.arguments = {"--masteruser", replica_user, "--masterauth", "pw"};
      return s;
    }
  }

  cluster_site::cluster_site ()
      : nodes_ (setup ()),
        slot_of_tokens_ (odb_alkey::redis::slot_of ("{alkey}:origin"))
  {
    tests::settle (nodes_);
  }

  std::size_t cluster_site::node_of_tokens ()
  {
    return nodes_.owner_of (slot_of_tokens_);
  }

  std::vector<std::size_t> cluster_site::running ()
  {
    std::vector<std::size_t> r;

    for (std::size_t i (0); i != nodes_.size (); ++i)
    {
      if (nodes_.runs (i))
        r.push_back (i);
    }

    return r;
  }

  void cluster_site::choose (part p)
  {
    chosen_ = p == part::tokens ? node_of_tokens () : node_of_values ();
    replica_ = nodes_.replica_of (chosen_);
    elects_ = true;
  }

  void cluster_site::choose_successor ()
  {
    std::swap (chosen_, replica_);
    elects_ = true;
  }

  // The one with the most values: a slot may have been moved to any.
  //
  std::size_t cluster_site::node_of_values ()
  {
    const std::size_t tokens (node_of_tokens ());
    std::size_t best (tokens);
    std::size_t most (0);

    for (std::size_t i : nodes_.primaries ())
    {
      const std::size_t n (
        nodes_.command (i, {"KEYS", "alkey:value:*"}).count ());

      if (i != tokens && (best == tokens || n > most))
      {
        best = i;
        most = n;
      }
    }

    return best;
  }

  void cluster_site::be_impatient ()
  {
    nodes_.everywhere ({"CONFIG", "SET", "cluster-node-timeout",
                        std::to_string (impatient.count ())});
  }

  void cluster_site::hold_back_replica ()
  {
    tests::redis_commands& s (nodes_.server (chosen_));
    tests::order (s, {"ACL", "SETUSER", replica_user, "off"});
    tests::order (s, {"CLIENT", "KILL", "TYPE", "replica"});

    const auto written = [&s]
    {
      return std::stoull (
        tests::info (s, "replication", "master_repl_offset"));
    };
    const unsigned long long then (written ());
    tests::await ("commits that the replica does not get",
                  [&] { return written () > then + some_commits; });
  }

  void cluster_site::replace (const std::string& option)
  {
    std::vector<std::string> words {"CLUSTER", "FAILOVER"};
    elects_ = option != "TAKEOVER";

    if (!option.empty ())
      words.push_back (option);

    tests::order (nodes_.server (replica_), words);
  }

  void cluster_site::await_vote ()
  {
    std::this_thread::sleep_until (
      std::max (elections_[chosen_].lost + 2 * impatient,
                elections_[replica_].won + 4 * impatient));
  }

  void cluster_site::note_election ()
  {
    if (elects_)
      elections_[chosen_].lost = elections_[replica_].won =
        std::chrono::steady_clock::now ();
  }

  void cluster_site::await_hand_over ()
  {
    nodes_.promote (replica_);
    note_election ();
  }

  void cluster_site::await_successor ()
  {
    tests::await ("a replica to take over",
                  [this]
                  {
                    const std::vector<std::size_t> p (nodes_.primaries ());
                    return std::find (p.begin (), p.end (), replica_) !=
                           p.end ();
                  });
    note_election ();
  }

  void cluster_site::renew ()
  {
    for (std::size_t i (0); i != nodes_.size (); ++i)
    {
      if (nodes_.forgotten (i))
        continue;

      if (nodes_.pid (i) == -1)
        nodes_.restart (i);
      else if (!nodes_.runs (i))
        nodes_.resume (i);
    }

    nodes_.everywhere ({"ACL", "SETUSER", replica_user, "on"});
    nodes_.await_agreement ();
    nodes_.everywhere ({"CONFIG", "SET", "cluster-node-timeout",
                        std::to_string (patient.count ())});
  }

  void cluster_site::cut ()
  {
    tests::order (nodes_.server (chosen_),
                  {"CLIENT", "KILL", "TYPE", "normal"});
  }

  std::vector<unsigned> cluster_site::slots_of (part p)
  {
    if (p == part::tokens)
      return {slot_of_tokens_};

    odb_alkey::redis::reply keys (
      nodes_.command (chosen_, {"KEYS", "alkey:value:*"}));
    std::set<unsigned> all;

    for (std::size_t i (0); i != keys.count (); ++i)
      all.insert (odb_alkey::redis::slot_of (keys[i].str ()));

    all.erase (slot_of_tokens_);
    return std::vector<unsigned> (all.begin (), all.end ());
  }

  std::size_t cluster_site::another_than_chosen ()
  {
    const std::vector<std::size_t> all (nodes_.primaries ());
    return *std::find_if (all.begin (), all.end (),
                          [this] (std::size_t i) { return i != chosen_; });
  }

  void cluster_site::begin_to_move (part p, unsigned percent)
  {
    const std::size_t to (another_than_chosen ());
    moved_ = slots_of (p);

    for (unsigned s : moved_)
    {
      nodes_.begin_migration (s, to);
      const auto keys (nodes_
                         .command (chosen_, {"CLUSTER", "COUNTKEYSINSLOT",
                                             std::to_string (s)})
                         .number ());
      nodes_.move_keys (s, static_cast<std::size_t> (keys) * percent / 100);
    }
  }

  void cluster_site::end_to_move ()
  {
    for (unsigned s : moved_)
    {
      nodes_.move_keys (s);
      nodes_.end_migration (s);
    }
  }

  void cluster_site::move_all (std::size_t to)
  {
    for (unsigned s : moved_)
      nodes_.migrate_slot (s, to);
  }

  void cluster_site::move_back ()
  {
    move_all (chosen_);
  }

  void cluster_site::move_away ()
  {
    moved_ = slots_of (part::values);
    move_all (another_than_chosen ());
  }

  void cluster_site::add_node ()
  {
    be_impatient ();
    added_ = nodes_.add_node ();
  }

  void cluster_site::move_to_added (part p)
  {
    moved_ = slots_of (p);
    move_all (added_);
  }

  void cluster_site::remove_added ()
  {
    move_back ();
    nodes_.forget_node (added_);
    renew ();
  }

  void cluster_site::kill_replicas ()
  {
    for (std::size_t p : nodes_.primaries ())
    {
      for (std::size_t r : nodes_.replicas_of (p))
        nodes_.kill (r);
    }
  }
}
