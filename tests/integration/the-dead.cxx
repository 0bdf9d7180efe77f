// Processes that are killed leave nothing in Redis for ever, not even of
// objects that are never asked for again.

#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/tokens/scripts.hxx>

#include <tests/support/await.hxx>
#include <tests/support/child.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::one;

namespace
{
  const std::chrono::milliseconds time_to_live (1000);

  struct short_lived: tests::two_processes
  {
    short_lived (): two_processes (std::chrono::milliseconds (400))
    {
      renew (mortal ());
      renew_reader (mortal ());
    }

    odb_alkey::options mortal () const
    {
      odb_alkey::options o (options ());
      o.token_ttl =
        std::chrono::duration_cast<std::chrono::seconds> (time_to_live);
      return o;
    }

    static bool die ()
    {
      return ::kill (getpid (), SIGKILL) == 0;
    }

    // Another process that does this and is killed.
    //
    void
    killed (const std::function<void (odb::database&, odb_alkey::plugin&)>& f)
    {
      BOOST_REQUIRE (tests::in_child (
                       [&]
                       {
                         auto own (
                           tests::open_database (directory.path () + "/db"));
                         odb_alkey::plugin p (*own, mortal ());
                         f (*own, p);
                         return die ();
                       }) == -SIGKILL);
    }

    std::size_t books ()
    {
      return redis.command ({"KEYS", "{alkey}:alkey:book#[0-9]*"}).count ();
    }

    std::int64_t number (const std::vector<std::string>& command)
    {
      return redis.command (command).number ();
    }

    std::uint64_t used_memory ()
    {
      return std::stoull (tests::info (redis, "memory", "used_memory"));
    }

    // Others go on writing, but nothing that the dead have written.
    //
    void live_until (const std::string& what, std::function<bool ()> f)
    {
      tests::await (what,
                    [&]
                    {
                      for (int i (0); i != 20; ++i)
                        alkey->touch<shelf> (x.id);

                      return f ();
                    });
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (the_dead, short_lived)

BOOST_AUTO_TEST_CASE (many_rows_of_one_process)
{
  std::int64_t before (number ({"DBSIZE"}));

  killed (
    [] (odb::database& d, odb_alkey::plugin&)
    {
      odb::transaction t (d.begin ());
      t.callback_register (
        [] (unsigned short, void*, unsigned long long) { die (); }, nullptr);

      for (int i (0); i != 900; ++i)
      {
        shelf s ("s" + std::to_string (i));
        d.persist (s);
      }

      t.commit ();
    });

  BOOST_TEST (number ({"DBSIZE"}) >= before + 900);
  BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 1);
  live_until ("what the dead has left to go",
              [&] { return number ({"DBSIZE"}) <= before; });
  BOOST_TEST (number ({"EXISTS", "{alkey}:commits"}) == 0);
  BOOST_TEST (alkey->stats ().replaced == 0U);
}

BOOST_AUTO_TEST_CASE (a_thousand_writers)
{
  std::uint64_t memory (used_memory ());

  for (int process (0); process != 20; ++process)
    killed (
      [process] (odb::database&, odb_alkey::plugin& p)
      {
        for (int i (0); i != 50; ++i)
        {
          int n (1000 + 50 * process + i);
          std::vector<std::string> names;

          for (const char* part : {"a", "b", "c"})
            names.push_back ("alkey:book#" + std::to_string (n) + part);

          names.push_back ("alkey:book#*");
          odb_alkey::detail::plugin_access::store (p).fence (
            tests::list (names), static_cast<std::uint64_t> (n));
        }
      });

  BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 1000);
  BOOST_TEST (books () == 3000U);
  std::uint64_t full (used_memory ());
  BOOST_TEST (full > memory + 500000U);

  live_until (
    "what a thousand have left to go",
    [&] {
      return number ({"EXISTS", "{alkey}:commits"}) == 0 && books () == 0;
    });

  // Redis keeps some of it: for the scripts, for clients, and for tables of
  // keys that it makes smaller little by little.
  //
  tests::await ("most of their memory to be free",
                [&] { return used_memory () < memory + (full - memory) / 2; });

  // The table's token has none of their fences.
  //
  BOOST_TEST (tests::fences (stored ("alkey:book#*")) == 0U);
}

// Rows that were fenced one after another heal, too.
//
BOOST_AUTO_TEST_CASE (one_that_fenced_little_by_little)
{
  killed (
    [] (odb::database&, odb_alkey::plugin& p)
    {
      std::vector<std::string> names;

      for (int i (0); i != 20; ++i)
      {
        names.push_back ("alkey:book#" + std::to_string (i));
        odb_alkey::detail::plugin_access::store (p).fence (
          tests::list (names), 7, names.size () - 1);
      }
    });

  BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 1);
  BOOST_TEST (books () == 20U);
  live_until ("all of them to go", [&] { return books () == 0; });
  BOOST_TEST (number ({"EXISTS", "{alkey}:commits"}) == 0);
}

// Several dead processes have fenced the same rows, and each others besides.
//
BOOST_AUTO_TEST_CASE (those_that_died_together)
{
  killed (
    [] (odb::database&, odb_alkey::plugin& p)
    {
      odb_alkey::tokens::token_store& s (
        odb_alkey::detail::plugin_access::store (p));

      for (std::uint64_t n (1); n != 9; ++n)
      {
        std::vector<std::string> names {"alkey:book#0", "alkey:book#*"};
        s.fence (tests::list (names), n);
        names.push_back ("alkey:book#" + std::to_string (n));
        s.fence (tests::list (names), n, 2);
        s.fence (tests::list (names), n);
      }
    });

  BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 8);
  live_until ("all of them to go", [&] { return books () == 0; });
  BOOST_TEST (tests::fences (stored ("alkey:book#*")) == 0U);
}

// A slow process is not dead: its fences stay.
//
BOOST_AUTO_TEST_CASE (the_fences_of_the_living_stay)
{
  std::shared_ptr<shelf> old;

  commit_with (x,
               [&]
               {
                 BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 1);
                 std::string fenced (stored (x));

                 for (int i (0); i != 200; ++i)
                   reader->touch<shelf> (y.id);

                 BOOST_TEST (number ({"HLEN", "{alkey}:commits"}) == 1);
                 BOOST_TEST (stored (x) == fenced);
                 old = load (x.id);
               });

  wait_for_resets ();
  BOOST_TEST (number ({"EXISTS", "{alkey}:commits"}) == 0);
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

// Nothing but tokens of ours is written, whatever the list holds.
//
BOOST_AUTO_TEST_CASE (a_list_of_another_program)
{
  const std::string fence (" 5-7-10\n");
  redis.command ({"SET", "theirs", "5 5 5-7-10"});
  write ("alkey:shelf#77", "theirs, too");
  redis.command (
    {"HSET", "{alkey}:commits", "7",
     fence + "theirs\n{alkey}:alkey:shelf#78\n" + "{alkey}:alkey:shelf#77",
     "8", "nonsense", "9", "", "10",
     " 9007199254740991-10-10\n{alkey}:" + name (x)});
  live_until ("the list to be empty",
              [&] {
                return number ({"EXISTS", "{alkey}:commits"}) == 0;
              });

  BOOST_TEST (redis.command ({"GET", "theirs"}).str () == "5 5 5-7-10");
  BOOST_TEST (number ({"EXISTS", "{alkey}:alkey:shelf#78"}) == 0);
  BOOST_TEST (stored ("alkey:shelf#77") != "theirs, too");
  BOOST_TEST (alkey->stats ().replaced == 1U);
}

// A script that sweeps leaves the fences that it sets itself, those of the
// living, and those of a process that has fenced again since.
//
BOOST_AUTO_TEST_CASE (what_a_script_writes_anyway)
{
  std::string origin (stored ("origin"));
  std::string server (origin.substr (origin.find (' ', 17) + 1, 41));
  std::string version (stored (x).substr (0, 16));
  write (name (x), version + ' ' + version + " 5-7-10 " + version + "-8-1000");
  redis.command ({"HSET", "{alkey}:commits", "7",
                  " 5-7-10\n{alkey}:" + name (x), "6",
                  ' ' + version + "-6-1000\n{alkey}:" + name (y)});

  odb_alkey::redis::reply r (redis.command (
    {"EVAL", odb_alkey::tokens::scripts::fence.source, "2", "{alkey}:origin",
     redis_key (name (x)), server, "fedcba9876543210", "", "600", "1000",
     " 5-7-10 8-6-1000", "9"}));
  BOOST_TEST (!r.error (), r.str ());
  BOOST_TEST (tests::fences (stored (x)) == 2U, stored (x));
  BOOST_TEST (tests::says (stored (x), "-8-1000"));
  BOOST_TEST (tests::says (stored (x), "-9-600"));
  BOOST_TEST (number ({"HEXISTS", "{alkey}:commits", "7"}) == 0);
  BOOST_TEST (number ({"HEXISTS", "{alkey}:commits", "6"}) == 1);
}

// A list of another type is in the way of every commit.
//
BOOST_AUTO_TEST_CASE (a_list_of_another_type_is_replaced)
{
  write ("commits", "theirs");
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
  BOOST_TEST (alkey->stats ().replaced >= 1U);
  BOOST_TEST (number ({"EXISTS", "{alkey}:commits"}) == 0);
}

BOOST_AUTO_TEST_SUITE_END ()
