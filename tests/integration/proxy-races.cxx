#include <tests/support/proxy.hxx>

#include <dirent.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <tests/integration/proxied.hxx>
#include <tests/support/await.hxx>
#include <tests/support/proxy-flow.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using tests::await;
using tests::bare_client;
using tests::proxied;

BOOST_FIXTURE_TEST_SUITE (proxy_races, proxied)

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

BOOST_AUTO_TEST_CASE (whatever_is_switched_nobody_gets_another_s_reply)
{
  std::atomic<bool> stop (false);
  std::atomic<int> wrong (0);
  std::atomic<int> right (0);
  std::vector<std::thread> threads;

  for (int i (0); i != 3; ++i)
    threads.emplace_back (
      [&, i]
      {
        std::unique_ptr<connection> d;

        for (int n (0); !stop; ++n)
        {
          std::string mine (std::to_string (i) + ' ' + std::to_string (n));

          try
          {
            if (d == nullptr || d->broken ())
              d = connect ({milliseconds (20), milliseconds (20)});

            ++(ask (*d, {"ECHO", mine}).str () == mine ? right : wrong);
          }
          catch (const redis_unavailable&)
          {
          }
        }
      });

  for (int n (0); n != 3; ++n)
  {
    const std::function<void ()> modes[] = {[&]
                                            { p.delay (milliseconds (2)); },
                                            [&] { p.throttle (2000); },
                                            [&] { p.black_hole (); },
                                            [&] { p.swallow_replies (); },
                                            [&] { p.hold (); },
                                            [&] { p.refuse (); },
                                            [&] { p.cut (); },
                                            [&] { p.reset (); },
                                            [&]
                                            {
                                              p.truncate (2, 3);
                                            }};

    for (const std::function<void ()>& m : modes)
    {
      m ();
      std::size_t seen (p.bytes_from_clients ());
      await ("somebody to try", [&]
             { return p.bytes_from_clients () != seen || p.open () == 0; });
      int before (right);
      p.pass ();
      await ("somebody to succeed", [&] { return right > before + 10; });
    }
  }

  stop = true;

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (wrong == 0);
}

BOOST_AUTO_TEST_CASE (nothing_is_left_of_a_proxy)
{
  auto open_files = []
  {
    std::size_t n (0);
    DIR* d (opendir ("/proc/self/fd"));

    while (readdir (d) != nullptr)
      ++n;

    closedir (d);
    return n;
  };
  std::size_t before (open_files ());

  for (bool held : {false, true})
  {
    tests::proxy q (server.directory () + "/socket");
    q.before_reply ("never", [] {});
    bare_client one (q);
    bare_client other (q);
    await ("a reply", [&] { return q.bytes_from_server () != 0; });
    held ? q.hold () : q.refuse ();
  }

  BOOST_TEST (open_files () == before);
}

BOOST_AUTO_TEST_CASE (values_of_the_protocol_are_told_apart)
{
  using tests::proxying::resp_end;

  const std::string values[] {
    "+OK\r\n",         "-ERR no\r\n", ":1\r\n",
    "$3\r\na\r\n\r\n", "$0\r\n\r\n",  "$-1\r\n",
    "*-1\r\n",         "*0\r\n",      "*2\r\n*1\r\n:1\r\n$1\r\nx\r\n",
    "PING\r\n"};

  for (const std::string& s : values)
  {
    std::string more (s + s);
    BOOST_TEST (resp_end (more, 0) == s.size (), s);

    for (std::size_t n (0); n != s.size (); ++n)
      BOOST_TEST (resp_end (s.substr (0, n), 0) == std::string::npos, s);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
