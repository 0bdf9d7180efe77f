// Values that another program wrote into Redis: they are replaced and
// reported, and do no harm to anything else.

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>
#include <tests/support/seed.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::args;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::milliseconds;

namespace
{
  struct vandalised: tests::two_processes
  {
    vandalised (): two_processes (milliseconds (300)) {}

    void write_list (const std::string& identifier)
    {
      evict (identifier);
      redis.command ({"LPUSH", redis_key (identifier), "a list"});
    }

    // Every commit gives x another key.
    //
    void check_changes ()
    {
      await_storable (x);
      std::string before (key_of (x).str ());

      for (int i (0); i != 2; ++i)
      {
        commit ([this] { db->update (x); });
        wait_for_resets ();
        BOOST_TEST (alkey->stats ().pending == 0U);
        await_storable (x);
        std::string after (key_of (x).str ());
        BOOST_TEST (after != before);
        before = after;
      }
    }

    std::uint64_t replaced ()
    {
      return reader->stats ().replaced + alkey->stats ().replaced;
    }
  };

  const char* const no_tokens[] = {"",
                                   "nonsense",
                                   "9007199254740992 5",
                                   "9007199254740991 9007199254740991",
                                   "99999999999999999999 5",
                                   "5 9007199254740991",
                                   "5 99999999999999999999",
                                   "5 4 99999999999999999999-1-1",
                                   "5 4 9007199254740991-1-1",
                                   "5 4 3-99999999999999999999-1",
                                   "5 4 3-1-99999999999999999999",
                                   "5 4 3-1",
                                   "5 4 3-1-1 junk",
                                   "5 4 3-1-1 2",
                                   "5 4 ",
                                   "5  4",
                                   "5 4\n",
                                   " 5 4",
                                   "-5 4",
                                   "5 4 3--1-1",
                                   "0123456789abcdef 5 abc -"};
}

BOOST_FIXTURE_TEST_SUITE (foreign_values, vandalised)

BOOST_AUTO_TEST_CASE (what_is_no_token_is_replaced)
{
  for (const char* text : no_tokens)
    for (const std::string& i : {name (x), std::string ("alkey:shelf#!"),
                                 std::string ("alkey:shelf#*")})
      BOOST_TEST_CONTEXT (i << " is '" << text << "'")
      {
        await_storable (y);
        std::uint64_t before (replaced ());
        write (i, text);

        // A reader replaces it, and so does a writer.
        //
        if (i == name (x))
        {
          BOOST_TEST (!storable (x));
          BOOST_TEST (storable (y));
        }
        else
          commit ([this] { db->update (x); });

        check_changes ();
        BOOST_TEST (replaced () == before + 1);
        BOOST_TEST (stored (i) != text);
      }
}

BOOST_AUTO_TEST_CASE (it_is_counted_and_told)
{
  BOOST_TEST (reader->health ().advice == "");
  write (name (x), "9007199254740992 5");
  BOOST_TEST (!storable (x));

  BOOST_TEST (reader->stats ().replaced == 1U);
  BOOST_TEST (reader->stats ().errors == 0U);
  BOOST_TEST (log.count ("'" + redis_key (name (x)) + "'") == 1U);
  BOOST_TEST (reader->health ().ready);
  BOOST_TEST (
    tests::says (reader->health ().advice, "'" + redis_key (name (x)) + "'"));
}

// A fence may have gone with what it was written over.
//
BOOST_AUTO_TEST_CASE (a_commit_whose_fence_was_written_over_is_not_missed)
{
  std::shared_ptr<shelf> old;

  commit_with (x,
               [&]
               {
                 write (name (x), "nonsense");
                 reader->refresh ();
                 BOOST_TEST (!storable (x));
                 reader->refresh ();
                 old = load (x.id);
                 BOOST_TEST (!reader->cache_key (*old).storable ());
               });

  BOOST_TEST (!reader->cache_key (*old).storable ());
  await_storable (x);
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

BOOST_AUTO_TEST_CASE (what_is_of_another_type_is_replaced)
{
  for (const std::string& i :
       {name (x), std::string ("alkey:shelf#!"), std::string ("alkey:shelf#*"),
        std::string ("alkey:*#!"), std::string ("origin")})
    BOOST_TEST_CONTEXT (i)
    {
      std::uint64_t before (replaced ());
      write_list (i);
      commit ([this] { db->update (x); });
      check_changes ();
      BOOST_TEST (replaced () == before + 1);
      BOOST_TEST (redis.command ({"TYPE", redis_key (i)}).str () == "string");
    }

  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_CASE (one_bad_key_does_not_hold_up_what_is_to_be_done_later)
{
  std::string before (key_of (y).str ());
  write_list (name (x));
  store ().reset_later (tests::list ({name (x), name (y)}), 1);
  BOOST_TEST (alkey->flush (std::chrono::seconds (10)) == 0U);
  await_storable (y);
  BOOST_TEST (key_of (y).str () != before);
  check_changes ();
}

BOOST_AUTO_TEST_CASE (an_origin_that_is_none_is_replaced_by_a_new_epoch)
{
  std::string origin (stored ("origin"));
  std::string server (origin.substr (origin.find (' ', 17)));
  std::string epoch (origin.substr (0, 16));
  std::string far_ahead (std::to_string (now () + 2 * 366 * 86400000000U));

  for (const std::string& text :
       {std::string (), std::string ("nonsense"), epoch + " 99" + server + " ",
        origin + "\n", epoch + " 99999999999999999999" + server,
        epoch + " 9007199254740991" + server, epoch + ' ' + far_ahead + server,
        epoch + " 5" + server + " junk", epoch + " 5" + server + " 5-0-1 junk",
        epoch + " 5" + server + " 99999999999999999999-0-1",
        epoch + " 5" + server + ' ' + far_ahead + "-0-1",
        "abc" + epoch + " 5" + server, epoch.substr (1) + " 5" + server,
        std::string (15, '0') + "G 5" + server})
    BOOST_TEST_CONTEXT ("'" << text << "'")
    {
      await_storable (x);
      key before (key_of (x));
      std::uint64_t n (replaced ());
      write ("origin", text);

      // A reader may believe a clock that it knows until a script looks.
      //
      alkey->touch (y);
      BOOST_TEST (!storable (x));
      BOOST_TEST (replaced () == n + 1);
      check_changes ();
      BOOST_TEST (two_processes::epoch () != epoch);
      BOOST_TEST (key_of (x).str () != before.str ());
    }

  BOOST_TEST (log.count ("'{alkey}:origin'") >= 1U);
}

BOOST_AUTO_TEST_CASE (a_clock_that_makes_a_leap_makes_no_object_fresh)
{
  // The reader would take its own stamps from it, by which whatever it loads
  // is newer than every change.
  //
  std::shared_ptr<shelf> old;

  commit_with (x,
               [&]
               {
                 write ("origin", origin_at ("9007199254740991"));
                 reader->refresh ();
                 old = load (x.id);
               });

  wait_for_resets ();
  await_storable (x);
  BOOST_TEST (!reader->cache_key (*old).storable ());
  BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
}

// A clock that was wrong for a moment is not remembered, if the right one is
// back before a script has seen it.
//
BOOST_AUTO_TEST_CASE (a_clock_that_was_wrong_for_a_moment_is_not_remembered)
{
  const std::string began (epoch ());
  std::shared_ptr<shelf> old;

  commit_with (x,
               [&]
               {
                 std::string right (stored ("origin"));
                 write ("origin", origin_at ("9007199254740991"));
                 reader->refresh ();
                 write ("origin", right);
                 old = load (x.id);
               });

  wait_for_resets ();
  BOOST_TEST (epoch () == began);
  await_storable (x);
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

// A reader alone replaces it, too. No key would be storable before the time of
// the fence otherwise.
//
BOOST_AUTO_TEST_CASE (an_origin_with_a_fence_to_come_is_replaced_by_a_reader)
{
  std::string day_ahead (std::to_string (now () + 86400000000U));
  write ("origin", stored ("origin") + ' ' + day_ahead + "-0-1");
  BOOST_TEST (!storable (x));
  BOOST_TEST (reader->stats ().replaced == 1U);
  await_storable (x);
}

// It is looked at by a script, once.
//
BOOST_AUTO_TEST_CASE (an_epoch_that_is_not_known_is_not_believed_at_once)
{
  std::string origin (stored ("origin"));
  BOOST_TEST (storable (x));
  std::uint64_t n (reader->stats ().repairs);
  write ("origin", std::string (16, 'e') + origin.substr (16));

  for (int i (0); i != 2; ++i)
  {
    key_of (x);
    BOOST_TEST (reader->stats ().repairs == n + 1);
  }
}

// It goes on without us.
//
BOOST_AUTO_TEST_CASE (a_clock_that_was_not_heard_of_for_long_is_believed)
{
  BOOST_TEST (storable (x));
  std::uint64_t n (reader->stats ().repairs);
  std::this_thread::sleep_for (milliseconds (600));
  alkey->touch (y);
  BOOST_TEST (storable (x));
  BOOST_TEST (reader->stats ().repairs == n);
}

BOOST_AUTO_TEST_CASE (a_token_that_is_too_large_is_replaced)
{
  std::string fence (" 5-" + std::string (12, '1') + "-1");
  std::string fences;

  while (fences.size () < 3 * 1024 * 1024)
    fences += fence;

  // One value has a size that is read, and one has not.
  //
  for (std::size_t size : {600u * 1024, 3u * 1024 * 1024})
    BOOST_TEST_CONTEXT (size)
    {
      await_storable (x);
      odb_alkey::stats n (reader->stats ());
      write (name (x), "7 6" + fences.substr (0, size - size % fence.size ()));
      BOOST_TEST (!storable (x));
      BOOST_TEST (storable (y));
      BOOST_TEST (reader->stats ().replaced == n.replaced + 1);
      BOOST_TEST (reader->stats ().outages == 0U);
      check_changes ();
    }
}

BOOST_AUTO_TEST_CASE (a_value_that_is_too_large_is_computed_anew)
{
  odb_alkey::cache_options o;
  o.time_to_live = std::chrono::hours (1);
  o.max_value_size = 1000;
  odb_alkey::cache cache (*reader, o);
  int computed (0);

  auto compute = [&]
  {
    ++computed;
    return std::string ("value");
  };
  auto fetch = [&]
  {
    return cache.fetch (args (one<shelf> (x.id)), compute);
  };
  auto fetch_by_key = [&]
  {
    return cache.fetch (key_of (x), compute);
  };

  BOOST_TEST (fetch () == "value");
  std::string entry;
  {
    odb_alkey::redis::reply r (redis.command ({"KEYS", "alkey:value:*"}));
    BOOST_REQUIRE (r.count () == 1U);
    entry = r[0].str ();
  }

  for (bool by_key : {false, true})
  {
    redis.command ({"SET", entry, std::string (8 * 1024 * 1024, 'x')});
    int before (computed);
    BOOST_TEST ((by_key ? fetch_by_key () : fetch ()) == "value");
    BOOST_TEST (computed == before + 1);
    BOOST_TEST (fetch () == "value");
    BOOST_TEST (computed == before + 1);
  }

  // An entry of another type counts as missing.
  //
  redis.command ({"DEL", entry});
  redis.command ({"LPUSH", entry, "a list"});
  int before (computed);
  BOOST_TEST (fetch () == "value");
  BOOST_TEST (fetch () == "value");
  BOOST_TEST (computed == before + 1);
  BOOST_TEST (reader->stats ().outages == 0U);
}

BOOST_AUTO_TEST_CASE (a_value_is_stored_whatever_the_origin_or_its_lease_is)
{
  odb_alkey::cache cache (*reader);

  for (const char* pattern : {"{alkey}:origin", "alkey:lease:*"})
    BOOST_TEST_CONTEXT (pattern)
    {
      await_storable (x);
      BOOST_TEST (
        cache.fetch (
          args (one<shelf> (x.id), pattern), std::chrono::hours (1),
          [&]
          {
            odb_alkey::redis::reply r (redis.command ({"KEYS", pattern}));
            BOOST_REQUIRE (r.count () == 1U);
            redis.command ({"DEL", r[0].str ()});
            redis.command ({"LPUSH", r[0].str (), "a list"});
            return std::string ("value");
          }) == "value");
      BOOST_TEST (reader->stats ().errors == 0U);
    }
}

// The scripts and the process agree on what a token is. Otherwise one would
// leave alone what the other can not use.
//
BOOST_AUTO_TEST_CASE (both_sides_agree_on_what_a_token_is)
{
  std::mt19937_64 random (tests::seed ());
  const std::string alphabet ("0123456789 - \n\tax");
  const std::string samples[] = {
    "1700000000000001 1700000000000000", "5 4",
    "1700000000000001 17 7-12-99999",
    "1700000000000001 1700000000000001 1700000000000001-1-99999 "
    "1600000000000000-0-99999"};

  const std::string too_long[] = {
    "00000000000000005 4", "5 00000000000000004", "5 4 00000000000000003-1-1",
    "5 4 3-00000000000000001-1", "5 4 9007199254740991-1-1 3-1-1"};
  const int lengths (sizeof (too_long) / sizeof (*too_long));

  for (int n (0); n != 2000; ++n)
  {
    std::string text (n < lengths ? too_long[n] : samples[random () % 4]);

    for (std::uint64_t changes (n < lengths ? 0 : random () % 4); changes != 0;
         --changes)
    {
      std::size_t at (random () % (text.size () + 1));
      char c (alphabet[random () % alphabet.size ()]);

      switch (random () % 3)
      {
      case 0:
        text.insert (at, 1, c);
        break;
      case 1:
        text.erase (at, 1);
        break;
      default:
        text.replace (at, at < text.size () ? 1 : 0, 1, c);
      }
    }

    odb_alkey::tokens::token t;
    bool ours (odb_alkey::tokens::parse (text.data (), text.size (), t) &&
               t.version < 1800000000000000U &&
               t.fences.newest < 1800000000000000U);

    write (name (y), text);
    std::uint64_t before (reader->stats ().replaced);
    key_of (y);
    BOOST_TEST ((reader->stats ().replaced == before) == ours,
                "'" << text << "' was " << (ours ? "replaced" : "accepted"));

    // Whatever is there now can be used without the script, unless a fence
    // is over.
    //
    if (t.fences.any ())
      continue;

    std::uint64_t repairs (reader->stats ().repairs);
    key_of (y);
    BOOST_TEST (reader->stats ().repairs == repairs);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
