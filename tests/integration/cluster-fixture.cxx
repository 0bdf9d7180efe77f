// The Redis Cluster that other tests use does what they expect of it.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/deployment.hxx>
#include <tests/support/redis-cluster.hxx>
#include <tests/support/redis-setup.hxx>

using tests::cluster_setup;
using tests::deployment;
using tests::redis_cluster;

namespace
{
  std::string said (redis_cluster& c, std::size_t node,
                    const std::vector<std::string>& words)
  {
    return c.command (node, words).str ();
  }

  std::string got (redis_cluster& c, const std::string& key)
  {
    return c.at_owner (key, {"GET", key}).str ();
  }

  void put (redis_cluster& c, const std::string& key, const std::string& value)
  {
    BOOST_TEST_REQUIRE (c.at_owner (key, {"SET", key, value}).str () == "OK");
  }

  bool begins (const std::string& s, const std::string& with)
  {
    return s.compare (0, with.size (), with) == 0;
  }

  typedef std::vector<std::size_t> numbers;
}

BOOST_AUTO_TEST_SUITE (cluster_fixture)

// Each primary has a replica, and a third of the slots.
//
BOOST_AUTO_TEST_CASE (slots_are_shared)
{
  redis_cluster c;
  BOOST_TEST (c.primaries () == (numbers {0, 1, 2}));
  BOOST_TEST (c.replicas_of (1) == (numbers {4}));
  BOOST_TEST (c.owner_of (0) == 0u);
  BOOST_TEST (c.owner_of (redis_cluster::slots - 1) == 2u);
  BOOST_TEST (begins (c.url (), "redis-cluster://127.0.0.1:" +
                                  std::to_string (c.port (0)) + ','));

  for (unsigned slot : {0u, 8000u, 16383u})
  {
    const std::string key (c.key_in (slot, "a key "));
    put (c, key, "a value");
    BOOST_TEST (got (c, key) == "a value");

    const std::size_t i (c.owner_of (slot));
    BOOST_TEST (said (c, (i + 1) % 3, {"GET", key}) ==
                "MOVED " + std::to_string (slot) + ' ' + c.address (i));
  }

  c.flush ();
  BOOST_TEST (c.command (1, {"DBSIZE"}).number () == 0);
}

BOOST_AUTO_TEST_CASE (a_replica_takes_the_place_of_a_primary_that_dies)
{
  redis_cluster c;
  const std::string key (c.key_in (0));
  put (c, key, "kept");
  c.await_agreement ();

  c.kill (0);
  BOOST_TEST (c.await_failover (0) == 3u);
  BOOST_TEST (got (c, key) == "kept");

  c.restart (0);
  BOOST_TEST (c.replicas_of (3) == (numbers {0}));

  c.promote (0);
  BOOST_TEST (c.primaries () == (numbers {0, 1, 2}));
  BOOST_TEST (got (c, key) == "kept");
}

// It does not know that it was replaced, and is told so when it goes on.
//
BOOST_AUTO_TEST_CASE (a_primary_that_stands_still_is_replaced)
{
  redis_cluster c;
  c.stop (1);
  BOOST_TEST (c.await_failover (1) == 4u);
  c.go_on (1);
  BOOST_TEST (c.replicas_of (4) == (numbers {1}));
}

BOOST_AUTO_TEST_CASE (replicas_are_promoted)
{
  redis_cluster c;

  c.take_over (5);
  BOOST_TEST (c.primaries () == (numbers {0, 1, 5}));
  BOOST_TEST (!c.is_primary (2));

  c.force (3);
  BOOST_TEST (c.primaries () == (numbers {1, 3, 5}));

  // With most of the primaries gone, only that is left.
  //
  c.kill (1);
  c.kill (5);
  c.take_over (4);
  c.take_over (2);
  BOOST_TEST (c.primaries () == (numbers {2, 3, 4}));
}

BOOST_AUTO_TEST_CASE (slots_move)
{
  redis_cluster c;
  const unsigned slot (100);
  const std::string first (c.key_in (slot));
  const std::string tag ('{' + first + '}');
  put (c, tag + "1", "one");
  put (c, tag + "2", "two");
  put (c, tag + "3", "three");

  c.begin_migration (slot, 2);
  BOOST_TEST (c.move_keys (slot, 2) == 2u);
  BOOST_TEST (c.owner_of (slot) == 0u);
  BOOST_TEST (said (c, 0, {"GET", tag + "none"}) ==
              "ASK " + std::to_string (slot) + ' ' + c.address (2));
  BOOST_TEST (begins (said (c, 0, {"MGET", tag + "1", tag + "2", tag + "3"}),
                      "TRYAGAIN"));
  BOOST_TEST (got (c, tag + "1") == "one");
  BOOST_TEST (got (c, tag + "2") == "two");
  BOOST_TEST (got (c, tag + "3") == "three");

  BOOST_TEST (c.move_keys (slot) == 1u);
  c.end_migration (slot);
  BOOST_TEST (c.owner_of (slot) == 2u);
  BOOST_TEST (said (c, 2, {"GET", tag + "3"}) == "three");

  c.migrate_slot (slot, 1);
  BOOST_TEST (said (c, 1, {"GET", tag + "3"}) == "three");
}

BOOST_AUTO_TEST_CASE (nodes_come_and_go)
{
  cluster_setup s;
  s.replicas = 0;
  redis_cluster c (s);

  const std::size_t i (c.add_node ());
  BOOST_TEST (i == 3u);
  c.migrate_slot (5, i);
  BOOST_TEST (c.primaries () == (numbers {0, 1, 2, 3}));

  const std::size_t r (c.add_replica (i));
  BOOST_TEST (c.replica_of (i) == r);

  c.migrate_slot (5, 0);
  c.forget_node (r);
  c.forget_node (i);
  BOOST_TEST (c.primaries () == (numbers {0, 1, 2}));
}

// A single node is a cluster as well, and one that restarts has lost its keys.
//
BOOST_AUTO_TEST_CASE (a_node_restarts_empty)
{
  cluster_setup s;
  s.primaries = 1;
  s.replicas = 0;
  redis_cluster c (s);
  put (c, "x", "1");
  c.restart (0);
  BOOST_TEST (c.command (0, {"GET", "x"}).nil ());
}

BOOST_AUTO_TEST_CASE (passwords_are_asked_for)
{
  cluster_setup s;
  s.primaries = 2;
  s.replicas = 1;
  s.password = "secret";
  s.users = {{"app", "on", ">pw", "~*", "+get", "+cluster"}};
  redis_cluster c (s);
  BOOST_TEST (begins (c.url (), "redis-cluster://:secret@127.0.0.1:"));
  BOOST_TEST (begins (c.url ({1}, "app:pw"), "redis-cluster://app:pw@"));

  const std::string key (c.key_in (1));
  put (c, key, "x");
  c.migrate_slot (1, 1);
  c.promote (2);
  c.command (2, {"AUTH", "app", "pw"});
  BOOST_TEST (begins (said (c, 2, {"SET", "a", "b"}), "NOPERM"));
}

// Nodes tell where the others are in the way that they are told.
//
BOOST_AUTO_TEST_CASE (nodes_speak_tls_and_have_names)
{
  cluster_setup s;
  s.primaries = 2;
  s.replicas = 1;
  s.encrypted = true;
  s.by_name = redis_cluster::knows_names ();
  redis_cluster c (s);
  const std::string host (s.by_name ? "localhost:" : "127.0.0.1:");
  BOOST_TEST (begins (c.url (), "rediss-cluster://" + host));

  const std::string key (c.key_in (1));
  put (c, key, "x");

  // The test asks without TLS, for which Redis 8 tells no port.
  //
  BOOST_TEST (begins (said (c, 1, {"GET", key}), "MOVED 1 " + host));
  c.migrate_slot (1, 1);
  c.promote (2);
  BOOST_TEST (got (c, key) == "x");
}

// Tests of keys and values see a cluster as a server, and each of them a new
// one.
//
BOOST_AUTO_TEST_CASE (it_stands_in_for_a_server)
{
  {
    deployment d (deployment::kind::cluster);
    BOOST_TEST (begins (d.url ("a:b"), "redis-cluster://a:b@127.0.0.1:"));

    for (const char* k : {"a", "b", "c", "d", "e", "f"})
      BOOST_TEST (d.command ({"SET", k, "1"}).str () == "OK");

    BOOST_TEST (d.command ({"KEYS", "*"}).count () == 6u);
    BOOST_TEST (d.command ({"GET", "d"}).str () == "1");
    tests::configure (d, "maxmemory-policy", "allkeys-lru");
    tests::add_app (d);
    BOOST_CHECK_THROW (d.directory (), std::logic_error);
    d.stop ();
    d.resume ();
    BOOST_TEST (d.command ({"EXISTS", "e"}).number () == 1);
    d.kill ();
  }

  deployment d (deployment::kind::cluster);
  BOOST_TEST (d.command ({"KEYS", "*"}).count () == 0u);
  tests::settle (d);
  BOOST_TEST (d.command ({"CONFIG", "GET", "maxmemory-policy"})[1].str () ==
              "noeviction");
  BOOST_TEST (d.command ({"ACL", "USERS"}).count () == 1u);
}

BOOST_AUTO_TEST_SUITE_END ()
