#include <tests/support/redis-cluster.hxx>

#include <algorithm>
#include <stdexcept>

#include <odb_alkey/exception.hxx>

#include <tests/support/await.hxx>

namespace redis = odb_alkey::redis;

namespace tests
{
  const unsigned redis_cluster::slots;

  redis_cluster::redis_cluster (const cluster_setup& s): setup_ (s)
  {
    for (std::size_t i (0); i != s.primaries + s.replicas; ++i)
    {
      nodes_.push_back (std::make_unique<cluster_node> (s));
      forgotten_.push_back (false);
    }

    add_slots ();

    for (std::size_t i (0); i != size (); ++i)
      meet (i);

    for (std::size_t i (0); i != s.replicas; ++i)
      replicate (s.primaries + i, i % s.primaries);

    await_agreement ();
  }

  redis_cluster::~redis_cluster () = default;

  bool redis_cluster::knows_names ()
  {
    return redis_version () >= 7;
  }

  std::string redis_cluster::url (const std::string& login) const
  {
    std::vector<std::size_t> all;

    for (std::size_t i (0); i != size (); ++i)
    {
      if (!forgotten (i))
        all.push_back (i);
    }

    return url (all, login);
  }

  std::string redis_cluster::url (const std::vector<std::size_t>& nodes,
                                  const std::string& login) const
  {
    std::string r (setup_.encrypted ? "rediss-cluster://"
                                    : "redis-cluster://");

    if (!login.empty ())
      r += login + '@';
    else if (!setup_.password.empty ())
      r += ':' + setup_.password + '@';

    for (std::size_t i (0); i != nodes.size (); ++i)
      r += (i == 0 ? "" : ",") + address (nodes[i]);

    return r;
  }

  std::string redis_cluster::address (std::size_t i) const
  {
    return node (i).address ();
  }

  std::string redis_cluster::local_url (std::size_t i) const
  {
    return node (i).local_url ();
  }

  std::uint16_t redis_cluster::port (std::size_t i) const
  {
    return node (i).port ();
  }

  pid_t redis_cluster::pid (std::size_t i) const
  {
    return node (i).pid ();
  }

  const std::string& redis_cluster::id (std::size_t i) const
  {
    return node (i).id ();
  }

  bool redis_cluster::runs (std::size_t i) const
  {
    return node (i).runs ();
  }

  unsigned redis_cluster::slot_of (const std::string& key)
  {
    return static_cast<unsigned> (
      any ().order ({"CLUSTER", "KEYSLOT", key}).number ());
  }

  std::size_t redis_cluster::owner_of (unsigned slot)
  {
    return number (any ().view ().owner (slot));
  }

  bool redis_cluster::is_primary (std::size_t i)
  {
    return any ().view ().members.at (id (i)).primary;
  }

  std::vector<std::size_t> redis_cluster::primaries ()
  {
    std::vector<std::size_t> r;

    for (const auto& m : any ().view ().members)
    {
      if (!m.second.slots.empty ())
        r.push_back (number (m.first));
    }

    std::sort (r.begin (), r.end ());
    return r;
  }

  std::vector<std::size_t> redis_cluster::replicas_of (std::size_t primary)
  {
    std::vector<std::size_t> r;

    for (const auto& m : any ().view ().members)
    {
      if (!m.second.primary && m.second.of == id (primary))
        r.push_back (number (m.first));
    }

    std::sort (r.begin (), r.end ());
    return r;
  }

  std::size_t redis_cluster::replica_of (std::size_t primary)
  {
    const std::vector<std::size_t> all (replicas_of (primary));

    if (all.empty ())
      throw std::runtime_error (address (primary) + " has no replica");

    return all.front ();
  }

  std::string redis_cluster::key_in (unsigned slot, const std::string& begin)
  {
    const unsigned many (1000);

    for (unsigned i (0); i != 300; ++i)
    {
      std::vector<std::string> keys;

      for (unsigned k (i * many); k != (i + 1) * many; ++k)
        keys.push_back (begin + std::to_string (k));

      const std::vector<unsigned> all (any ().slots_of (keys));
      const auto p (std::find (all.begin (), all.end (), slot));

      if (p != all.end ())
        return keys[static_cast<std::size_t> (p - all.begin ())];
    }

    throw std::runtime_error ("no key of slot " + std::to_string (slot) +
                              " begins with " + begin);
  }

  redis::reply redis_cluster::command (std::size_t i,
                                       const std::vector<std::string>& words)
  {
    return node (i).command (words);
  }

  redis_commands& redis_cluster::server (std::size_t i)
  {
    return node (i);
  }

  void redis_cluster::everywhere (const std::vector<std::string>& words)
  {
    for (const std::unique_ptr<cluster_node>& n : nodes_)
    {
      if (n->runs ())
        n->order (words);
    }
  }

  // A redirection is "ASK 3999 127.0.0.1:6381". While a slot is moved, the
  // owner is still the old one.
  //
  redis::reply redis_cluster::at_owner (const std::string& key,
                                        const std::vector<std::string>& words)
  {
    const unsigned slot (slot_of (key));
    redis::reply r (command (owner_of (slot), words));

    if (!r.error () || r.str ().compare (0, 4, "ASK ") != 0)
      return r;

    const std::size_t to (migrations_.at (slot).to);
    node (to).order ({"ASKING"});
    return command (to, words);
  }

  void redis_cluster::await_agreement ()
  {
    await ("the cluster to agree", [this] { return agree (); });
  }

  void redis_cluster::await_failed (std::size_t i)
  {
    await ("all to miss " + address (i),
           [&]
           {
             return std::all_of (
               nodes_.begin (), nodes_.end (),
               [&] (const std::unique_ptr<cluster_node>& n) {
                 return !n->runs () || n->view ().members.at (id (i)).failed;
               });
           });
  }

  std::size_t redis_cluster::await_failover (std::size_t i)
  {
    const unsigned slot (left_.at (i));
    await ("the failover of " + address (i),
           [&] { return owner_of (slot) != i && agree (); });
    return owner_of (slot);
  }

  cluster_node& redis_cluster::node (std::size_t i) const
  {
    return *nodes_.at (i);
  }

  cluster_node& redis_cluster::any ()
  {
    for (const std::unique_ptr<cluster_node>& n : nodes_)
    {
      if (n->runs ())
        return *n;
    }

    throw std::runtime_error ("no node of the cluster runs");
  }

  std::size_t redis_cluster::number (const std::string& id) const
  {
    for (std::size_t i (0); i != size (); ++i)
    {
      if (node (i).id () == id)
        return i;
    }

    throw std::runtime_error ("no node of the cluster has this id: " + id);
  }

  bool redis_cluster::forgotten (std::size_t i) const
  {
    return forgotten_.at (i);
  }

  bool redis_cluster::agree ()
  {
    const cluster_view v (any ().view ());

    return in_touch (v) &&
           std::all_of (nodes_.begin (), nodes_.end (),
                        [&] (const std::unique_ptr<cluster_node>& n)
                        { return !n->runs () || agrees (*n, v); });
  }

  bool redis_cluster::agrees (cluster_node& n, const cluster_view& v)
  {
    const cluster_view own (n.view ());
    return own.agrees_with (v) && in_touch (own) && in_step (n, own) &&
           (!complete (own) || n.info ("cluster_state") == "ok");
  }

  // All nodes are known, and nobody misses one that runs.
  //
  bool redis_cluster::in_touch (const cluster_view& v) const
  {
    if (v.incomplete)
      return false;

    for (std::size_t i (0); i != size (); ++i)
    {
      if (forgotten (i))
        continue;

      const auto m (v.members.find (id (i)));

      if (m == v.members.end () ||
          (runs (i) && (!m->second.connected || m->second.suspected)))
        return false;
    }

    return true;
  }

  // A replica has all of the past that its primary has, if that runs.
  //
  bool redis_cluster::in_step (cluster_node& n, const cluster_view& own)
  {
    const cluster_view::member& m (own.members.at (n.id ()));

    if (m.primary || !runs (number (m.of)))
      return true;

    const std::string offset (
      node (number (m.of)).replication ("master_repl_offset"));
    return n.replication ("master_link_status") == "up" &&
           std::stoull (n.replication ("slave_repl_offset")) >=
             std::stoull (offset);
  }

  // Nodes that run have all slots.
  //
  bool redis_cluster::complete (const cluster_view& v) const
  {
    unsigned n (0);

    for (const auto& m : v.members)
    {
      if (m.second.count () != 0 && runs (number (m.first)))
        n += m.second.count ();
    }

    return n == slots;
  }

  void redis_cluster::await (const std::string& what,
                             const std::function<bool ()>& f)
  {
    auto asked = [&f]
    {
      try
      {
        return f ();
      }
      catch (const odb_alkey::redis_unavailable&)
      {
        return false;
      }
    };

    if (comes_true (asked))
      return;

    std::string all ("waited in vain for " + what);

    for (std::size_t i (0); i != size (); ++i)
    {
      if (runs (i))
        all += "\n\n" + address (i) + ":\n" +
               command (i, {"CLUSTER", "NODES"}).str () +
               command (i, {"CLUSTER", "INFO"}).str ();
    }

    throw std::runtime_error (all);
  }

  void settle (redis_cluster& c, const std::string& name_space)
  {
    const std::size_t i (c.owner_of (c.slot_of ('{' + name_space + '}')));
    settle (c.server (i), c.local_url (i), name_space);
  }
}
