// Clusters that ask for a password, and that speak TLS.

#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/thrown.hxx>

#include "clustered.hxx"
#include "encrypted.hxx"

using tests::says;

namespace
{
  tests::cluster_setup guarded ()
  {
    tests::cluster_setup s;
    s.replicas = 0;
    s.password = "secret";
    s.users = {{"app",
                "on",
                ">pw",
                "~{alkey}:*",
                "~alkey:*",
                "+info",
                "+mget",
                "+mset",
                "+get",
                "+set",
                "+getrange",
                "+del",
                "+pttl",
                "+hget",
                "+hset",
                "+hsetnx",
                "+hdel",
                "+hscan",
                "+time",
                "+eval",
                "+evalsha",
                "+asking",
                "+cluster|shards",
                "+cluster|slots"},
               {"lame", "on", ">pw", "~*", "+@all", "-cluster"}};
    return s;
  }

  struct guarded_cluster: tests::clustered
  {
    guarded_cluster (): tests::clustered (guarded (), "app:pw") {}
  };

  tests::cluster_setup encrypted ()
  {
    tests::cluster_setup s;
    s.replicas = 0;
    s.encrypted = true;
    s.by_name = tests::redis_cluster::knows_names ();
    return s;
  }

  struct encrypted_cluster: tests::clustered
  {
    encrypted_cluster (): tests::clustered (encrypted ()) {}
  };
}

BOOST_FIXTURE_TEST_SUITE (guarded_clusters, guarded_cluster)

// The rights are those that the guide lists.
//
BOOST_AUTO_TEST_CASE (a_user_needs_few_rights)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  BOOST_TEST (fetch_all ("b", "a") == all);
  std::size_t from (node_of_values ());
  unsigned slot (slot_of_value_on (from));
  cluster.begin_migration (slot, cluster.owner_of (slot_of_tokens ()));
  cluster.move_keys (slot);
  BOOST_TEST (fetch_all ("b", "a") == all);
  cluster.end_migration (slot);
  BOOST_TEST (fetch_all ("b", "a") == all);
  BOOST_TEST (alkey->stats ().errors_denied == 0U);
}

// Each error tells the remedy.
//
BOOST_AUTO_TEST_CASE (a_wrong_url_is_told_what_is_right)
{
  auto reason = [this] (const std::string& url)
  {
    odb_alkey::options o;
    o.url = url;
    o.log = log.listener ();
    pages.reset ();
    alkey.reset ();
    alkey.reset (new odb_alkey::plugin (*db, o));
    return alkey->health ().reason;
  };

  redis_server alone ({}, redis_server::listen::local_and_tcp);
  const std::string hosts ("127.0.0.1:" + std::to_string (alone.port ()));

  BOOST_TEST (
    says (reason ("redis-cluster://127.0.0.1:1"), "is Redis running there?"));
  BOOST_TEST (says (reason (cluster.url ("app:none")), "user and password"));
  BOOST_TEST (says (reason (cluster.url ("lame:pw")), "+cluster|shards"));
  BOOST_TEST (says (reason ("redis-cluster://" + hosts), "use redis://"));
  BOOST_TEST (says (
    reason ("redis://app:pw@" + cluster.address (0)),
    cluster.owner_of (slot_of_tokens ()) == 0 ? "" : "use redis-cluster://"));

  // One that is not there does not matter.
  //
  BOOST_TEST (!says (
    reason ("redis-cluster://app:pw@127.0.0.1:1," + cluster.address (1)),
    "127.0.0.1:1"));
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_AUTO_TEST_SUITE (encrypted_clusters,
                       *boost::unit_test::precondition (tests::tls_is_in))

// Certificates are for names, and the nodes tell their names.
//
BOOST_FIXTURE_TEST_CASE (nodes_are_known_by_name, encrypted_cluster)
{
  BOOST_TEST (fetch_all ("a", "a") == all);
  BOOST_TEST (fetch_all ("b", "a") == all);
  BOOST_TEST (alkey->stats ().nodes.size () == 3U);
  BOOST_TEST (alkey->stats ().outages == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
