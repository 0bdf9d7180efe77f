// Only steady clocks tell how old a fence is, and only its maker tells how
// long it lasts.

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::key;
using odb_alkey::one;
using std::chrono::milliseconds;

namespace
{
  typedef std::chrono::steady_clock steady;

  const milliseconds timeout (400);
  const std::uint64_t hour (3600000000U);

  struct fenced: tests::two_processes
  {
    fenced (): two_processes (timeout) {}

    // Writes what is stored with the tick of its only fence moved.
    //
    void move_fence (const std::string& identifier, std::int64_t by)
    {
      std::string text (stored (identifier));
      std::string::size_type end (text.find ('-'));
      std::string::size_type begin (text.rfind (' ', end) + 1);
      std::uint64_t at (std::stoull (text.substr (begin, end - begin)) +
                        static_cast<std::uint64_t> (by));
      write (identifier,
             text.replace (begin, end - begin, std::to_string (at)));
    }

    // The reader asks for x and loads it for this long: once as old as it can
    // be, and once as new as it seems.
    //
    void read_for (milliseconds d)
    {
      steady::time_point end (steady::now () + d);

      while (steady::now () < end)
      {
        reader->touch (y);
        old = load (x.id);

        if (reader->cache_key (*old).storable ())
          break;
      }
    }

    // It must have been in flight all the time.
    //
    void check_nothing_was_stored ()
    {
      BOOST_TEST (reader->stats ().storable == 0U);
      wait_for_resets ();
      BOOST_TEST (!reader->cache_key (*old).storable ());
    }

    void renew_reader (milliseconds fence_timeout)
    {
      odb_alkey::options o (options ());
      o.fence_timeout = fence_timeout;
      two_processes::renew_reader (o);
      reader->refresh ();
    }

    std::shared_ptr<shelf> old;
  };
}

BOOST_FIXTURE_TEST_SUITE (ages, fenced)

// The server sees a fence so after its clock went forward.
//
BOOST_AUTO_TEST_CASE (a_clock_that_steps_forward_ends_no_fence)
{
  renew_reader (timeout);
  commit_with (x,
               [this]
               {
                 for (const std::string& i :
                      {name (x), std::string ("alkey:shelf#*"),
                       std::string ("alkey:*#*")})
                   move_fence (i, -static_cast<std::int64_t> (2 * hour));

                 read_for (timeout);
               });
  check_nothing_was_stored ();
}

// After it went back, the dead one's fence is of a time to come.
//
BOOST_AUTO_TEST_CASE (a_clock_that_steps_back_keeps_no_fence_for_longer)
{
  write ("origin", origin_at (std::to_string (now () + 5 * hour)));
  const std::string began (epoch ());

  BOOST_TEST (store ().fence (tests::list ({name (x)}), 7));

  reader->refresh ();
  BOOST_TEST (!storable (x));
  steady::time_point begin (steady::now ());
  await_storable (x);
  steady::duration passed (steady::now () - begin);

  BOOST_TEST ((passed > timeout * 14 / 10));
  BOOST_TEST ((passed < std::chrono::minutes (1)));
  BOOST_TEST (epoch () == began);
}

BOOST_AUTO_TEST_CASE (the_maker_of_a_fence_tells_how_long_it_lasts)
{
  renew_reader (milliseconds (50));
  commit_with (x, [this] { read_for (timeout); });
  check_nothing_was_stored ();
}

BOOST_AUTO_TEST_CASE (nor_does_a_longer_time_of_the_reader_s_count)
{
  renew_reader (std::chrono::hours (1));
  BOOST_TEST (store ().fence (tests::list ({name (x)}), 7));
  BOOST_TEST (!storable (x));
  await_storable (x);
}

// Fences of dead processes do not pile up where there are no readers.
//
BOOST_AUTO_TEST_CASE (a_writer_takes_away_what_is_a_day_old)
{
  BOOST_TEST (store ().fence (tests::list ({name (x)}), 7));
  move_fence (name (x), -static_cast<std::int64_t> (23 * hour));
  BOOST_TEST (store ().fence (tests::list ({name (x)}), 8));
  BOOST_TEST (tests::fences (stored (x)) == 2U);
  move_fence (name (x), -static_cast<std::int64_t> (2 * hour));
  BOOST_TEST (store ().fence (tests::list ({name (x)}), 9));
  BOOST_TEST (tests::fences (stored (x)) == 2U);
  BOOST_TEST (stored (x).find ("-7-") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END ()

namespace
{
  struct clock_of_its_own: tests::two_processes
  {
    clock_of_its_own ()
        : two_processes (timeout, odb_alkey::options ().max_row_fences,
                         redis_server::clock::its_own)
    {
    }
  };

  const std::chrono::seconds steps[] = {
    std::chrono::seconds (2), std::chrono::hours (3),
    std::chrono::seconds (-60), std::chrono::hours (-3)};
}

BOOST_FIXTURE_TEST_SUITE (clocks_that_are_set, clock_of_its_own)

// Behind its back, as often as it is done.
//
BOOST_AUTO_TEST_CASE (no_key_changes_and_all_that_is_new_is_storable)
{
  const std::string began (epoch ());

  for (std::chrono::seconds by : steps)
    BOOST_TEST_CONTEXT ("by " << by.count () << " s")
    {
      key before (key_of (x));
      BOOST_TEST (before.storable ());
      redis.step_clock (by);

      // The key is the same, unless its token expires by a step forward.
      //
      if (by < std::chrono::seconds (0))
        BOOST_TEST (key_of (x).str () == before.str ());

      BOOST_TEST (storable (x));
      BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
      BOOST_TEST (
        reader->cache_key (one<shelf> (1000 + by.count ())).storable ());
      commit ([this] { db->update (x); });
      wait_for_resets ();
      reader->refresh ();
      BOOST_TEST (storable (x));
      BOOST_TEST (key_of (x).str () != before.str ());
      BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
    }

  BOOST_TEST (epoch () == began);
  BOOST_TEST (reader->stats ().replaced == 0U);
  BOOST_TEST (alkey->stats ().replaced == 0U);
}

BOOST_AUTO_TEST_CASE (a_commit_in_flight_stays_fenced)
{
  for (std::chrono::seconds by : steps)
    BOOST_TEST_CONTEXT ("by " << by.count () << " s")
    {
      std::shared_ptr<shelf> old;
      commit_with (x,
                   [&]
                   {
                     redis.step_clock (by);
                     reader->touch (y);
                     old = load (x.id);
                     BOOST_TEST (!reader->cache_key (*old).storable ());
                     BOOST_TEST (!storable (x));
                   });

      wait_for_resets ();
      reader->refresh ();
      BOOST_TEST (!reader->cache_key (*old).storable ());
      BOOST_TEST (storable (x));
    }
}

// Its fence heals when it has been there for long enough.
//
BOOST_AUTO_TEST_CASE (a_dead_one_s_fence_is_not_kept_for_longer)
{
  for (std::chrono::seconds by : steps)
    BOOST_TEST_CONTEXT ("by " << by.count () << " s")
    {
      BOOST_TEST (store ().fence (tests::list ({name (x)}), 7));
      redis.step_clock (by);
      BOOST_TEST (!storable (x));
      steady::time_point begin (steady::now ());
      await_storable (x);
      BOOST_TEST ((steady::now () - begin > timeout * 14 / 10));
    }
}

BOOST_AUTO_TEST_SUITE_END ()
