#include <tests/support/proxy.hxx>

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/socket.hxx>
#include <odb_alkey/redis/url.hxx>
#include <tests/support/await.hxx>
#include <tests/support/redis-server.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tests::await;

namespace
{
  // A server, and a connection to it through a proxy.
  //
  struct proxied
  {
    redis_server server;
    tests::proxy p {server.directory () + "/socket"};
    connection c {parse_url (p.url ()), talk::patient, talk::late ()};

    std::unique_ptr<connection> connect (const timeouts& t = talk::patient)
    {
      return std::make_unique<connection> (parse_url (p.url ()), t,
                                           talk::late ());
    }

    bool works ()
    {
      return talk::ask (*connect (), {"PING"}).str () == "PONG";
    }

    // x, which tests increment, as the server has it.
    //
    std::string x ()
    {
      return server.command ({"GET", "x"}).str ();
    }

    void increment ()
    {
      c.send (talk::words ({"INCR", "x"}), talk::late ());
    }
  };

  // A client that knows nothing of Redis but what it says.
  //
  class bare_client
  {
  public:
    explicit bare_client (const tests::proxy& p,
                          const std::string& says = "PING\r\n")
        : socket_ (open_socket (parse_url (p.url ()), talk::late ()))
    {
      ::send (socket_.fd (), says.data (), says.size (), MSG_NOSIGNAL);
    }

    // As recv, and not for more than twenty seconds.
    //
    ssize_t receive (char* data, std::size_t size)
    {
      wait_for (socket_.fd (), POLLIN, talk::late ());
      return ::recv (socket_.fd (), data, size, MSG_DONTWAIT);
    }

  private:
    descriptor socket_;
  };

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

    explicit end_of_connection (bare_client& c)
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

  // A later reply would be taken for it.
  //
  p.pass ();
  c.send (words ({"INCR", "x"}), late ());
  await ("the request", [&] { return x () == "1"; });
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);
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
  auto other (connect ());
  ask (c, {"ECHO", "a"});
  ask (*other, {"ECHO", "b"});
  p.repeat (1);
  BOOST_TEST (ask (c, {"PING"}).str () == "a");
  BOOST_TEST (ask (*other, {"PING"}).str () == "b");
  BOOST_TEST (works ());
}

BOOST_AUTO_TEST_CASE (what_is_held_is_executed_late)
{
  p.hold ();
  std::uint64_t n (p.bytes_from_clients ());
  increment ();
  BOOST_CHECK_THROW (c.receive (in (moment)), redis_unavailable);

  // Requests of a client that is gone are held as well.
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

BOOST_AUTO_TEST_CASE (an_action_comes_before_the_request)
{
  std::string before ("none");
  p.before_request ("INCR",
                    [&]
                    {
                      before = x ();
                      server.command ({"SET", "x", "41"});
                    });
  ask (c, {"PING"});
  BOOST_TEST (p.pending () == 1u);

  BOOST_TEST (ask (c, {"INCR", "x"}).number () == 42);
  BOOST_TEST (p.pending () == 0u);
  BOOST_TEST (before == "");
  BOOST_TEST (ask (c, {"INCR", "x"}).number () == 43);
}

BOOST_AUTO_TEST_CASE (an_action_comes_before_the_reply)
{
  std::string before ("none");
  auto other (connect ());
  p.before_reply ("INCR",
                  [&]
                  {
                    before = x ();
                    ask (*other, {"INCR", "x"});
                  });

  // Others go on meanwhile, and the action is called once.
  //
  BOOST_TEST (ask (c, {"INCR", "x"}).number () == 1);
  BOOST_TEST (p.pending () == 0u);
  BOOST_TEST (before == "1");
  BOOST_TEST (x () == "2");
}

BOOST_AUTO_TEST_CASE (actions_that_end_the_connection_decide_what_is_executed)
{
  p.before_reply ("INCR", [&] { p.reset (); });
  BOOST_CHECK_THROW (ask (c, {"INCR", "x"}), redis_unavailable);
  BOOST_TEST (x () == "1");

  p.before_request ("INCR", [&] { p.cut (); });
  BOOST_CHECK_THROW (ask (*connect (), {"INCR", "x"}), redis_unavailable);
  BOOST_TEST (works ());
  BOOST_TEST (x () == "1");
}

BOOST_AUTO_TEST_CASE (of_a_pipeline_only_the_rest_waits)
{
  request r;

  for (const char* w : {"one", "two", "three", "four"})
  {
    r.command (2);
    r.argument ("ECHO");
    r.argument (w);
  }

  std::atomic<int> received (0);
  std::atomic<int> at_reply (-1);
  p.before_reply ("three",
                  [&]
                  {
                    await ("two replies", [&] { return received == 2; });
                    at_reply = 2;
                  });
  p.before_request ("three", [&] { p.before_reply ("four", [] {}); });

  c.send (r, late ());

  for (const char* w : {"one", "two"})
  {
    BOOST_TEST (c.receive (late ()).str () == w);
    ++received;
  }

  BOOST_TEST (c.receive (late ()).str () == "three");
  BOOST_TEST (at_reply == 2);
  BOOST_TEST (c.receive (late ()).str () == "four");
  BOOST_TEST (p.pending () == 0u);
}

BOOST_AUTO_TEST_CASE (an_action_waits_for_a_reply_that_comes)
{
  p.before_reply ("INCR", [] {});
  server.stop ();
  std::uint64_t n (p.bytes_from_clients ());
  increment ();
  await ("the request", [&] { return p.bytes_from_clients () != n; });
  p.cut ();
  server.resume ();
  BOOST_TEST (p.pending () == 1u);

  ask (*connect (), {"INCR", "x"});
  BOOST_TEST (p.pending () == 0u);
}

BOOST_AUTO_TEST_SUITE_END ()
