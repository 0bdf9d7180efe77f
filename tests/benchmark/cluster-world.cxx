#include <tests/benchmark/cluster-world.hxx>

#include <map>

#include <odb/transaction.hxx>

#include <odb_alkey/redis/slot.hxx>

#include <tests/benchmark/by-threads.hxx>
#include <tests/benchmark/world.hxx>
#include <tests/support/redis-setup.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    const std::size_t cluster_rows (100);

    // Nothing fails, and nodes do not miss one that is busy.
    //
    tests::cluster_setup calm (std::size_t primaries)
    {
      tests::cluster_setup s;
      s.primaries = primaries;
      s.replicas = 0;
      s.node_timeout = std::chrono::seconds (60);
      return s;
    }
  }

  cluster_world::cluster_world (std::size_t primaries)
      : redis (calm (primaries)),
        db (tests::make_database (directory.path () + "/db"))
  {
    odb::transaction t (db->begin ());

    for (std::size_t i (1); i <= cluster_rows; ++i)
    {
      tracked_row r;
      r.id = i;
      r.name = "row " + std::to_string (i);
      db->persist (r);
    }

    t.commit ();
    settle (redis);

    odb_alkey::options o (tests::patient_options (redis.url ()));
    o.max_connections = some_threads;
    o.log = log.listener ();
    alkey.reset (new odb_alkey::plugin (*db, o));
    rows = objects (*alkey, *db, cluster_rows);
  }

  std::size_t cluster_world::owner (const std::string& key)
  {
    return redis.owner_of (odb_alkey::redis::slot_of (key));
  }

  std::size_t cluster_world::tokens ()
  {
    return owner ("{alkey}:origin");
  }

  std::string cluster_world::url (std::size_t node) const
  {
    return "redis://" + redis.address (node);
  }

  cluster_world& clustered (std::size_t primaries)
  {
    static std::map<std::size_t, std::unique_ptr<cluster_world>> all;
    std::unique_ptr<cluster_world>& w (all[primaries]);

    if (w == nullptr)
      w.reset (new cluster_world (primaries));

    return *w;
  }

  raw_nodes::raw_nodes (cluster_world& w)
  {
    for (std::size_t i (0); i != w.redis.size (); ++i)
      nodes_.emplace_back (w.url (i));
  }

  raw_fetch::raw_fetch (cluster_world& w, raw_nodes& nodes,
                        const std::vector<std::string>& mget,
                        const std::vector<std::string>& entries)
  {
    std::map<std::size_t, part*> of;

    auto add = [&] (std::size_t node, const std::vector<std::string>& words)
    {
      part*& p (of[node]);

      if (p == nullptr)
      {
        parts_.emplace_back ();
        p = &parts_.back ();
        p->to = &nodes[node];
      }

      p->commands.emplace_back (words);
    };

    add (w.tokens (), mget);

    for (const std::string& e : entries)
      add (w.owner (e), {"GET", e});
  }

  std::size_t raw_fetch::run (std::size_t size)
  {
    std::size_t found (0);

    for (part& p : parts_)
      p.to->send (p.commands);

    for (part& p : parts_)
    {
      for (std::size_t i (0); i != p.commands.size (); ++i)
      {
        raw_reply r (p.to->receive ());
        found += r->type == REDIS_REPLY_STRING &&
                     static_cast<std::size_t> (r->len) >= size
                   ? 1
                   : 0;
      }
    }

    return found;
  }
}
