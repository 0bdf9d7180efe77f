// Children of a fork have connections of their own, and leave their parent's
// alone.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/url.hxx>
#include <tests/support/await.hxx>
#include <tests/support/child.hxx>

#include "one-pool.hxx"

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using tests::id;
using tests::in_child;

BOOST_FIXTURE_TEST_SUITE (redis_pool_forks, tests::one_pool)

BOOST_AUTO_TEST_CASE (a_child_uses_connections_of_its_own)
{
  std::int64_t own (id (p));

  BOOST_TEST (
    in_child (
      [&] { return p.open () == 0 && id (p) != own && p.open () == 1; }) == 0);
  BOOST_TEST (id (p) == own);
  BOOST_TEST (p.open () == 1u);
}

BOOST_AUTO_TEST_CASE (a_child_leaves_a_lease_of_its_parent_alone)
{
  std::unique_ptr<pool::lease> l (
    std::make_unique<pool::lease> (p.acquire (late ())));
  std::int64_t own (id (**l));

  BOOST_TEST (in_child (
                [&]
                {
                  bool refused (false);

                  try
                  {
                    ask (**l, {"PING"});
                  }
                  catch (const redis_unavailable&)
                  {
                    refused = true;
                  }

                  l.reset ();
                  return refused && p.open () == 0 && id (p) != own &&
                         p.open () == 1;
                }) == 0);
  BOOST_TEST (id (**l) == own);
}

BOOST_AUTO_TEST_CASE (a_child_of_a_child_starts_anew_as_well)
{
  std::int64_t own (id (p));

  BOOST_TEST (in_child (
                [&]
                {
                  return in_child (
                           [&]
                           { return id (p) != own && p.open () == 1; }) == 0 &&
                         id (p) != own;
                }) == 0);
}

BOOST_AUTO_TEST_CASE (what_is_owed_is_lost_in_the_child_only)
{
  with_connection (
    [&] (connection& c)
    {
      server.stop ();
      post (c);
    });

  int status (in_child (
    [&]
    {
      int at_once (losses);
      p.clear ();
      return at_once == 0 && losses == 1 && answers == 0;
    }));
  BOOST_TEST (status == 0);

  server.resume ();
  id (p);
  BOOST_TEST (answers == 1);
  BOOST_TEST (losses == 0);
}

BOOST_AUTO_TEST_CASE (a_child_can_destroy_a_pool_that_others_waited_for)
{
  auto one (std::make_unique<pool> (parse_url (server.url ()), patient, 1));
  auto l (std::make_unique<pool::lease> (one->acquire (late ())));
  std::thread waiter ([&] { one->acquire (late ()); });
  tests::await ("somebody to wait", [&] { return one->waiting () == 1; });

  BOOST_TEST (in_child (
                [&]
                {
                  id (*one);
                  l.reset ();
                  one.reset ();
                  return true;
                }) == 0);

  l.reset ();
  waiter.join ();
}

BOOST_AUTO_TEST_CASE (a_fork_may_come_at_any_moment)
{
  std::atomic<bool> stop (false);
  std::atomic<int> wrong (0);
  std::vector<std::thread> threads;

  for (int i (0); i != 4; ++i)
    threads.emplace_back (
      [&, i]
      {
        for (int n (0); !stop; ++n)
        {
          std::string mine (std::to_string (i) + ' ' + std::to_string (n));

          with_connection (
            [&] (connection& c)
            {
              post (c);
              wrong += ask (c, {"ECHO", mine}).str () != mine;

              // Connecting anew holds another kind of lock.
              //
              if (n % 100 == 0)
                c.send (words ({"PING"}), late ());
            });
          p.drain_replies ();
        }
      });

  // These hold the lock most of the time.
  //
  for (int i (0); i != 2; ++i)
    threads.emplace_back (
      [&]
      {
        while (!stop)
          p.open ();
      });

  for (int i (0); i != 50; ++i)
    BOOST_TEST (in_child (
                  [&]
                  {
                    return with_connection (
                             [] (connection& c) {
                               return ask (c, {"ECHO", "child"});
                             })
                             .str () == "child";
                  }) == 0);

  stop = true;

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (wrong == 0);
  BOOST_TEST (losses == 0);
}

BOOST_AUTO_TEST_SUITE_END ()
