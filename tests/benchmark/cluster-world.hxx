#ifndef TESTS_BENCHMARK_CLUSTER_WORLD_HXX
#define TESTS_BENCHMARK_CLUSTER_WORLD_HXX

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/benchmark/raw-redis.hxx>
#include <tests/benchmark/rows.hxx>
#include <tests/support/messages.hxx>
#include <tests/support/process.hxx>
#include <tests/support/redis-cluster.hxx>

namespace benchmarks
{
  // A Redis Cluster of so many primaries, and a database with a plugin that
  // has a connection to each node for each of some_threads.
  //
  struct cluster_world
  {
    explicit cluster_world (std::size_t primaries);

    // The node that has a Redis key, and that of all tokens.
    //
    std::size_t owner (const std::string& key);
    std::size_t tokens ();

    // Where hiredis finds a node: the same address that the nodes tell the
    // plugin.
    //
    std::string url (std::size_t node) const;

    tests::temporary_directory directory;
    tests::messages log;
    tests::redis_cluster redis;
    std::unique_ptr<odb::sqlite::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;
    std::vector<tracked_row> rows;
  };

  // Made when it is asked for first.
  //
  cluster_world& clustered (std::size_t primaries = 3);

  // Connections of hiredis, one to each node.
  //
  class raw_nodes
  {
  public:
    explicit raw_nodes (cluster_world&);

    raw_redis& operator[] (std::size_t node)
    {
      return nodes_[node];
    }

  private:
    std::deque<raw_redis> nodes_;
  };

  // The code that somebody would write by hand to read tokens and values at
  // the same time: an MGET and GETs in one pipeline to each node, all of which
  // are sent before a reply is awaited.
  //
  class raw_fetch
  {
  public:
    raw_fetch (cluster_world&, raw_nodes&,
               const std::vector<std::string>& mget,
               const std::vector<std::string>& entries);

    // Returns how many replies are values of at least this size.
    //
    std::size_t run (std::size_t size);

  private:
    struct part
    {
      raw_redis* to;
      std::deque<raw_command> commands;
    };

    std::deque<part> parts_;
  };
}

#endif // TESTS_BENCHMARK_CLUSTER_WORLD_HXX
