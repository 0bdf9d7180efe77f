// redis-cluster://: tokens on one node, values on all of them, and nodes that
// are lost or replaced.

#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/cluster.hxx>

#include <tests/support/child.hxx>
#include <tests/support/plugin-access.hxx>

#include "clustered.hxx"

using odb_alkey::one;
using tests::await;
using tests::patience;

namespace redis = odb_alkey::redis;

BOOST_FIXTURE_TEST_SUITE (clusters, tests::clustered)

BOOST_AUTO_TEST_CASE (tokens_are_together_and_values_are_everywhere)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  BOOST_TEST (fetch_all ("b", "a") == all);
  BOOST_TEST (fetch (7, "b") == "a");

  std::size_t tokens (0), values (0);

  for (std::size_t n : cluster.primaries ())
  {
    std::size_t here (cluster.command (n, {"KEYS", "{alkey}:*"}).count ());
    BOOST_TEST ((here != 0) == (n == cluster.owner_of (slot_of_tokens ())));
    tokens += here;
    values += values_on (n);
    BOOST_TEST (values_on (n) > all / 10);
  }

  BOOST_TEST (tokens > all);
  BOOST_TEST (values == all);

  alkey->touch<shelf> (7);
  BOOST_TEST (fetch_all ("c", "a") == all - 1);
  BOOST_TEST (fetch (7, "d") == "c");
  BOOST_TEST (alkey->stats ().nodes.size () == 3U);
  BOOST_TEST (alkey->stats ().unavailable == 0U);
  BOOST_TEST (alkey->stats ().errors == 0U);
}

// They come with the tokens, on the same connection.
//
BOOST_AUTO_TEST_CASE (values_beside_the_tokens_take_no_connection)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  const std::string tokens (
    cluster.address (cluster.owner_of (slot_of_tokens ())));

  // Storing takes one.
  //
  pages.reset ();
  alkey.reset ();
  alkey.reset (new odb_alkey::plugin (*db, options ({}, "")));
  pages.reset (new odb_alkey::cache (*alkey));
  BOOST_TEST (fetch_all ("b", "a") == all);

  for (const odb_alkey::stats::node& n : alkey->stats ().nodes)
    BOOST_TEST ((n.connections_open == 0) == (n.address == tokens));
}

BOOST_AUTO_TEST_CASE (an_error_about_one_value_costs_no_other)
{
  BOOST_TEST (fetch_all ("a", "a") == all);

  for (std::size_t n :
       {cluster.owner_of (slot_of_tokens ()), node_of_values ()})
  {
    const std::string key (
      cluster.command (n, {"KEYS", "alkey:value:*"})[0].str ());
    cluster.command (n, {"DEL", key});
    cluster.command (n, {"LPUSH", key, "x"});
  }

  BOOST_TEST (fetch_all ("b", "b") == 2U);
  BOOST_TEST (alkey->stats ().errors >= 2U);
  BOOST_TEST (alkey->health ().down.empty ());
  BOOST_TEST (alkey->ready ());
}

BOOST_AUTO_TEST_CASE (a_lost_node_costs_its_values_alone)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t lost (node_of_values ());
  std::size_t there (values_on (lost));
  cluster.kill (lost);

  BOOST_TEST (fetch_all ("b", "b") == there);
  BOOST_TEST (alkey->ready ());
  BOOST_TEST (alkey->health ().down.size () == 1U);
  BOOST_TEST (alkey->health ().down[0].address == cluster.address (lost));

  // A replica takes over, and the values of the node are those that it had.
  //
  cluster.await_failover (lost);
  await ("the new node", [&] { return alkey->health ().down.empty (); });
  BOOST_TEST (fetch_all ("c", "a") > all - 3);
  BOOST_TEST (fetch_all ("d", "d") == 0U);
}

BOOST_AUTO_TEST_CASE (a_new_node_of_the_tokens_begins_a_new_epoch)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  odb_alkey::key before (alkey->cache_key (one<shelf> (1)));
  std::size_t lost (cluster.owner_of (slot_of_tokens ()));

  cluster.kill (lost);
  alkey->touch<shelf> (1);
  BOOST_TEST (alkey->stats ().pending != 0U);
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());

  cluster.await_failover (lost);
  BOOST_TEST (alkey->flush (patience) == 0U);
  await ("the end of the quarantine", [&] { return alkey->ready (); });

  odb_alkey::key after (alkey->cache_key (one<shelf> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str ().substr (0, 22) != before.str ().substr (0, 22));
  BOOST_TEST (fetch_all ("b", "b") == all);
}

BOOST_AUTO_TEST_CASE (a_promotion_is_followed_without_an_outage)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t tokens (cluster.owner_of (slot_of_tokens ()));
  std::size_t values (node_of_values ());

  cluster.promote (cluster.replica_of (values));
  BOOST_TEST (fetch_all ("b", "a") == all);

  odb_alkey::key before (alkey->cache_key (one<shelf> (1)));
  cluster.promote (cluster.replica_of (tokens));
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());
  await ("the end of the quarantine", [&] { return alkey->ready (); });
  BOOST_TEST (alkey->cache_key (one<shelf> (1)).str () != before.str ());
  BOOST_TEST (alkey->stats ().outages == 0U);
}

BOOST_AUTO_TEST_CASE (a_node_that_comes_back_is_asked_again)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t first (node_of_values ());

  // Its place is taken, and then it takes it back.
  //
  cluster.kill (first);
  fetch_all ("b", "b");
  std::size_t second (cluster.await_failover (first));
  await ("the second node", [&] { return alkey->health ().down.empty (); });
  cluster.restart (first);
  cluster.await_agreement ();
  cluster.kill (second);
  fetch_all ("c", "c");
  BOOST_TEST (cluster.await_failover (second) == first);

  await ("the first node, once more", [this] { return finds_all (); });
  BOOST_TEST (alkey->health ().down.empty ());
}

BOOST_AUTO_TEST_CASE (a_child_finds_out_by_itself_that_a_node_is_back)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t lost (node_of_values ());
  cluster.kill (lost);
  fetch_all ("b", "b");
  BOOST_TEST (alkey->health ().down.size () == 1U);

  BOOST_TEST (tests::in_child (
                [this]
                {
                  const bool down (alkey->stats ().nodes.size () == 3 &&
                                   !alkey->health ().down.empty ());
                  await ("the node", [this] { return finds_all (); });
                  return down;
                },
                [&] { cluster.await_failover (lost); }) == 0);

  await ("the node", [this] { return finds_all (); });
}

BOOST_AUTO_TEST_CASE (connections_that_were_idle_may_be_closed)
{
  BOOST_TEST (fetch_all ("a", "a") == all);

  // A connection that was idle for a second is checked first.
  //
  for (std::chrono::milliseconds idle :
       {std::chrono::milliseconds (0), std::chrono::milliseconds (1100)})
  {
    std::this_thread::sleep_for (idle);

    for (std::size_t n : cluster.primaries ())
      cluster.command (n, {"CLIENT", "KILL", "TYPE", "normal"});

    BOOST_TEST (fetch_all ("b", "a") == all);
  }

  std::this_thread::sleep_for (std::chrono::milliseconds (1100));
  cluster.promote (cluster.replica_of (node_of_values ()));
  BOOST_TEST (fetch_all ("b", "a") == all);
  BOOST_TEST (alkey->stats ().outages == 0U);
}

BOOST_AUTO_TEST_CASE (a_node_that_is_busy_leaves_time_for_the_tokens)
{
  odb_alkey::options o (options ({}, ""));
  o.max_connections = 1;
  o.budget = std::chrono::seconds (1);
  pages.reset ();
  alkey.reset ();
  alkey.reset (new odb_alkey::plugin (*db, o));
  pages.reset (new odb_alkey::cache (*alkey));
  BOOST_TEST (fetch_all ("a", "a") == all);

  std::vector<redis::pool::lease> busy;
  std::size_t there (0);

  odb_alkey::detail::plugin_access::store (*alkey)
    .scripts ()
    .router ()
    .nodes ()
    ->for_each (
      [&] (redis::cluster::node& n)
      {
        if (n.at.str () == cluster.address (node_of_values ()))
        {
          busy.push_back (n.breaker.lend (talk::late ()));
          there = values_on (node_of_values ());
        }
      });

  BOOST_REQUIRE (busy.size () == 1U);
  BOOST_TEST (fetch_all ("b", "b") == there);
  busy.clear ();
  BOOST_TEST (fetch_all ("c", "c") == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
