// The proxy of the tests cuts, delays and lies. If it did nothing, those tests
// would show nothing.

#include <tests/support/proxy.hxx>

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/url.hxx>
#include <tests/support/await.hxx>
#include <tests/support/redis-server.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tests::await;

namespace
{
  // These are connections to a server through a proxy. Tests increment x.
  //
  struct proxied
  {
    redis_server server;
    tests::proxy p {server.directory () + "/socket"};
    connection c {parse_url (p.url ()), patient, late ()};

    bool works ()
    {
      connection other (parse_url (p.url ()), patient, late ());
      return ask (other, {"PING"}).str () == "PONG";
    }

    std::string x ()
    {
      return server.command ({"GET", "x"}).str ();
    }

    void increment ()
    {
      c.send (words ({"INCR", "x"}), late ());
    }

    // Nothing comes within a moment.
    //
    void hear_nothing ()
    {
      BOOST_CHECK_THROW (c.receive (in (milliseconds (50))),
                         redis_unavailable);
      BOOST_TEST (!c.lost ());
    }

    void lose ()
    {
      BOOST_CHECK_THROW (ask (c, {"INCR", "x"}), redis_unavailable);
      BOOST_TEST (c.lost ());
      BOOST_TEST (works ());
    }

    template <typename F>
    void takes_at_least (milliseconds d, F f)
    {
      steady_clock::time_point begin (steady_clock::now ());
      f ();
      BOOST_TEST ((steady_clock::now () - begin >= d));
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (proxy, proxied)

BOOST_AUTO_TEST_CASE (it_can_be_slow)
{
  ask (c, {"SET", "x", std::string (100, '1')});
  p.delay (milliseconds (30));
  takes_at_least (milliseconds (60), [&] { ask (c, {"PING"}); });
  p.throttle (1000);
  takes_at_least (milliseconds (90), [&] { ask (c, {"GET", "x"}); });

  p.delay (std::chrono::hours (1));
  c.send (words ({"GET", "x"}), late ());
  p.pass ();
  BOOST_TEST (c.receive (late ()).size () == 100u);
}

BOOST_AUTO_TEST_CASE (a_black_hole_keeps_requests_from_the_server)
{
  p.black_hole ();
  increment ();
  hear_nothing ();
  p.pass ();
  BOOST_TEST (works ());
  BOOST_TEST (x () == "");
}

// A later reply would be taken for the one that was swallowed.
//
BOOST_AUTO_TEST_CASE (replies_that_are_swallowed_are_to_what_was_executed)
{
  p.swallow_replies ();
  std::uint64_t n (p.bytes_from_server ());
  increment ();
  await ("the reply", [&] { return p.bytes_from_server () != n; });
  BOOST_TEST (x () == "1");
  p.pass ();
  increment ();
  await ("the other request", [&] { return x () == "2"; });
  hear_nothing ();
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (what_is_held_is_executed_late)
{
  p.hold ();
  std::uint64_t n (p.bytes_from_clients ());
  increment ();
  await ("the request", [&] { return p.bytes_from_clients () != n; });
  hear_nothing ();
  BOOST_TEST (x () == "");
  p.pass ();
  await ("the request to pass", [&] { return x () == "1"; });
}

BOOST_AUTO_TEST_CASE (connections_are_ended)
{
  for (bool reset : {false, true})
  {
    proxied each;
    reset ? each.p.reset () : each.p.cut ();
    BOOST_TEST (each.p.open () == 0u);
    each.lose ();
    BOOST_TEST (each.x () == "");
  }

  p.refuse ();
  BOOST_CHECK_THROW (works (), redis_unavailable);
  p.pass ();
  lose ();
}

BOOST_AUTO_TEST_CASE (a_reply_is_truncated_once)
{
  ask (c, {"SET", "long", std::string (100000, 'x')});
  p.truncate (50000);
  BOOST_CHECK_THROW (ask (c, {"GET", "long"}), redis_unavailable);
  BOOST_TEST (c.broken ());
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (a_reply_is_repeated)
{
  ask (c, {"ECHO", "a"});
  p.repeat (1);
  BOOST_TEST (ask (c, {"PING"}).str () == "a");
}

// An action that ends the connection also decides which requests are executed.
//
BOOST_AUTO_TEST_CASE (actions_come_before_the_request_and_before_the_reply)
{
  std::string before ("none"), after;
  p.before_request ("INCR", [&] { before = x (); });
  p.before_reply ("INCR", [&] { after = x (); });
  ask (c, {"PING"});
  BOOST_TEST (p.pending () == 2u);
  BOOST_TEST (ask (c, {"INCR", "x"}).number () == 1);
  BOOST_TEST (p.pending () == 0u);
  BOOST_TEST (before == "");
  BOOST_TEST (after == "1");

  p.before_request ("INCR", [&] { p.cut (); });
  lose ();
  BOOST_TEST (x () == "1");
}

BOOST_AUTO_TEST_SUITE_END ()
