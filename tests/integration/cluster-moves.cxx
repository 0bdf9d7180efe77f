// Slots that are moved from one node of a cluster to another.

#include <chrono>
#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/values/value-store.hxx>

#include <tests/support/plugin-access.hxx>
#include <tests/support/thrown.hxx>

#include "clustered.hxx"

using odb_alkey::one;
using tests::await;
using tests::patience;
using tests::says;

namespace redis = odb_alkey::redis;

BOOST_FIXTURE_TEST_SUITE (moved_slots, tests::clustered)

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

  // Commits cannot be fenced from now on, so there are no keys.
  //
  cluster.begin_migration (slot_of_tokens (), to);
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());
  BOOST_TEST (!alkey->cache_key (odb_alkey::all<shelf> ()).storable ());
  BOOST_TEST (fetch_all ("b", "b") == all);
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

// The same server is told what was written meanwhile, in the same epoch.
//
BOOST_AUTO_TEST_CASE (tokens_that_are_not_moved_after_all_stay)
{
  odb_alkey::key before (alkey->cache_key (one<shelf> (1)));
  odb_alkey::key other (alkey->cache_key (one<shelf> (2)));
  std::size_t from (cluster.owner_of (slot_of_tokens ()));
  std::size_t to (node_of_values ());

  cluster.begin_migration (slot_of_tokens (), to);
  alkey->touch<shelf> (1);
  BOOST_TEST (alkey->stats ().pending != 0U);
  BOOST_TEST (!alkey->cache_key (one<shelf> (1)).storable ());

  for (std::size_t n : {from, to})
    cluster.command (
      n, {"CLUSTER", "SETSLOT", std::to_string (slot_of_tokens ()), "STABLE"});

  BOOST_TEST (alkey->flush (patience) == 0U);
  BOOST_TEST (alkey->cache_key (one<shelf> (1)).str () != before.str ());
  BOOST_TEST (alkey->cache_key (one<shelf> (2)).str () == other.str ());
}

BOOST_AUTO_TEST_CASE (a_lease_is_not_claimed_on_both_nodes)
{
  using odb_alkey::values::value_store;

  odb_alkey::key k (alkey->cache_key (one<shelf> (1), "leased"));
  value_store values (
    odb_alkey::detail::plugin_access::store (*alkey).scripts (), 1000);
  std::string stored;
  BOOST_REQUIRE ((values.acquire (k.str (), "1", std::chrono::seconds (60),
                                  stored) == value_store::claim::granted));

  for (std::size_t from : cluster.primaries ())
  {
    redis::reply leases (cluster.command (from, {"KEYS", "alkey:lease:*"}));

    if (leases.count () == 0)
      continue;

    unsigned slot (odb_alkey::redis::slot_of (leases[0].str ()));
    std::size_t to (from != cluster.primaries ()[0] ? cluster.primaries ()[0]
                                                    : cluster.primaries ()[1]);
    cluster.begin_migration (slot, to);
    BOOST_TEST ((values.acquire (k.str (), "2", std::chrono::seconds (60),
                                 stored) == value_store::claim::denied));
    cluster.move_keys (slot);
    BOOST_TEST ((values.acquire (k.str (), "3", std::chrono::seconds (60),
                                 stored) == value_store::claim::denied));
    cluster.end_migration (slot);
    BOOST_TEST ((values.acquire (k.str (), "4", std::chrono::seconds (60),
                                 stored) == value_store::claim::denied));
    return;
  }

  BOOST_FAIL ("there is no lease");
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
