// redis-sentinel://: the primary is followed.

#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/sentinel.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/bad-server.hxx>
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

    redis::endpoint ask ()
    {
      return redis::sentinels (redis::parse_url (watch.url ()))
        .primary (talk::patient, talk::late ());
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (following, fixture)

BOOST_AUTO_TEST_CASE (any_sentinel_tells)
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

BOOST_AUTO_TEST_CASE (an_unknown_name_is_told)
{
  try
  {
    redis::sentinels (redis::parse_url (watch.url ("nobody")))
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
  o.url = watch.url ();
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

  // A change in between is remembered, and told to the new primary.
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

namespace
{
  // Why no primary is taken from a sentinel that answers with this; empty if
  // one is.
  //
  std::string refusal (const std::string& host, const std::string& port)
  {
    std::string answer ("*2\r\n");

    for (const std::string& s : {host, port})
      answer += '$' + std::to_string (s.size ()) + "\r\n" + s + "\r\n";

    tests::listener l (1);
    std::thread t (
      [&]
      {
        int c (accept (l.fd (), nullptr, nullptr));
        tests::bad_server::read_until (c, "name\r\n");
        tests::bad_server::tell (c, answer);
        ::close (c);
      });

    std::string url (l.url ());
    url.replace (0, 8, "redis-sentinel://");
    std::string r;

    try
    {
      redis::sentinels (redis::parse_url (url + "/name"))
        .primary (talk::patient, talk::late ());
    }
    catch (const odb_alkey::redis_unavailable& e)
    {
      r = e.what ();
    }

    t.join ();
    return r;
  }
}

BOOST_AUTO_TEST_SUITE (sentinels_that_lie)

BOOST_AUTO_TEST_CASE (a_port_that_is_none_is_no_other_one)
{
  for (const std::string port :
       {"71927", "0", "-1", "6379x", "", " 6379", "06379", "99999999999"})
  {
    std::string r (refusal ("127.0.0.1", port));
    BOOST_TEST (r.find ("the port '" + port + "'") != std::string::npos, r);
  }
}

BOOST_AUTO_TEST_CASE (a_host_that_is_none_is_no_other_one)
{
  for (const std::string& host : {std::string (), std::string ("a\0b", 3)})
  {
    std::string r (refusal (host, "6379"));
    BOOST_TEST (r.find ("names no host") != std::string::npos, r);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
