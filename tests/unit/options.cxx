#include <odb_alkey/options.hxx>

#include <cstdlib>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

using odb_alkey::invalid_options;
using odb_alkey::options;

namespace
{
  // What the error says must name all of these.
  //
  template <typename F>
  void refused (F f, std::initializer_list<const char*> parts)
  {
    try
    {
      f ();
      BOOST_ERROR ("accepted");
    }
    catch (const invalid_options& e)
    {
      for (const char* p : parts)
        BOOST_TEST (std::string (e.what ()).find (p) != std::string::npos,
                    "'" << p << "' is not in: " << e.what ());
    }
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
  {
    refused ([v] { options::from ({{"REDIS_DB", v}}); }, {"REDIS_DB", v});
    refused (
      [v] {
        options::from ({{"REDIS_MAX_CONNECTIONS", v}});
      },
      {"REDIS_MAX_CONNECTIONS", v});
  }

  refused (
    [] {
      options::from ({{"REDIS_MAX_CONNECTIONS", "0"}});
    },
    {"REDIS_MAX_CONNECTIONS", "'0'", "from 1 on"});
  refused (
    [] {
      options::from ({{"REDIS_URL", "http://x"}});
    },
    {"REDIS_URL", "http://x", "redis://"});

  environment db ("REDIS_DB", "first");
  refused ([] { options::from_environment (); }, {"REDIS_DB", "first"});
}

BOOST_AUTO_TEST_CASE (values_that_make_no_sense_are_refused)
{
  options ().check ();

  {
    options o;
    o.name_space = "a b";
    refused ([&o] { o.check (); }, {"name_space", "'a b'"});
  }
  {
    options o;
    o.max_connections = 0;
    refused ([&o] { o.check (); }, {"max_connections"});
  }
  {
    options o;
    o.budget = std::chrono::milliseconds (0);
    refused ([&o] { o.check (); }, {"budget", "0"});
  }
  {
    options o;
    o.fence_timeout = std::chrono::milliseconds (-5);
    refused ([&o] { o.check (); }, {"fence_timeout", "-5"});
  }
  {
    options o;
    o.max_replica_lag = std::chrono::milliseconds (-1);
    refused ([&o] { o.check (); }, {"max_replica_lag", "-1"});
  }
}

BOOST_AUTO_TEST_SUITE_END ()
