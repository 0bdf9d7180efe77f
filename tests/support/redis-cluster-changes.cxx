#include <tests/support/redis-cluster.hxx>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <tests/support/process.hxx>

namespace tests
{
  // Epochs of their own spare the nodes a quarrel about whose is newer.
  //
  void redis_cluster::add_slots ()
  {
    const std::size_t n (setup_.primaries);

    for (std::size_t i (0); i != n; ++i)
    {
      std::vector<std::string> words {"CLUSTER", "ADDSLOTS"};

      for (std::size_t s (slots * i / n); s != slots * (i + 1) / n; ++s)
        words.push_back (std::to_string (s));

      node (i).order (words);
      node (i).order ({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string (i + 1)});
    }
  }

  // The one before all others, so that it takes no gossip.
  //
  void redis_cluster::meet (std::size_t with)
  {
    for (std::size_t i (0); i != with; ++i)
    {
      if (runs (i))
        node (i).order (
          {"CLUSTER", "MEET", "127.0.0.1", std::to_string (port (with))});
    }
  }

  void redis_cluster::replicate (std::size_t replica, std::size_t primary)
  {
    await ("a replica to know its primary",
           [&]
           {
             return !command (replica, {"CLUSTER", "REPLICATE", id (primary)})
                       .error ();
           });
  }

  void redis_cluster::leave (std::size_t i)
  {
    if (!runs (i))
      return;

    const cluster_view v (any ().view ());
    const auto m (v.members.find (id (i)));

    if (m != v.members.end () && !m->second.slots.empty ())
      left_[i] = m->second.slots.front ().first;
  }

  void redis_cluster::kill (std::size_t i)
  {
    leave (i);
    node (i).kill ();
  }

  void redis_cluster::stop (std::size_t i)
  {
    leave (i);
    node (i).stop ();
  }

  void redis_cluster::resume (std::size_t i)
  {
    node (i).resume ();
  }

  void redis_cluster::go_on (std::size_t i)
  {
    resume (i);
    await_agreement ();
  }

  void redis_cluster::restart (std::size_t i)
  {
    if (forgotten (i))
      throw std::logic_error (address (i) + " is not in the cluster");

    node (i).restart ();
    await_agreement ();
  }

  void redis_cluster::promote (std::size_t replica)
  {
    fail_over (replica, "");
  }

  void redis_cluster::force (std::size_t replica)
  {
    fail_over (replica, "FORCE");
  }

  void redis_cluster::take_over (std::size_t replica)
  {
    fail_over (replica, "TAKEOVER");
  }

  // A replica that does not succeed gives up after five seconds, and says so
  // to nobody.
  //
  void redis_cluster::fail_over (std::size_t replica, const std::string& how)
  {
    using std::chrono::steady_clock;

    std::vector<std::string> words {"CLUSTER", "FAILOVER"};

    if (!how.empty ())
      words.push_back (how);

    steady_clock::time_point again;

    await (address (replica) + " to be a primary",
           [&]
           {
             cluster_node& n (node (replica));

             if (n.view ().members.at (n.id ()).primary)
               return agree ();

             if (steady_clock::now () > again)
             {
               n.order (words);
               again = steady_clock::now () + std::chrono::seconds (6);
             }

             return false;
           });
  }

  void redis_cluster::migrate_slot (unsigned slot, std::size_t to)
  {
    begin_migration (slot, to);
    move_keys (slot);
    end_migration (slot);
  }

  // The new owner first, so that it knows whom the old one sends to it.
  //
  void redis_cluster::begin_migration (unsigned slot, std::size_t to)
  {
    const migration m {owner_of (slot), to};
    const std::string s (std::to_string (slot));

    node (to).order ({"CLUSTER", "SETSLOT", s, "IMPORTING", id (m.from)});
    node (m.from).order ({"CLUSTER", "SETSLOT", s, "MIGRATING", id (to)});
    migrations_[slot] = m;
  }

  std::size_t redis_cluster::move_keys (unsigned slot, std::size_t count)
  {
    const migration m (migrations_.at (slot));
    std::size_t moved (0);

    while (moved != count)
    {
      const std::size_t n (std::min<std::size_t> (count - moved, 100));
      odb_alkey::redis::reply keys (
        node (m.from).order ({"CLUSTER", "GETKEYSINSLOT",
                              std::to_string (slot), std::to_string (n)}));

      if (keys.count () == 0)
        break;

      std::vector<std::string> words {
        "MIGRATE",
        "127.0.0.1",
        std::to_string (port (m.to)),
        "",
        "0",
        std::to_string (std::chrono::milliseconds (patience).count ())};

      if (!setup_.password.empty ())
        words.insert (words.end (), {"AUTH", setup_.password});

      words.push_back ("KEYS");

      for (std::size_t i (0); i != keys.count (); ++i)
        words.push_back (keys[i].str ());

      node (m.from).order (words);
      moved += keys.count ();
    }

    return moved;
  }

  // The new owner first: if it were the last, the old one would send clients
  // to a node that sends them back. An old owner without other slots may hear
  // of it before it is told, and be a replica by then: servers before 7.0
  // cannot be kept from that.
  //
  void redis_cluster::end_migration (unsigned slot)
  {
    const migration m (migrations_.at (slot));
    const std::vector<std::string> words {
      "CLUSTER", "SETSLOT", std::to_string (slot), "NODE", id (m.to)};

    node (m.to).order (words);
    odb_alkey::redis::reply r (node (m.from).command (words));

    if (r.error () && node (m.from).view ().members.at (id (m.from)).primary)
      throw std::runtime_error ("SETSLOT: " + r.str ());

    for (std::size_t i : primaries ())
    {
      if (i != m.from && i != m.to && runs (i))
        node (i).order (words);
    }

    migrations_.erase (slot);
    await_agreement ();
  }

  std::size_t redis_cluster::add_node ()
  {
    nodes_.push_back (std::make_unique<cluster_node> (setup_));
    forgotten_.push_back (false);

    const std::size_t i (size () - 1);
    meet (i);
    await_agreement ();
    return i;
  }

  std::size_t redis_cluster::add_replica (std::size_t primary)
  {
    const std::size_t i (add_node ());
    replicate (i, primary);
    await_agreement ();
    return i;
  }

  // The others hear of it from no third node for a minute after this.
  //
  void redis_cluster::forget_node (std::size_t i)
  {
    kill (i);
    forgotten_.at (i) = true;

    for (const std::unique_ptr<cluster_node>& n : nodes_)
    {
      if (n->runs ())
        n->order ({"CLUSTER", "FORGET", id (i)});
    }

    await_agreement ();
  }

  void redis_cluster::flush ()
  {
    for (std::size_t i : primaries ())
    {
      if (runs (i))
        node (i).order ({"FLUSHALL"});
    }

    await_agreement ();
  }
}
