#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/url.hxx>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

#include "one-pool.hxx"

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tests::id;
using tests::receiver;

BOOST_FIXTURE_TEST_SUITE (redis_pool, tests::one_pool)

BOOST_AUTO_TEST_CASE (the_connection_used_last_is_used_next)
{
  BOOST_TEST (p.open () == 0u);
  std::int64_t last (0);
  {
    pool::lease a (p.acquire (late ()));
    BOOST_TEST (!a.reused ());
    pool::lease b (p.acquire (late ()));
    last = id (*a);
    BOOST_TEST (id (*b) != last);
  }

  BOOST_TEST (p.open () == 2u);
  pool::lease c (p.acquire (late ()));
  BOOST_TEST (c.reused ());
  BOOST_TEST (id (*c) == last);
}

BOOST_AUTO_TEST_CASE (there_are_never_more_than_the_maximum)
{
  std::atomic<std::size_t> leased (0);
  std::atomic<std::size_t> most (0);
  std::vector<std::thread> threads;

  for (int i (0); i != 8; ++i)
    threads.emplace_back (
      [&]
      {
        for (int n (0); n != 300; ++n)
        {
          pool::lease l (p.acquire (late ()));
          std::size_t now (++leased);

          for (std::size_t m (most); now > m;)
            most.compare_exchange_weak (m, now);

          ask (*l, {"PING"});

          // Now and then one is dropped.
          //
          if (n % 50 == 0)
            l->send (words ({"PING"}), late ());

          --leased;
        }
      });

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (most <= 3u);
  BOOST_TEST (p.open () <= 3u);
  std::string clients (server.command ({"CLIENT", "LIST"}).str ());
  BOOST_TEST (std::count (clients.begin (), clients.end (), '\n') <= 4);
}

BOOST_AUTO_TEST_CASE (when_all_are_busy_it_waits_until_the_deadline)
{
  pool::lease a (p.acquire (late ()));
  pool::lease b (p.acquire (late ()));
  pool::lease c (p.acquire (late ()));
  steady_clock::time_point begin (steady_clock::now ());

  try
  {
    p.acquire (in (milliseconds (50)));
    BOOST_ERROR ("a fourth connection");
  }
  catch (const redis_unavailable& e)
  {
    BOOST_TEST (std::string (e.what ()).find ("all 3 connections") == 0u);
  }

  BOOST_TEST ((steady_clock::now () - begin >= milliseconds (50)));
}

BOOST_AUTO_TEST_CASE (an_idle_connection_closed_by_the_server_is_replaced)
{
  pool tcp (parse_url (server.tcp_url ()), patient, 1);

  for (pool* each : {&p, &tcp})
  {
    std::int64_t before (id (*each));
    kill_clients ();
    int runs (0);

    std::int64_t after (each->with_connection (late (),
                                               [&] (connection& c)
                                               {
                                                 ++runs;
                                                 return id (c);
                                               }));

    BOOST_TEST (after != before);
    BOOST_TEST (runs == 2);
    BOOST_TEST (each->open () == 1u);
    BOOST_TEST (id (*each) == after);
  }
}

BOOST_AUTO_TEST_CASE (after_a_restart_no_old_connection_is_left)
{
  open (3);
  server.restart ();
  int runs (0);

  with_connection (
    [&] (connection& c)
    {
      ++runs;
      ask (c, {"PING"});
    });

  BOOST_TEST (runs == 2);
  BOOST_TEST (p.open () == 1u);
}

BOOST_AUTO_TEST_CASE (a_post_on_a_closed_connection_is_made_again)
{
  open (1);
  server.restart ();
  std::unique_ptr<reply_handler> d (
    std::make_unique<receiver> (answers, losses));

  with_connection (
    [&] (connection& c) {
      c.post (words ({"INCR", "posts"}), std::move (d), late ());
    });
  id (p);

  BOOST_TEST (answers == 1);
  BOOST_TEST (losses == 0);
  BOOST_TEST (server.command ({"GET", "posts"}).str () == "1");
}

BOOST_AUTO_TEST_CASE (a_time_out_is_not_tried_again)
{
  pool hasty (parse_url (server.url ()),
              {milliseconds (400), milliseconds (400)}, 2);
  id (hasty);
  server.stop ();
  int runs (0);

  BOOST_CHECK_THROW (hasty.with_connection (late (),
                                            [&] (connection& c)
                                            {
                                              ++runs;
                                              ask (c, {"PING"});
                                            }),
                     redis_unavailable);
  BOOST_TEST (runs == 1);
  BOOST_TEST (hasty.open () == 0u);
}

BOOST_AUTO_TEST_CASE (only_a_reused_connection_that_was_closed_is_tried_again)
{
  int runs (0);

  auto closed = [&] (connection& c)
  {
    ++runs;
    ask (c, {"CLIENT", "KILL", "ID", std::to_string (id (c)), "SKIPME", "no"});
    ask (c, {"PING"});
  };
  BOOST_CHECK_THROW (with_connection (closed), redis_unavailable);
  BOOST_TEST (runs == 1);

  auto failing = [&] (connection&)
  {
    ++runs;
    throw redis_unavailable ("for another reason");
  };
  open (1);
  BOOST_CHECK_THROW (with_connection (failing), redis_unavailable);
  BOOST_TEST (runs == 2);
  BOOST_TEST (p.open () == 1u);
}

BOOST_AUTO_TEST_CASE (a_broken_connection_is_dropped)
{
  {
    pool::lease l (p.acquire (late ()));
    server.restart ();
    BOOST_CHECK_THROW (l->send (words ({"PING"}), late ()), redis_unavailable);
    BOOST_TEST (l->idle ());
  }

  BOOST_TEST (p.open () == 0u);
}

BOOST_AUTO_TEST_CASE (a_server_that_is_gone_is_not_tried_for_ever)
{
  open (3);
  server.kill ();
  int runs (0);
  auto f = [&] (connection& c)
  {
    ++runs;
    ask (c, {"PING"});
  };

  BOOST_CHECK_THROW (with_connection (f), redis_unavailable);
  BOOST_TEST (runs == 1);
  BOOST_TEST (p.open () == 0u);

  BOOST_CHECK_THROW (with_connection (f), redis_unavailable);
  BOOST_TEST (runs == 1);

  server.restart ();
  with_connection (f);
  BOOST_TEST (runs == 2);
}

BOOST_AUTO_TEST_CASE (a_connection_with_replies_left_in_it_is_dropped)
{
  std::int64_t first (id (p));
  with_connection (
    [] (connection& c) {
      c.send (words ({"ECHO", "somebody else's"}), late ());
    });

  BOOST_TEST (p.open () == 0u);
  BOOST_TEST (id (p) != first);
}

BOOST_AUTO_TEST_CASE (owed_replies_of_idle_connections_are_collected)
{
  {
    pool::lease a (p.acquire (late ()));
    pool::lease b (p.acquire (late ()));
    pool::lease c (p.acquire (late ()));
    server.stop ();
    post (*a);
    post (*c);
    post (*c);
  }

  BOOST_TEST (p.owing () == 2u);
  p.drain_replies ();
  BOOST_TEST (answers == 0);
  BOOST_TEST (p.owing () == 2u);
  server.resume ();

  while (answers != 3)
    p.drain_replies ();

  BOOST_TEST (losses == 0);
  BOOST_TEST (p.open () == 3u);
  BOOST_TEST (p.owing () == 0u);
}

BOOST_AUTO_TEST_CASE (owed_replies_come_before_the_next_one)
{
  with_connection ([&] (connection& c) { post (c); });

  BOOST_TEST (with_connection (
                [&] (connection& c) {
                  return ask (c, {"GET", "posts"});
                })
                .str () == "1");
  BOOST_TEST (answers == 1);
}

BOOST_AUTO_TEST_CASE (clearing_hands_out_what_has_arrived)
{
  with_connection ([&] (connection& c) { post (c); });

  // The second answer means that the event loop went round after the post.
  //
  server.command ({"PING"});
  server.command ({"PING"});
  p.clear ();

  BOOST_TEST (p.open () == 0u);
  BOOST_TEST (answers == 1);
  BOOST_TEST (losses == 0);

  with_connection (
    [&] (connection& c)
    {
      server.stop ();
      post (c);
    });
  p.clear ();
  BOOST_TEST (losses == 1);
}

BOOST_AUTO_TEST_SUITE_END ()
