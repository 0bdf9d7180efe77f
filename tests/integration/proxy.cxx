#include <tests/support/proxy.hxx>

#include <cerrno>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <tests/integration/proxied.hxx>
#include <tests/support/await.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tests::await;
using tests::bare_client;
using tests::proxied;

namespace
{
  // Short, for what never comes.
  //
  const milliseconds moment (50);

  // The end of a connection as its client sees it: the text until then, and
  // the error, 0 for a polite end.
  //
  struct end_of_connection
  {
    std::string text;
    int error = 0;

    explicit end_of_connection (tests::bare_client& c)
    {
      char b[4096];
      ssize_t n;

      while ((n = c.receive (b, sizeof (b))) > 0)
        text.append (b, static_cast<std::size_t> (n));

      error = n == 0 ? 0 : errno;
    }
  };

  template <typename F>
  milliseconds elapsed (F f)
  {
    steady_clock::time_point begin (steady_clock::now ());
    f ();
    return std::chrono::duration_cast<milliseconds> (steady_clock::now () -
                                                     begin);
  }
}

BOOST_FIXTURE_TEST_SUITE (proxy, proxied)

BOOST_AUTO_TEST_CASE (what_passes_is_unchanged_and_counted)
{
  std::string odd;

  for (int i (0); i != 300000; ++i)
    odd += static_cast<char> (i * 7);

  BOOST_TEST (ask (c, {"SET", odd, odd}).str () == "OK");
  BOOST_TEST ((ask (c, {"MGET", odd, "none"})[0].str () == odd));
  BOOST_TEST ((p.bytes_from_clients () > 900000));
  BOOST_TEST ((p.bytes_from_server () > 300000));
  BOOST_TEST (works ());
  BOOST_TEST (p.accepted () == 2u);
  await ("the end of the second", [&] { return p.open () == 1; });
}

BOOST_AUTO_TEST_CASE (it_outlives_the_server)
{
  server.kill ();
  BOOST_CHECK_THROW (ask (c, {"PING"}), redis_unavailable);
  BOOST_TEST (c.lost ());
  BOOST_CHECK_THROW (works (), redis_unavailable);

  server.restart ();
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (it_leads_to_a_port_as_well)
{
  redis_server tcp ({}, redis_server::listen::local_and_tcp);
  tests::proxy q (tcp.port ());
  connection d (parse_url (q.url ()), patient, late ());
  BOOST_TEST (ask (d, {"PING"}).str () == "PONG");

  tcp.kill ();
  BOOST_CHECK_THROW (connection (parse_url (q.url ()), patient, late ()),
                     redis_unavailable);
}

BOOST_AUTO_TEST_CASE (delay_comes_twice_a_round_trip)
{
  p.delay (milliseconds (30));
  BOOST_TEST ((elapsed ([&] { ask (c, {"PING"}); }) >= milliseconds (60)));
  BOOST_TEST ((elapsed ([&] { connect (); }) >= milliseconds (60)));

  p.delay (hours (1));
  increment ();
  BOOST_TEST (x () == "");
  p.pass ();
  BOOST_TEST (c.receive (late ()).number () == 1);
}

BOOST_AUTO_TEST_CASE (throttle_limits_the_bytes_of_a_second)
{
  ask (c, {"SET", "x", std::string (100, 'x')});
  p.throttle (1000);
  BOOST_TEST ((elapsed ([&] { ask (c, {"GET", "x"}); }) >= milliseconds (90)));

  p.throttle (1);
  c.send (words ({"GET", "x"}), late ());
  p.pass ();
  BOOST_TEST (c.receive (late ()).size () == 100u);
}

BOOST_AUTO_TEST_CASE (a_black_hole_accepts_and_never_answers)
{
  auto idle (connect ());
  p.black_hole ();
  increment ();
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);
  BOOST_TEST (c.broken ());
  BOOST_TEST (!c.lost ());

  BOOST_CHECK_THROW (connect ({moment, moment}), redis_unavailable);
  BOOST_TEST (p.accepted () == 3u);
  BOOST_TEST (x () == "");

  // A client that sent nothing has lost nothing.
  //
  p.pass ();
  BOOST_TEST (ask (*idle, {"PING"}).str () == "PONG");
  BOOST_TEST (works ());
  BOOST_TEST (x () == "");
}

BOOST_AUTO_TEST_CASE (a_swallowed_reply_is_to_what_was_executed)
{
  p.swallow_replies ();
  increment ();
  await ("the request", [&] { return x () == "1"; });
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);
  BOOST_CHECK_THROW (connect ({moment, moment}), redis_unavailable);

  p.pass ();
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (after_a_swallowed_reply_there_is_none)
{
  p.swallow_replies ();
  std::uint64_t n (p.bytes_from_server ());
  c.send (words ({"ECHO", "swallowed"}), late ());
  await ("the reply", [&] { return p.bytes_from_server () != n; });

  // Another one would be taken for it.
  //
  p.pass ();
  c.send (words ({"INCR", "x"}), late ());
  await ("the request", [&] { return x () == "1"; });
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);
}

BOOST_AUTO_TEST_CASE (who_is_refused_finds_nobody)
{
  p.refuse ();
  BOOST_CHECK_THROW (ask (c, {"PING"}), redis_unavailable);
  BOOST_CHECK_THROW (connect (), redis_unavailable);
  BOOST_TEST (p.accepted () == 1u);
  BOOST_TEST (p.open () == 0u);

  p.pass ();
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (cut_and_reset_end_what_is_there)
{
  for (bool reset : {false, true})
  {
    p.hold ();
    bare_client bare (p);
    reset ? p.reset () : p.cut ();
    p.pass ();

    BOOST_TEST (p.open () == 0u);
    BOOST_TEST (end_of_connection (bare).error == (reset ? ECONNRESET : 0));
    BOOST_TEST (works ());
  }

  BOOST_CHECK_THROW (ask (c, {"PING"}), redis_unavailable);
  BOOST_TEST (c.lost ());
}

BOOST_AUTO_TEST_CASE (a_reply_is_truncated_once)
{
  p.truncate (3);
  bare_client bare (p);
  end_of_connection e (bare);
  BOOST_TEST (e.text == "+PO");
  BOOST_TEST (e.error == 0);

  ask (c, {"SET", "long", std::string (100000, 'x')});
  p.truncate (50000);
  BOOST_CHECK_THROW (ask (c, {"GET", "long"}), redis_unavailable);
  BOOST_TEST (c.broken ());
  BOOST_TEST (ask (*connect (), {"GET", "long"}).size () == 100000u);
}

BOOST_AUTO_TEST_CASE (a_reply_is_repeated_to_each_client)
{
  ask (c, {"PING"});
  auto other (connect ());
  ask (*other, {"ECHO", "a"});
  p.repeat (2);

  // A connection that we have refuses to be out of step.
  //
  for (connection* each : {&c, other.get ()})
    BOOST_CHECK_THROW (each->send (words ({"PING"}), late ()),
                       redis_unavailable);

  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (of_a_reply_nothing_may_be_left)
{
  auto other (connect ());
  p.truncate (0, 2);
  increment ();
  BOOST_CHECK_THROW (c.receive (late ()), redis_unavailable);
  BOOST_TEST (x () == "1");
  BOOST_CHECK_THROW (ask (*other, {"PING"}), redis_unavailable);
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (what_is_held_is_executed_late)
{
  p.hold ();
  std::uint64_t n (p.bytes_from_clients ());
  increment ();
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);

  // Also of a client that is gone.
  //
  const std::string set ("SET gone here\r\n");
  n += words ({"INCR", "x"}).size () + set.size ();
  {
    bare_client gone (p, set);
    await ("requests", [&] { return p.bytes_from_clients () == n; });
  }

  await ("the end", [&] { return p.open () == 0; });
  BOOST_TEST (x () == "");
  BOOST_TEST (server.command ({"GET", "gone"}).nil ());

  p.pass ();
  await ("the request", [&] { return x () == "1"; });
  await ("that of who is gone",
         [&] {
           return server.command ({"GET", "gone"}).str () == "here";
         });
}

BOOST_AUTO_TEST_SUITE_END ()
