// Whose turn it is when all connections of a pool are busy.

#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/url.hxx>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>

#include <tests/support/await.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/redis-server.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/two-processes.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace
{
  const pool::priority urgent (pool::priority::urgent);
  const pool::priority ordinary (pool::priority::ordinary);

  std::unique_ptr<pool::lease> lease (pool& p)
  {
    return std::make_unique<pool::lease> (p.acquire (late ()));
  }

  // Threads that wait for a connection, each of which came before the next
  // one; and the numbers of those that were served, negative if they were
  // refused.
  //
  class queue
  {
  public:
    explicit queue (pool& p): pool_ (p) {}

    // f calls served () when it is.
    //
    void add (const std::function<void (int)>& f)
    {
      int n (static_cast<int> (threads_.size ()) + 1);
      std::size_t before (pool_.waiting ());

      threads_.emplace_back (
        [this, f, n]
        {
          try
          {
            f (n);
          }
          catch (const odb_alkey::exception&)
          {
            served (-n);
          }
        });
      tests::await ("one more to wait",
                    [this, before] { return pool_.waiting () == before + 1; });
    }

    void add (pool::priority how = ordinary)
    {
      add (
        [this, how] (int n)
        {
          pool::lease l (pool_.acquire (late (), how));
          served (n);
        });
    }

    void served (int n)
    {
      std::lock_guard<std::mutex> l (mutex_);
      order_.push_back (n);
    }

    std::size_t count ()
    {
      std::lock_guard<std::mutex> l (mutex_);
      return order_.size ();
    }

    const std::vector<int>& join ()
    {
      for (std::thread& t : threads_)
        t.join ();

      return order_;
    }

  private:
    pool& pool_;
    std::mutex mutex_;
    std::vector<int> order_;
    std::vector<std::thread> threads_;
  };

  struct one_connection
  {
    redis_server server;
    pool p {parse_url (server.url ()), patient, 1};
    queue q {p};
  };
}

BOOST_FIXTURE_TEST_SUITE (redis_pool_order, one_connection)

BOOST_AUTO_TEST_CASE (waiting_threads_are_served_in_the_order_of_arrival)
{
  std::unique_ptr<pool::lease> l (lease (p));

  for (int i (0); i != 6; ++i)
    q.add ();

  l.reset ();
  BOOST_TEST (q.join () == (std::vector<int> {1, 2, 3, 4, 5, 6}));
  BOOST_TEST (p.open () == 1u);
}

BOOST_AUTO_TEST_CASE (the_place_of_a_lost_one_goes_to_the_first)
{
  std::unique_ptr<pool::lease> l (lease (p));

  for (int i (0); i != 3; ++i)
    q.add ();

  (*l)->send (words ({"PING"}), late ());
  l.reset ();
  BOOST_TEST (q.join () == (std::vector<int> {1, 2, 3}));
  BOOST_TEST (p.open () == 1u);
}

// A thread that comes is awake, and those that wait have to wake first.
//
BOOST_AUTO_TEST_CASE (a_new_thread_goes_behind_those_that_wait)
{
  for (int i (0); i != 20; ++i)
  {
    queue each (p);
    std::unique_ptr<pool::lease> l (lease (p));
    each.add ();
    each.add ();
    l.reset ();
    l = lease (p);
    each.served (3);
    l.reset ();
    BOOST_TEST (each.join () == (std::vector<int> {1, 2, 3}));
  }
}

BOOST_AUTO_TEST_CASE (what_is_urgent_goes_first_in_its_own_order)
{
  std::unique_ptr<pool::lease> l (lease (p));

  for (pool::priority how : {ordinary, ordinary, urgent, ordinary, urgent})
    q.add (how);

  l.reset ();
  BOOST_TEST (q.join () == (std::vector<int> {3, 5, 1, 2, 4}));
}

// The connection is handed to a thread whose time is up, at any moment of its
// giving up.
//
BOOST_AUTO_TEST_CASE (nothing_is_lost_to_a_thread_that_gives_up)
{
  deadline end (in (seconds (2)));
  int rounds (0), in_time (0);

  for (; steady_clock::now () < end; ++rounds)
  {
    std::unique_ptr<pool::lease> l (lease (p));
    deadline d (in (milliseconds (2)));

    std::thread t (
      [&]
      {
        try
        {
          p.acquire (d);
          ++in_time;
        }
        catch (const not_sent&)
        {
        }
      });

    while (steady_clock::now () < d + std::chrono::microseconds (rounds % 200))
      ;

    l.reset ();
    t.join ();
    BOOST_REQUIRE (p.open () == 1u);
    BOOST_REQUIRE_NO_THROW (p.acquire (in (milliseconds (0))));
  }

  BOOST_TEST_MESSAGE (in_time << " of " << rounds << " were served");
}

// No connection is left behind for it.
//
BOOST_AUTO_TEST_CASE (a_thread_that_gave_up_is_not_served)
{
  std::unique_ptr<pool::lease> l (lease (p));
  BOOST_CHECK_THROW (p.acquire (in (milliseconds (1))), not_sent);
  q.add ();
  l.reset ();
  BOOST_TEST (q.join () == (std::vector<int> {1}));
  BOOST_TEST (p.acquire (in (milliseconds (0))).reused ());
}

BOOST_AUTO_TEST_CASE (what_is_urgent_gets_one_more_when_all_are_kept)
{
  std::unique_ptr<pool::lease> kept (lease (p));
  q.add ();
  std::unique_ptr<pool::lease> more (std::make_unique<pool::lease> (
    p.acquire (in (milliseconds (2000)), urgent)));
  BOOST_TEST (p.open () == 2u);
  BOOST_CHECK_THROW (p.acquire (in (milliseconds (20)), urgent), not_sent);

  // Others that are urgent get that one, and then it goes.
  //
  q.add (urgent);
  q.add (urgent);
  more.reset ();
  tests::await ("it to be closed", [this] { return p.open () == 1; });
  kept.reset ();
  BOOST_TEST (q.join () == (std::vector<int> {2, 3, 1}));
}

BOOST_AUTO_TEST_CASE (one_more_is_closed_when_it_comes_back)
{
  std::unique_ptr<pool::lease> kept (lease (p));
  BOOST_REQUIRE_NO_THROW (p.acquire (in (milliseconds (2000)), urgent));
  BOOST_TEST (p.open () == 1u);
  kept.reset ();
  BOOST_TEST (p.open () == 1u);
}

BOOST_AUTO_TEST_CASE (a_thread_that_is_refused_keeps_its_turn)
{
  pool two (parse_url (server.url ()), patient, 2);
  queue refused (two);
  tests::configure (server, "maxclients", "2");
  std::unique_ptr<pool::lease> l (lease (two));

  for (int i (0); i != 3; ++i)
    refused.add ();

  BOOST_TEST (two.open () == 1u);

  // The last to come opens another one, for the first.
  //
  tests::configure (server, "maxclients", "100");
  {
    pool::lease last (two.acquire (late ()));
    refused.served (4);
  }
  BOOST_TEST (refused.join () == (std::vector<int> {1, 2, 3, 4}));
  BOOST_TEST (two.open () == 2u);
}

// The breaker would otherwise take a Redis for lost that was given no time.
//
BOOST_AUTO_TEST_CASE (too_little_time_to_connect_is_told)
{
  BOOST_CHECK_EXCEPTION (p.acquire (in (milliseconds (0))), no_answer,
                         [] (const no_answer& e)
                         { return e.waited < milliseconds (100); });
  BOOST_TEST (p.open () == 0u);
}

BOOST_AUTO_TEST_SUITE_END ()

namespace
{
  struct few: tests::two_processes
  {
    few ()
    {
      renew (options ().budget);
    }

    void renew (milliseconds budget)
    {
      odb_alkey::options o (options ());
      o.max_connections = 1;
      o.budget = budget;
      environment::renew (o);
    }

    pool& connections ()
    {
      return odb_alkey::detail::plugin_access::breaker (*alkey).pool ();
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (few_connections, few)

BOOST_AUTO_TEST_CASE (what_a_commit_writes_is_fenced_before_keys_are_made)
{
  renew (seconds (20));
  alkey->refresh ();
  queue q (connections ());
  std::unique_ptr<pool::lease> l (lease (connections ()));

  // Keys that are made before are storable.
  //
  for (int i (0); i != 3; ++i)
    q.add (
      [this, &q] (int n)
      {
        bool before (
          alkey->cache_key (odb_alkey::one<shelf> (x.id)).storable ());
        q.served (before ? -n : n);
      });

  q.add (
    [this, &q] (int)
    {
      odb::transaction t (db->begin ());
      db->update (x);
      hook.at ("COMMIT",
               [&q] (odb::connection&) {
                 tests::await ("all keys", [&q] { return q.count () == 3; });
               });
      t.commit ();
    });
  l.reset ();

  for (int n : q.join ())
    BOOST_TEST (n > 0);
}

BOOST_AUTO_TEST_CASE (a_commit_is_fenced_though_all_connections_are_kept)
{
  renew (milliseconds (400));
  std::unique_ptr<pool::lease> l (lease (connections ()));
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().fences == 1u);
  BOOST_TEST (alkey->stats ().unfenced_commits == 0u);
  BOOST_TEST (alkey->stats ().outages == 0u);

  // The reset, after the COMMIT, waits its turn.
  //
  l.reset ();
  BOOST_TEST (alkey->flush (tests::patience) == 0u);
  BOOST_TEST (alkey->stats ().resets == 1u);
}

BOOST_AUTO_TEST_SUITE_END ()
