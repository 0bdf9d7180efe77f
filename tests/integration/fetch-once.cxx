// One of all that want the same value at a time computes it.

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fetching.hxx"

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::cache_options;
using odb_alkey::fetch_options;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::milliseconds;
using std::chrono::minutes;
using tests::computes;
using tests::gate;
using tests::held_fetch;

BOOST_FIXTURE_TEST_SUITE (computing_once, tests::fetching)

BOOST_AUTO_TEST_CASE (one_thread_computes_and_the_others_wait)
{
  const int count (20);
  gate go;
  std::vector<std::thread> threads;
  std::atomic<int> right {0};

  for (int i (0); i != count; ++i)
    threads.emplace_back (
      [&]
      {
        std::string s (here.fetch (args (one<shelf> (x.id)), minutes (10),
                                   [&]
                                   {
                                     ++computed;
                                     go.wait ();
                                     return std::string ("a");
                                   }));
        right += s == "a" ? 1 : 0;
      });

  until ([&] { return reader->stats ().value_waits == count - 1U; });
  go.open ();

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (computed == 1);
  BOOST_TEST (right == count);
}

BOOST_AUTO_TEST_CASE (an_exception_reaches_all_that_wait_and_stores_nothing)
{
  gate go;
  std::atomic<int> caught {0};
  std::vector<std::thread> threads;

  for (int i (0); i != 4; ++i)
    threads.emplace_back (
      [&]
      {
        try
        {
          here.fetch (args (one<shelf> (x.id)), minutes (10),
                      [&] () -> std::string
                      {
                        ++computed;
                        go.wait ();
                        throw std::runtime_error ("no");
                      });
        }
        catch (const std::runtime_error& e)
        {
          caught += std::string (e.what ()) == "no" ? 1 : 0;
        }
      });

  until ([&] { return reader->stats ().value_waits == 3U; });
  go.open ();

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (computed == 1);
  BOOST_TEST (caught == 4);
  BOOST_TEST (entries ().empty ());
  BOOST_TEST (leases ().empty ());
}

BOOST_AUTO_TEST_CASE (computing_may_ask_for_the_same_value)
{
  BOOST_TEST (here.fetch (args (one<shelf> (x.id)), minutes (10),
                          [&]
                          {
                            return "a" + here.fetch (args (one<shelf> (x.id)),
                                                     minutes (10),
                                                     computes ("b"));
                          }) == "ab");
}

BOOST_AUTO_TEST_CASE (an_older_snapshot_neither_leads_nor_follows)
{
  std::shared_ptr<shelf> old (load (x.id));
  change (x);
  std::shared_ptr<shelf> fresh (load (x.id));
  reader->cache_key (*fresh);

  held_fetch leader (here, args (*fresh), "new");
  BOOST_TEST (here.fetch (args (*old), minutes (10), computes ("old")) ==
              "old");
  leader.go ();
  BOOST_TEST (reader->stats ().value_waits == 0U);
}

BOOST_AUTO_TEST_CASE (one_process_computes_and_the_others_wait)
{
  held_fetch first (there, page (), "a");
  std::string found;
  std::thread second ([&] { found = get (here, "b"); });
  until ([&] { return reader->stats ().value_waits == 1U; });
  first.go ();
  second.join ();

  BOOST_TEST (found == "a");
  BOOST_TEST (computed == 0);
  BOOST_TEST (leases ().empty ());
}

BOOST_AUTO_TEST_CASE (a_new_version_does_not_wait_for_an_old_one)
{
  held_fetch first (there, page (), "old");

  // In another process, and in the same one.
  //
  change (x);
  BOOST_TEST (get (here, "new") == "new");
  change (x);
  BOOST_TEST (get (there, "newer") == "newer");
  first.go ();

  BOOST_TEST (reader->stats ().value_waits == 0U);
  BOOST_TEST (alkey->stats ().value_waits == 0U);
  BOOST_TEST (get (here, "none") == "newer");
}

BOOST_AUTO_TEST_CASE (a_process_that_dies_gives_way)
{
  // Its lease is all that is left of it.
  //
  get (here, "a");
  change (x);
  held_fetch first (there, page (), "late");
  until ([&] { return leases ().size () == 1; });
  redis.command ({"PEXPIRE", leases ().front (), "50"});

  BOOST_TEST (get (here, "b") == "b");
  first.go ();

  // It was slow rather than dead. Its value is as good, and its end does not
  // end the lease of another one.
  //
  BOOST_TEST (get (here, "c") == "late");
}

BOOST_AUTO_TEST_CASE (waiting_has_an_end)
{
  cache_options o;
  o.wait = milliseconds (30);
  cache impatient (*reader, o);

  held_fetch first (there, page (), "a");
  BOOST_TEST (get (impatient, "b") == "b");
  BOOST_TEST (computed == 1);
  BOOST_TEST (get (here, "c") == "b");
  first.go ();
}

BOOST_AUTO_TEST_CASE (
  the_previous_value_is_served_marked_and_only_if_asked_for)
{
  get (here, "old");
  change (x);

  held_fetch first (there, page (), "new");

  bool previous (false);
  fetch_options o;
  o.serve_stale = &previous;
  auto f = [&] () -> std::string
  {
    throw std::logic_error ("computed");
  };
  BOOST_TEST (here.fetch (page (), minutes (10), f, o) == "old");
  BOOST_TEST (previous);

  // In the process that computes it as well.
  //
  previous = false;
  BOOST_TEST (there.fetch (page (), minutes (10), f, o) == "old");
  BOOST_TEST (previous);

  // A fetch that does not ask for it waits.
  //
  std::string waited;
  std::thread second ([&] { waited = get (here, "other"); });
  until ([&] { return reader->stats ().value_waits == 1U; });
  first.go ();
  second.join ();
  BOOST_TEST (waited == "new");

  // Each call sets the flag, however it ends.
  //
  previous = true;
  BOOST_TEST (here.fetch (page (), minutes (10), f, o) == "new");
  BOOST_TEST (!previous);

  previous = true;
  key k (page_key ());
  BOOST_TEST (here.fetch (k, minutes (10), f, o) == "new");
  BOOST_TEST (!previous);

  previous = true;
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (10), f, o),
                     std::logic_error);
  BOOST_TEST (!previous);

  previous = true;
  here.fetch_many (
    std::vector<int> {1}, minutes (10),
    [] (const std::vector<std::size_t>& m)
    { return std::vector<std::string> (m.size ()); },
    o);
  BOOST_TEST (!previous);
  BOOST_TEST (reader->stats ().stale_values == 1U);
}

BOOST_AUTO_TEST_SUITE_END ()
