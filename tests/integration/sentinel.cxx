// redis-sentinel://: the primary is followed.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/sentinel.hxx>

#include <tests/support/environment.hxx>
#include <tests/support/redis-sentinel.hxx>
#include <tests/support/redis-setup.hxx>

#include "library-odb.hxx"

using odb_alkey::one;
namespace redis = odb_alkey::redis;

namespace
{
  struct fixture
  {
    redis_server first {{}, redis_server::listen::local_and_tcp};
    redis_server second {tests::replica_of (first),
                         redis_server::listen::local_and_tcp};
    redis_sentinel watch {first, 1};

    std::string url (const std::string& name) const
    {
      std::string hosts;

      for (std::uint16_t p : watch.ports ())
        hosts +=
          (hosts.empty () ? "" : ",") + ("127.0.0.1:" + std::to_string (p));

      return "redis-sentinel://" + hosts + '/' + name;
    }

    redis::endpoint ask ()
    {
      return redis::sentinels (redis::parse_url (url (watch.name ())))
        .primary (talk::patient, talk::late ());
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (following, fixture)

BOOST_AUTO_TEST_CASE (whoever_answers_tells)
{
  BOOST_TEST (ask ().port == first.port ());
  watch.kill (0);
  BOOST_TEST (ask ().port == first.port ());
  watch.kill (1);
  watch.kill (2);

  try
  {
    ask ();
    BOOST_TEST (false);
  }
  catch (const odb_alkey::redis_unavailable& e)
  {
    BOOST_TEST (std::string (e.what ()).find ("name no primary") !=
                  std::string::npos,
                e.what ());
  }
}

BOOST_AUTO_TEST_CASE (a_name_that_nobody_knows)
{
  try
  {
    redis::sentinels (redis::parse_url (url ("nobody")))
      .primary (talk::patient, talk::late ());
    BOOST_TEST (false);
  }
  catch (const odb_alkey::redis_unavailable& e)
  {
    BOOST_TEST (std::string (e.what ()).find ("no primary 'nobody'") !=
                  std::string::npos,
                e.what ());
  }
}

// The replica may lack the last changes: no key of before may come again.
//
BOOST_AUTO_TEST_CASE (a_fail_over_is_followed_and_begins_a_new_epoch)
{
  tests::settle (first);
  tests::await_sync (first, second);

  tests::temporary_directory directory;
  tests::messages log;
  std::unique_ptr<odb::sqlite::database> db (
    tests::make_database (directory.path () + "/db"));
  odb_alkey::options o;
  o.url = url (watch.name ());
  o.fence_timeout = std::chrono::milliseconds (300);
  o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
  o.budget = std::chrono::seconds (10);
  o.log = [&log] (odb_alkey::log_level, const std::string& s)
  {
    log.add (s);
  };
  odb_alkey::plugin alkey (*db, o);

  BOOST_REQUIRE (alkey.ready ());
  odb_alkey::key before (alkey.cache_key (one<shelf> (1)));
  BOOST_TEST (before.storable ());

  // What is written in between is remembered, and told to the new one.
  //
  first.kill ();
  alkey.touch<shelf> (1);
  BOOST_TEST (alkey.stats ().pending != 0U);
  BOOST_TEST (!alkey.cache_key (one<shelf> (1)).storable ());

  BOOST_TEST (alkey.flush (tests::patience) == 0U);
  BOOST_TEST (watch.address_of_primary () == watch.address (second));
  BOOST_TEST (!alkey.ready ());

  while (!alkey.ready ())
    ;

  odb_alkey::key after (alkey.cache_key (one<shelf> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());
  BOOST_TEST (after.str ().substr (0, 22) != before.str ().substr (0, 22));
}

BOOST_AUTO_TEST_SUITE_END ()
