// rediss://: which clients are let in, and the reasons that others are told.

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/url.hxx>

#include <tests/integration/encrypted.hxx>
#include <tests/support/bad-server.hxx>
#include <tests/support/environment.hxx>

using namespace odb_alkey::redis;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::encrypted;
using tests::refuses;
using tests::works;

namespace
{
  const redis_server::listen with_tls (redis_server::listen::local_and_tls);

  struct fixture
  {
    const tests::certificates& made = tests::certificates::made ();

    tls_files name (const std::string& n) const
    {
      return {made.authority.file, "", "", n};
    }

    tls_files known_as (const tests::certificate& c) const
    {
      return {made.authority.file, c.file, c.key, ""};
    }

    // A server that lets in whom the authority knows, in one version of TLS.
    //
    static std::vector<std::string> strict (const std::string& version)
    {
      return {"--tls-auth-clients", "yes", "--tls-protocols", version};
    }

    const char* const versions[2] = {"TLSv1.2", "TLSv1.3"};
  };
}

BOOST_FIXTURE_TEST_SUITE (tls, fixture,
                          *boost::unit_test::precondition (tests::tls_is_in))

BOOST_AUTO_TEST_CASE (a_server_is_known_by_its_name_and_its_address)
{
  redis_server s ({}, with_tls);
  BOOST_TEST (works (encrypted (s.tls_url ())));
  BOOST_TEST (works (encrypted (s.tls_url ("127.0.0.1"))));

  // Authorities may be in a directory.
  //
  BOOST_TEST (
    works (encrypted (s.tls_url (), {made.authority_directory, "", "", ""})));
}

BOOST_AUTO_TEST_CASE (an_unknown_authority_is_refused)
{
  redis_server s ({}, with_tls);
  tests::temporary_directory empty;

  // The system's authorities do not know it either.
  //
  for (const std::string& ca :
       {made.other_authority.file, empty.path (), std::string ()})
    refuses (encrypted (s.tls_url (), {ca, "", "", ""}),
             {"cannot connect to Redis at rediss://localhost:",
              "certificate is not accepted", "options::tls_ca"});
}

BOOST_AUTO_TEST_CASE (a_certificate_that_has_expired_is_refused)
{
  redis_server s (tests::served_with (made.expired), with_tls);
  refuses (encrypted (s.tls_url ()),
           {"certificate has expired", "renew it", "clock"});
}

BOOST_AUTO_TEST_CASE (a_valid_certificate_of_another_name_is_refused)
{
  redis_server s (tests::served_with (made.elsewhere), with_tls);

  refuses (encrypted (s.tls_url ()),
           {"not for 'localhost'", "options::tls_server_name"});
  refuses (encrypted (s.tls_url ("127.0.0.1")),
           {"not for '127.0.0.1'", "options::tls_server_name"});
  refuses (encrypted (s.tls_url (), name ("cache.example.org")),
           {"not for 'cache.example.org'", "options::tls_server_name"});
  BOOST_TEST (works (encrypted (s.tls_url (), name ("cache.example"))));
  BOOST_TEST (
    works (encrypted (s.tls_url ("127.0.0.1"), name ("cache.example"))));
}

BOOST_AUTO_TEST_CASE (a_name_that_a_certificate_lacks_is_refused)
{
  redis_server s ({}, with_tls);

  for (const std::string& other :
       {std::string ("127.0.0.2"), std::string ("::1"),
        std::string (300, 'x')})
    refuses (encrypted (s.tls_url (), name (other)),
             {other.substr (0, 9).c_str (), "options::tls_server_name"});
}

BOOST_AUTO_TEST_CASE (a_server_that_asks_for_a_certificate_gets_it)
{
  for (const char* v : versions)
  {
    redis_server s (strict (v), with_tls);
    BOOST_TEST (works (encrypted (s.tls_url (), known_as (made.client))));
  }
}

// With TLS 1.3 our handshake is over when the server refuses.
//
BOOST_AUTO_TEST_CASE (a_certificate_that_is_missing_or_not_known_is_named)
{
  for (const char* v : versions)
  {
    redis_server s (strict (v), with_tls);

    for (int i (0); i != 20; ++i)
    {
      refuses (encrypted (s.tls_url ()),
               {"TLS: ", "options::tls_certificate", "tls_key"});
      refuses (encrypted (s.tls_url (), known_as (made.stranger)),
               {"TLS: ", "options::tls_certificate", "tls-ca-cert-file"});
    }
  }
}

BOOST_AUTO_TEST_CASE (passwords_go_through_as_well)
{
  redis_server s ({}, with_tls);
  s.command ({"CONFIG", "SET", "requirepass", "pw"});

  refuses<odb_alkey::redis_error> (
    [&] { works (encrypted (s.tls_url ())); },
    {"rediss://", "NOAUTH", "user and password in the URL"});
  BOOST_TEST (works (encrypted (s.tls_url (":pw@localhost"))));
}

BOOST_AUTO_TEST_CASE (a_client_with_tls_is_told_where_there_is_none)
{
  redis_server s ({}, redis_server::listen::local_and_tcp);
  steady_clock::time_point begin (steady_clock::now ());

  for (int i (0); i != 20; ++i)
    refuses (encrypted (s.tls_url ()),
             {"rediss://localhost", "tls-port", "redis://"});

  BOOST_TEST ((steady_clock::now () - begin < seconds (10)));
}

BOOST_AUTO_TEST_CASE (a_handshake_ends_by_time_out_and_by_deadline)
{
  tests::listener mute (8);
  endpoint e (encrypted ("rediss://localhost"));
  e.port = parse_url (mute.url ()).port;

  auto elapsed = [&] (const timeouts& t, deadline d)
  {
    steady_clock::time_point begin (steady_clock::now ());
    refuses<odb_alkey::redis_unavailable> ([&] { connection (e, t, d); },
                                           {"connect_timeout", "tls-port"});
    return steady_clock::now () - begin;
  };

  auto limited (elapsed ({milliseconds (50), seconds (9)}, talk::late ()));
  BOOST_TEST ((limited >= milliseconds (50) && limited < seconds (2)));

  auto urgent (elapsed (talk::patient, talk::in (milliseconds (50))));
  BOOST_TEST ((urgent >= milliseconds (49) && urgent < seconds (2)));
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_AUTO_TEST_SUITE (clients_without_tls)

BOOST_AUTO_TEST_CASE (a_client_without_tls_is_told_to_use_it)
{
  redis_server s ({}, with_tls);
  steady_clock::time_point begin (steady_clock::now ());

  for (int i (0); i != 20; ++i)
    refuses (parse_url ("redis://localhost:" + std::to_string (s.port ())),
             {"redis://localhost", "rediss://"});

  BOOST_TEST ((steady_clock::now () - begin < seconds (10)));
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_AUTO_TEST_SUITE (no_tls,
                       *boost::unit_test::precondition (tests::tls_is_not_in))

BOOST_AUTO_TEST_CASE (a_plugin_says_which_hiredis_it_takes)
{
  tests::environment e;
  odb_alkey::options o (e.options ());
  o.url = "rediss://localhost";
  e.alkey.reset ();
  refuses<odb_alkey::invalid_options> (
    [&] { odb_alkey::plugin (*e.db, o); },
    {"rediss://localhost", "hiredis 1.0 or later", "built with hiredis 0."});
}

BOOST_AUTO_TEST_SUITE_END ()
