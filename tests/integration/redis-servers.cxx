#include <tests/support/redis-setup.hxx>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <tests/support/await.hxx>
#include <tests/support/redis-sentinel.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_error;
using odb_alkey::redis_unavailable;
using tests::await;
using tests::order;

namespace
{
  const redis_server::listen tcp (redis_server::listen::local_and_tcp);

  struct pair_of_servers
  {
    redis_server primary {{}, tcp};
    redis_server replica {tests::replica_of (primary), tcp};
  };
}

BOOST_AUTO_TEST_SUITE (redis_servers)

BOOST_AUTO_TEST_CASE (a_durable_server_has_everything_after_a_restart)
{
  redis_server s (tests::durable ());
  order (s, {"SET", "x", "1"});
  s.restart ();
  BOOST_TEST (s.command ({"GET", "x"}).str () == "1");

  redis_server other;
  order (other, {"SET", "x", "1"});
  other.restart ();
  BOOST_TEST (other.command ({"GET", "x"}).nil ());
}

BOOST_FIXTURE_TEST_CASE (a_replica_follows_until_it_is_promoted,
                         pair_of_servers)
{
  order (primary, {"SET", "x", "1"});
  tests::await_sync (primary, replica);
  BOOST_TEST (replica.command ({"GET", "x"}).str () == "1");

  order (primary, {"SET", "x", "2"});
  tests::await_sync (primary, replica);
  BOOST_TEST (replica.command ({"GET", "x"}).str () == "2");
  BOOST_TEST (replica.command ({"SET", "x", "3"}).error ());
  BOOST_TEST (tests::info (replica, "replication", "role") == "slave");
  BOOST_TEST (tests::info (replica, "replication", "none") == "");

  primary.kill ();
  tests::promote (replica);
  BOOST_TEST (tests::info (replica, "replication", "role") == "master");
  order (replica, {"SET", "x", "3"});

  primary.restart ();
  tests::demote (primary, replica);
  tests::await_sync (replica, primary);
  BOOST_TEST (primary.command ({"GET", "x"}).str () == "3");
}

BOOST_AUTO_TEST_CASE (a_user_may_do_what_its_rules_say)
{
  redis_server s;
  tests::add_user (s, "al", "pw", {"~a*", "+get", "+info"});
  connection c (parse_url (s.url ("al:pw")), patient, late ());

  BOOST_TEST (ask (c, {"GET", "a"}).nil ());
  BOOST_TEST (ask (c, {"GET", "b"}).error ());
  BOOST_TEST (ask (c, {"SET", "a", "1"}).error ());
  BOOST_CHECK_THROW (tests::add_user (s, "al", "pw", {"+nothing"}),
                     std::runtime_error);
}

BOOST_AUTO_TEST_CASE (clients_are_limited)
{
  redis_server s;
  tests::configure (s, "maxclients", "2");
  connection c (parse_url (s.url ()), patient, late ());
  BOOST_CHECK_THROW (connection (parse_url (s.url ()), patient, late ()),
                     redis_error);
  BOOST_CHECK_THROW (tests::configure (s, "nothing", "1"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE (a_full_server_refuses_or_evicts)
{
  redis_server s;
  tests::fill_memory (s, "noeviction");
  BOOST_TEST (s.command ({"SET", "x", "1"}).error ());
  BOOST_TEST (s.command ({"GET", "filler:0"}).size () != 0u);

  tests::configure (s, "maxmemory", "0");
  order (s, {"SET", "x", "1"});
  tests::fill_memory (s, "allkeys-lru");
  BOOST_TEST (order (s, {"SET", "x", "2"}).str () == "OK");
  BOOST_TEST (tests::info (s, "stats", "evicted_keys") != "0");
}

BOOST_FIXTURE_TEST_CASE (sentinel_promotes_the_replica_of_a_dead_primary,
                         pair_of_servers)
{
  tests::await_sync (primary, replica);
  redis_sentinel sentinel (primary, 1);
  BOOST_TEST (sentinel.ports ().size () == 3u);
  BOOST_TEST (sentinel.address_of_primary () ==
              redis_sentinel::address (primary));

  // Two of three suffice, and another one is asked.
  //
  sentinel.kill (0);
  primary.kill ();
  await ("the failover",
         [&]
         {
           return sentinel.address_of_primary () ==
                  redis_sentinel::address (replica);
         });
  connection c (parse_url (replica.url ()), patient, late ());
  BOOST_TEST (ask (c, {"ROLE"})[0].str () == "master");

  // A sentinel that comes back learns of it, and so does the old primary.
  //
  sentinel.restart (0);
  await ("the first to know",
         [&]
         {
           return sentinel.address_of_primary () ==
                  redis_sentinel::address (replica);
         });
}

BOOST_AUTO_TEST_SUITE_END ()
