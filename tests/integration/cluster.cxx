// redis-cluster://: tokens on one node, values on all of them.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/redis/slot.hxx>

#include <tests/support/await.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-cluster.hxx>
#include <tests/support/thrown.hxx>

#include "library-odb.hxx"

using odb_alkey::args;
using odb_alkey::one;
using tests::await;
using tests::patience;
using tests::says;

namespace redis = odb_alkey::redis;

namespace
{
  // A cluster with a plugin, and pages of two hundred shelves.
  //
  struct clustered
  {
    clustered ()
        : db (tests::make_database (directory.path () + "/db")),
          alkey (new odb_alkey::plugin (*db, options ())),
          pages (new odb_alkey::cache (*alkey))
    {
      await ("the end of the quarantine", [&] { return alkey->ready (); });
    }

    odb_alkey::options options () const
    {
      odb_alkey::options o;
      o.url = cluster.url ();
      o.fence_timeout = std::chrono::milliseconds (300);
      o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
      o.budget = std::chrono::seconds (10);
      o.log = log.listener ();
      return o;
    }

    static unsigned slot_of (const std::string& key)
    {
      return redis::slot_of (key.data (), key.size ());
    }

    static unsigned slot_of_tokens ()
    {
      return slot_of ("{alkey}:origin");
    }

    std::string fetch (unsigned long id, const std::string& value)
    {
      return pages->fetch (args (one<shelf> (id), "page"),
                           std::chrono::minutes (10), [&] { return value; });
    }

    // Fetches all pages at once. Returns how many have this value, which
    // those get that are computed.
    //
    std::size_t fetch_all (const std::string& value,
                           const std::string& expected)
    {
      typedef decltype (args (one<shelf> (1), "page")) arguments;
      std::vector<arguments> wanted;

      for (unsigned long id (0); id != all; ++id)
        wanted.push_back (args (one<shelf> (id), "page"));

      std::size_t r (0);

      for (const std::string& s : pages->fetch_many (
             wanted, std::chrono::minutes (10),
             [&] (const std::vector<std::size_t>& missing)
             { return std::vector<std::string> (missing.size (), value); }))
        r += s == expected ? 1 : 0;

      return r;
    }

    // Counts the values that are on each primary.
    //
    std::size_t values_on (std::size_t node)
    {
      return cluster.command (node, {"KEYS", "alkey:value:*"}).count ();
    }

    // The only value on a node that holds no other slot's; its slot.
    //
    unsigned slot_of_value_on (std::size_t node)
    {
      redis::reply r (cluster.command (node, {"KEYS", "alkey:value:*"}));
      BOOST_REQUIRE (r.count () != 0U);
      return slot_of (r[0].str ());
    }

    // A primary that does not have the tokens.
    //
    std::size_t node_of_values ()
    {
      for (std::size_t n : cluster.primaries ())
        if (n != cluster.owner_of (slot_of_tokens ()))
          return n;

      throw std::logic_error ("one primary");
    }

    enum : std::size_t
    {
      all = 200
    };

    tests::redis_cluster cluster;
    tests::temporary_directory directory;
    mutable tests::messages log;
    std::unique_ptr<odb::sqlite::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;
    std::unique_ptr<odb_alkey::cache> pages;
  };
}

BOOST_FIXTURE_TEST_SUITE (clusters, clustered)

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
  alkey.reset (new odb_alkey::plugin (*db, options ()));
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

BOOST_AUTO_TEST_CASE (values_of_a_slot_that_is_moved_are_found)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t from (node_of_values ());
  std::size_t to (cluster.owner_of (slot_of_tokens ()));
  unsigned slot (slot_of_value_on (from));

  cluster.begin_migration (slot, to);
  BOOST_TEST (fetch_all ("b", "a") == all);
  cluster.move_keys (slot);
  BOOST_TEST (fetch_all ("b", "a") == all);

  // New ones are stored where the slot goes to, also in the place of others,
  // and with a lease.
  //
  alkey->touch (odb_alkey::all<shelf> ());
  BOOST_TEST (fetch_all ("c", "c") == all);
  BOOST_TEST (fetch_all ("d", "c") == all);
  alkey->touch (odb_alkey::all<shelf> ());

  for (unsigned long id (0); id != all; ++id)
    BOOST_TEST (fetch (id, "e") == "e");

  BOOST_TEST (fetch_all ("f", "e") == all);

  cluster.end_migration (slot);
  BOOST_TEST (fetch_all ("f", "e") == all);
  BOOST_TEST (alkey->stats ().outages == 0U);
  BOOST_TEST (alkey->stats ().unavailable == 0U);
}

BOOST_AUTO_TEST_CASE (tokens_that_are_moved_begin_a_new_epoch)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  odb_alkey::key before (alkey->cache_key (one<shelf> (1)));
  std::size_t to (node_of_values ());

  cluster.begin_migration (slot_of_tokens (), to);
  BOOST_TEST (alkey->cache_key (one<shelf> (1)).str () == before.str ());
  cluster.move_keys (slot_of_tokens (), 1);
  cluster.move_keys (slot_of_tokens ());
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());
  BOOST_TEST (!alkey->ready ());
  BOOST_TEST (says (alkey->health ().reason, "moved to another node"));

  cluster.end_migration (slot_of_tokens ());
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());
  await ("the end of the quarantine", [&] { return alkey->ready (); });
  odb_alkey::key after (alkey->cache_key (one<shelf> (1)));
  BOOST_TEST (after.str ().substr (0, 22) != before.str ().substr (0, 22));
  BOOST_TEST (alkey->stats ().outages == 0U);
}

BOOST_AUTO_TEST_CASE (nodes_that_come_and_go_are_known)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  std::size_t from (node_of_values ());
  std::size_t added (cluster.add_node ());
  unsigned slot (slot_of_value_on (from));

  cluster.migrate_slot (slot, added);
  BOOST_TEST (fetch_all ("b", "a") == all);
  await ("the new node", [&] { return alkey->stats ().nodes.size () == 4U; });

  cluster.migrate_slot (slot, from);
  cluster.forget_node (added);
  BOOST_TEST (fetch_all ("b", "a") >= all - 1);
  await ("the end of the node",
         [&] { return alkey->stats ().nodes.size () == 3U; });
}

BOOST_AUTO_TEST_SUITE_END ()
