#include <odb_alkey/tokens/clock.hxx>

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::stamp;
using odb_alkey::detail::tick;

typedef odb_alkey::tokens::clock process_clock;

namespace
{
  stamp at (std::uint64_t epoch, tick clock)
  {
    stamp s;
    s.epoch = epoch;
    s.clock = clock;
    return s;
  }

  void learn (process_clock& c, std::uint64_t epoch, tick clock)
  {
    odb_alkey::tokens::origin o;
    o.now = at (epoch, clock);
    c.learn (o);
  }

  // Where a thread that got the signal says so, and where it waits.
  //
  int stopped[2], go_on[2];

  void stop (int)
  {
    char c ('x');

    if (write (stopped[1], &c, 1) != 1 || read (go_on[0], &c, 1) != 1)
      _exit (1);
  }
}

BOOST_AUTO_TEST_SUITE (clocks)

BOOST_AUTO_TEST_CASE (the_greatest_of_an_epoch_is_known)
{
  process_clock c;
  BOOST_TEST ((c.known () == stamp ()));

  learn (c, 1, 5);
  learn (c, 1, 4);
  BOOST_TEST ((c.known () == at (1, 5)));

  for (tick t (6); t != 100; ++t)
  {
    learn (c, 1, t);
    BOOST_TEST ((c.known () == at (1, t)));
    BOOST_TEST (c.estimate () >= t);
    BOOST_TEST (c.estimate () < t + 60000000);
  }
}

BOOST_AUTO_TEST_CASE (no_epoch_is_known_after_a_later_one)
{
  process_clock c;
  learn (c, 1, 5);

  const std::string before ("0000000000000001@5"),
    too_far ("0000000000000001@4");
  odb_alkey::tokens::origin o;
  o.now = at (2, 3);

  BOOST_TEST (!c.learn (o));
  o.past = too_far.data ();
  o.past_size = too_far.size ();
  BOOST_TEST (!c.learn (o));
  BOOST_TEST ((c.known () == at (1, 5)));

  o.past = before.data ();
  BOOST_TEST (c.learn (o));
  BOOST_TEST ((c.known () == at (2, 3)));

  learn (c, 1, 6);
  BOOST_TEST ((c.known () == at (2, 3)));
}

// Epoch and clock belong together, and never go back.
//
BOOST_AUTO_TEST_CASE (more_threads_than_processors_come_to_an_end)
{
  process_clock c;
  std::atomic<bool> wrong (false);
  std::vector<std::thread> threads;
  learn (c, 1, 1);

  for (unsigned n (0); n != 8 * (1 + std::thread::hardware_concurrency ());
       ++n)
    threads.emplace_back (
      [&c, &wrong, n]
      {
        stamp last;

        for (tick i (1); i != 2000; ++i)
        {
          tick mine (n % 2 == 0 ? i * 1000 + n : 0);

          if (mine != 0)
            learn (c, 1, mine);

          stamp s (c.known ());

          if (s.epoch != 1 || s.clock < last.clock || s.clock < mine)
            wrong = true;

          last = s;
        }
      });

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (!wrong);
}

// However many are written during a read.
//
BOOST_AUTO_TEST_CASE (no_read_is_half_of_one_and_half_of_another)
{
  process_clock c;
  std::atomic<bool> wrong (false);
  std::vector<std::thread> threads;

  for (tick n (0); n != 4 * (1 + std::thread::hardware_concurrency ()); ++n)
    threads.emplace_back (
      [&c, &wrong, n]
      {
        for (tick i (1); i != 5000; ++i)
        {
          if (n % 2 == 0)
            c.believe (at (i * 1000 + n, i * 1000 + n), c.known ());

          stamp s (c.known ());

          if (s.epoch != s.clock)
            wrong = true;
        }
      });

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (!wrong);
}

// Wherever it is when it is stopped.
//
BOOST_AUTO_TEST_CASE (no_thread_waits_for_one_that_learns)
{
  process_clock c;
  std::atomic<bool> over (false);
  std::atomic<tick> learnt (0);

  BOOST_REQUIRE (pipe (stopped) == 0);
  BOOST_REQUIRE (pipe (go_on) == 0);
  struct sigaction mine = {}, before;
  mine.sa_handler = stop;
  sigaction (SIGUSR1, &mine, &before);

  std::thread writer (
    [&]
    {
      for (tick t (1); !over; ++t)
      {
        learn (c, 1, t);
        learnt = t;
      }
    });

  for (int n (0); n != 500; ++n)
  {
    char b ('x');
    pthread_kill (writer.native_handle (), SIGUSR1);
    BOOST_REQUIRE (read (stopped[0], &b, 1) == 1);
    tick now (c.known ().clock);
    BOOST_TEST (now >= learnt);
    BOOST_TEST (c.known ().clock == now);
    BOOST_REQUIRE (write (go_on[1], &b, 1) == 1);
  }

  over = true;
  writer.join ();
  sigaction (SIGUSR1, &before, nullptr);

  for (int fd : {stopped[0], stopped[1], go_on[0], go_on[1]})
    close (fd);
}

BOOST_AUTO_TEST_SUITE_END ()
