// A plugin over TLS: keys, commits, and losing Redis for a while.

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/url.hxx>

#include <tests/integration/encrypted.hxx>
#include <tests/support/await.hxx>
#include <tests/support/child.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/proxy.hxx>
#include <tests/support/redis-sentinel.hxx>
#include <tests/support/redis-setup.hxx>

#include "library-odb.hxx"

using odb_alkey::one;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tests::await;
using tests::encrypted;
using tests::refuses;

namespace
{
  const redis_server::listen with_tls (redis_server::listen::local_and_tls);

  std::string at (std::uint16_t port)
  {
    return "rediss://localhost:" + std::to_string (port);
  }

  // With a proxy in front of the server.
  //
  struct fixture: tests::environment
  {
    fixture (): environment ({}, with_tls)
    {
      renew (redis.tls_url ());
      commit ([this] { db->persist (x); });
    }

    void renew (const std::string& url,
                milliseconds limit = std::chrono::seconds (5))
    {
      odb_alkey::options o (options ());
      o.url = url;
      o.tls_ca = tests::certificates::made ().authority.file;
      o.connect_timeout = o.command_timeout = limit;
      o.budget = 2 * limit;
      environment::renew (o);
    }

    bool storable ()
    {
      return alkey->cache_key (one<shelf> (x.id)).storable ();
    }

    std::string token ()
    {
      return alkey->token (one<shelf> (x.id));
    }

    // A key that takes no longer than it may, and what it says of the cause.
    //
    void fail_within_budget (milliseconds budget, const std::string& why)
    {
      steady_clock::time_point begin (steady_clock::now ());
      BOOST_TEST (!storable ());
      BOOST_TEST (
        (steady_clock::now () - begin < budget + milliseconds (500)));
      BOOST_TEST (alkey->stats ().down == 1U);
      BOOST_TEST (alkey->stats ().outages == 1U);

      BOOST_TEST (tests::says (alkey->health ().reason, why));

      // None of these waits.
      //
      begin = steady_clock::now ();

      for (int i (0); i != 100; ++i)
        BOOST_TEST (!storable ());

      BOOST_TEST ((steady_clock::now () - begin < milliseconds (200)));
      BOOST_TEST (alkey->stats ().unique_unavailable == 101U);
    }

    void await_return ()
    {
      await ("Redis is back", [this] { return storable (); });
      BOOST_TEST (alkey->stats ().down == 0U);
      BOOST_TEST (alkey->flush (tests::patience) == 0U);
    }

    shelf x {"x"};
    tests::proxy network {redis.port ()};
  };
}

BOOST_FIXTURE_TEST_SUITE (tls_outages, fixture,
                          *boost::unit_test::precondition (tests::tls_is_in))

BOOST_AUTO_TEST_CASE (keys_and_commits_go_over_tls)
{
  BOOST_TEST (storable ());
  std::string before (token ());
  commit ([this] { db->update (x); });
  BOOST_TEST (token () != before);
  BOOST_TEST (storable ());

  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (n.connections >= 1U);
  BOOST_TEST (n.unavailable == 0U);
  BOOST_TEST (n.errors == 0U);
  BOOST_TEST (log.all ().size () == 0U);
}

BOOST_AUTO_TEST_CASE (a_name_that_is_not_the_server_s_is_an_outage)
{
  renew (redis.tls_url ("127.0.0.2"));
  redis.command ({"CONFIG", "SET", "bind", "127.0.0.1 127.0.0.2"});
  fail_within_budget (std::chrono::seconds (5), "not for '127.0.0.2'");
}

// Byte by byte it must not take longer than at once.
//
BOOST_AUTO_TEST_CASE (a_late_handshake_is_an_outage_until_it_is_in_time)
{
  for (bool crawls : {false, true})
  {
    crawls ? network.throttle (100) : network.delay (milliseconds (400));
    renew (at (network.port ()), milliseconds (300));
    fail_within_budget (milliseconds (600), "handshake of TLS was not over");
    network.pass ();
    await_return ();
  }
}

BOOST_AUTO_TEST_CASE (a_handshake_that_breaks_anywhere_is_a_failure)
{
  odb_alkey::redis::endpoint e (encrypted (at (network.port ())));

  for (std::size_t bytes (1); bytes < 2000; bytes += 97)
  {
    network.truncate (bytes);
    refuses (e, {"rediss://localhost", "closed the connection"});
  }

  network.truncate (100);
  network.refuse ();
  refuses (e, {"is Redis running there"});
}

BOOST_AUTO_TEST_CASE (a_handshake_that_breaks_is_an_outage)
{
  renew (at (network.port ()));
  network.truncate (500, 1000000);
  fail_within_budget (std::chrono::seconds (5), "closed the connection");
  network.truncate (0, 0);
  await_return ();
}

BOOST_AUTO_TEST_CASE (kill_and_restart_under_load)
{
  std::atomic<bool> stop (false);
  std::atomic<unsigned> failures (0), made (0);
  std::vector<std::thread> threads;

  // One of them commits.
  //
  for (int i (0); i != 4; ++i)
    threads.emplace_back (
      [&, i]
      {
        while (!stop)
          try
          {
            made += storable () ? 1 : 0;

            if (i != 0)
              alkey->touch<shelf> (x.id);
            else
              commit ([this] { db->update (x); });
          }
          catch (...)
          {
            ++failures;
          }
      });

  for (int i (0); i != 5; ++i)
  {
    unsigned before (made);
    await ("keys", [&] { return made > before + 100; });
    redis.kill ();
    await ("the outage", [this] { return alkey->stats ().down == 1; });
    redis.restart ();
    tests::settle (redis);
    await ("the end of it", [this] { return alkey->stats ().down == 0; });
  }

  stop = true;

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (failures == 0U);
  BOOST_TEST (alkey->stats ().outages >= 5U);
  await_return ();
}

BOOST_AUTO_TEST_CASE (a_child_has_connections_of_its_own)
{
  BOOST_TEST (storable ());

  // The parent's commands must not mix with the child's.
  //
  BOOST_TEST (tests::in_child (
                [this]
                {
                  std::string before (token ());
                  alkey->touch<shelf> (x.id);
                  return token () != before && storable ();
                },
                [this]
                {
                  for (int i (0); i != 1000; ++i)
                    BOOST_TEST (alkey->cache_key (one<shelf> (x.id)).str () !=
                                "");
                }) == 0);
  BOOST_TEST (storable ());
  BOOST_TEST (alkey->stats ().unavailable == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
