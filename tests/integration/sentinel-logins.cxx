// Sentinels that ask for a password or for TLS.

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/url.hxx>

#include "encrypted.hxx"
#include "watched-pair.hxx"

using odb_alkey::one;
using tests::refuses;
namespace redis = odb_alkey::redis;

namespace
{
  // Asks with this login; without one if there is no password.
  //
  redis::endpoint primary (redis::endpoint e, const std::string& user,
                           const std::string& password)
  {
    e.sentinel_user = user;
    e.sentinel_password = password;
    return redis::sentinels (e).primary (talk::patient, talk::late ());
  }

  void refused (const redis_sentinel& s, const std::string& user,
                const std::string& password)
  {
    refuses<odb_alkey::redis_unavailable> (
      [&] { primary (redis::parse_url (s.url ()), user, password); },
      {"refuses the login", "options::sentinel_password", "sentinel_user"});
  }
}

BOOST_AUTO_TEST_SUITE (sentinel_logins)

BOOST_AUTO_TEST_CASE (a_password_is_asked_for)
{
  redis_server server ({}, redis_server::listen::local_and_tcp);
  redis_sentinel watch (server, 0, {"", "pw", false});
  BOOST_TEST (primary (redis::parse_url (watch.url ()), "", "pw").port ==
              server.port ());
  refused (watch, "", "");
  refused (watch, "", "other");
  refused (watch, "ann", "pw");
}

BOOST_AUTO_TEST_CASE (a_user_is_asked_for)
{
  redis_server server ({}, redis_server::listen::local_and_tcp);
  redis_sentinel watch (server, 0, {"ann", "pw", false});
  BOOST_TEST (primary (redis::parse_url (watch.url ()), "ann", "pw").port ==
              server.port ());
  refused (watch, "", "");
  refused (watch, "", "pw");
  refused (watch, "ann", "other");
}

BOOST_AUTO_TEST_CASE (a_password_that_is_not_asked_for_is_told)
{
  redis_server server ({}, redis_server::listen::local_and_tcp);
  redis_sentinel watch (server, 0);
  refused (watch, "", "pw");
}

// The primary has a login of its own, in the URL.
//
BOOST_AUTO_TEST_CASE (a_plugin_has_both_logins)
{
  tests::environment e ({}, redis_server::listen::local_and_tcp);
  redis_sentinel watch (e.redis, 0, {"ann", "pw", false});
  tests::configure (e.redis, "requirepass", "secret");

  odb_alkey::options o (e.options ());
  o.url = watch.url ();
  o.url.insert (o.url.find ("://") + 3, ":secret@");
  o.sentinel_user = "ann";
  o.sentinel_password = "pw";
  e.renew (o);
  BOOST_TEST (e.alkey->cache_key (one<shelf> (1)).storable ());
}

BOOST_AUTO_TEST_SUITE_END ()

namespace
{
  struct encrypted_pair: tests::watched_pair
  {
    encrypted_pair ()
        : watched_pair (redis_server::listen::local_and_tls, {"", "pw", true})
    {
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (tls_sentinels, encrypted_pair,
                          *boost::unit_test::precondition (tests::tls_is_in))

BOOST_AUTO_TEST_CASE (a_client_that_does_not_trust_them_hears_nothing)
{
  refuses<odb_alkey::redis_unavailable> (
    [&] {
      primary (tests::encrypted (watch.url (), {"", "", "", ""}), "", "pw");
    },
    {"rediss-sentinel://", "certificate is not accepted", "options::tls_ca"});

  std::string plain (watch.url ());
  plain.erase (plain.find ("s-sentinel"), 1);
  refuses<odb_alkey::redis_unavailable> (
    [&] { primary (redis::parse_url (plain), "", ""); },
    {"redis-sentinel://", "rediss://"});
}

// The name that is verified is the address that they tell.
//
BOOST_AUTO_TEST_CASE (a_fail_over_is_followed_with_tls)
{
  odb_alkey::options o;
  o.tls_ca = tests::certificates::made ().authority.file;
  o.sentinel_password = "pw";
  check_fail_over (o);
}

BOOST_AUTO_TEST_SUITE_END ()
