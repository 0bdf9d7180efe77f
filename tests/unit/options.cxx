#include <odb_alkey/options.hxx>

#include <cstdlib>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/tls.hxx>

#include <tests/support/thrown.hxx>

using odb_alkey::invalid_options;
using odb_alkey::options;
using odb_alkey::redis::why_no_tls;

namespace
{
  template <typename F>
  void refused (F f, std::initializer_list<const char*> parts)
  {
    tests::refuses<invalid_options> (f, parts);
  }

  void refused (const options& o, std::initializer_list<const char*> parts)
  {
    refused ([&] { o.check (); }, parts);
  }

  // The options that this variable of the environment makes are refused.
  //
  void refused (const char* variable, const char* value,
                std::initializer_list<const char*> parts)
  {
    refused ([&] { options::from ({{variable, value}}); }, parts);
  }

  struct environment
  {
    environment (const char* name, const char* value): name_ (name)
    {
      setenv (name, value, 1);
    }

    ~environment ()
    {
      unsetenv (name_);
    }

    const char* name_;
  };
}

BOOST_AUTO_TEST_SUITE (option_values)

BOOST_AUTO_TEST_CASE (a_map_sets_what_it_names)
{
  options o (options::from ({{"REDIS_URL", "redis://cache.example:6380/2"},
                             {"REDIS_DB", "3"},
                             {"REDIS_MAX_CONNECTIONS", "25"},
                             {"HOME", "/root"}}));
  BOOST_TEST (o.url == "redis://cache.example:6380/2");
  BOOST_TEST (o.database == 3);
  BOOST_TEST (o.max_connections == 25U);
}

BOOST_AUTO_TEST_CASE (what_is_not_set_or_empty_keeps_its_default)
{
  options o (options::from ({{"REDIS_URL", ""}}));
  BOOST_TEST (o.url == options ().url);
  BOOST_TEST (o.database == -1);
  BOOST_TEST (o.max_connections == 10U);
}

BOOST_AUTO_TEST_CASE (the_environment_is_read)
{
  environment url ("REDIS_URL", "unix:///run/redis.sock");
  environment db ("REDIS_DB", "5");
  environment max ("REDIS_MAX_CONNECTIONS", "7");

  options o (options::from_environment ());
  BOOST_TEST (o.url == "unix:///run/redis.sock");
  BOOST_TEST (o.database == 5);
  BOOST_TEST (o.max_connections == 7U);
}

BOOST_AUTO_TEST_CASE (nonsense_names_the_variable_and_the_value)
{
  for (const char* v : {"x", "-1", "1.5", " 1", "12345678901"})
    for (const char* name : {"REDIS_DB", "REDIS_MAX_CONNECTIONS"})
      refused (name, v, {name, v});

  refused ("REDIS_MAX_CONNECTIONS", "0",
           {"REDIS_MAX_CONNECTIONS", "'0'", "from 1 on"});
  refused ("REDIS_URL", "http://x", {"REDIS_URL", "http://x", "redis://"});

  environment db ("REDIS_DB", "first");
  refused ([] { options::from_environment (); }, {"REDIS_DB", "first"});
}

BOOST_AUTO_TEST_CASE (values_that_make_no_sense_are_refused)
{
  options ().check ();

  options o;
  o.name_space = "a b";
  refused (o, {"name_space", "'a b'"});
  o = options ();
  o.max_connections = 0;
  refused (o, {"max_connections"});
  o = options ();
  o.budget = std::chrono::milliseconds (0);
  refused (o, {"budget", "0"});
  o = options ();
  o.fence_timeout = std::chrono::milliseconds (-5);
  refused (o, {"fence_timeout", "-5"});
  o = options ();
  o.max_stamp_age = std::chrono::milliseconds (-6);
  refused (o, {"max_stamp_age", "-6"});
  o = options ();
  o.max_replica_lag = std::chrono::milliseconds (-1);
  refused (o, {"max_replica_lag", "-1"});
}

BOOST_AUTO_TEST_CASE (what_encrypts_is_read_as_it_is)
{
  environment ca ("REDIS_TLS_CA", "/etc/ca");
  environment user ("REDIS_SENTINEL_USER", "ann");

  options o (options::from_environment ());
  BOOST_TEST (o.tls_ca == "/etc/ca");
  BOOST_TEST (o.sentinel_user == "ann");

  o = options::from ({{"REDIS_TLS_CERTIFICATE", "c.pem"},
                      {"REDIS_TLS_KEY", "k.pem"},
                      {"REDIS_TLS_SERVER_NAME", "cache"},
                      {"REDIS_SENTINEL_PASSWORD", "pw"}});
  BOOST_TEST (o.tls_certificate == "c.pem");
  BOOST_TEST (o.tls_key == "k.pem");
  BOOST_TEST (o.tls_server_name == "cache");
  BOOST_TEST (o.sentinel_password == "pw");
}

BOOST_AUTO_TEST_CASE (certificates_of_a_connection_in_clear_are_refused)
{
  options o;
  o.tls_ca = "/etc/ca";
  refused (o, {"tls_ca", "redis://127.0.0.1", "rediss://"});

  o = options ();
  o.tls_certificate = "c.pem";
  o.tls_key = "k.pem";
  refused (o, {"tls_certificate", "rediss://"});
}

BOOST_AUTO_TEST_CASE (passwords_of_sentinels_that_are_not_there_are_refused)
{
  options o;
  o.sentinel_password = "secret";
  refused (o, {"sentinel_password", "redis-sentinel://"});

  o.url = "redis-sentinel://a/name";
  o.check ();

  o.sentinel_user = "ann";
  o.check ();

  o.sentinel_password = "";
  refused (o, {"sentinel_user", "ann", "sentinel_password"});
}

BOOST_AUTO_TEST_CASE (a_certificate_takes_its_key)
{
  if (!why_no_tls ().empty ())
    return;

  options o;
  o.url = "rediss://host";
  o.check ();

  o.tls_certificate = "c.pem";
  refused (o, {"c.pem", "tls_key", "both or none"});
}

BOOST_AUTO_TEST_SUITE_END ()
