// Values that are looked up, stored and erased by hand, and where those come
// from that are fetched.

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fetching.hxx"

using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::cache_options;
using odb_alkey::fetch_options;
using odb_alkey::fetch_result;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::minutes;
using tests::computes;
using tests::computes_each;

namespace
{
  struct fixture: tests::fetching
  {
    fixture ()
    {
      o.result = &result;
    }

    fetch_options o;
    fetch_result result = fetch_result::stale;
  };
}

BOOST_FIXTURE_TEST_SUITE (values_by_hand, fixture)

BOOST_AUTO_TEST_CASE (a_value_is_stored_under_its_key_and_looked_up)
{
  key k (page_key ());
  std::string value ("as it was");
  BOOST_TEST (!here.lookup (k, value, o));
  BOOST_TEST (!here.lookup (page (), value));
  BOOST_TEST (value == "as it was");
  BOOST_TEST ((result == fetch_result::miss));

  BOOST_TEST (here.store (k, minutes (10), std::string ("a")));
  BOOST_TEST (there.lookup (k, value, o));
  BOOST_TEST (value == "a");
  BOOST_TEST ((result == fetch_result::hit));
  BOOST_TEST (here.fetch (page (), computes ("computed")) == "a");

  // The next one takes its place, for the default time.
  //
  BOOST_TEST (there.store (k, minutes (1), "b"));
  BOOST_TEST (here.store (k, "c"));
  BOOST_REQUIRE (entries ().size () == 1U);
  const long life (redis.command ({"PTTL", entries ().front ()}).number ());
  BOOST_TEST (life <= 300000);
  BOOST_TEST (life > 200000);

  // The key that was made for it is told.
  //
  std::vector<key> keys;
  o.keys = &keys;
  BOOST_TEST (here.lookup (page (), value, o));
  BOOST_TEST (here.lookup (k, value, o));
  BOOST_TEST (value == "c");
  BOOST_REQUIRE (keys.size () == 2U);
  BOOST_TEST (keys[0].str () == k.str ());
  BOOST_TEST (keys[1].str () == k.str ());

  // Either is one round trip.
  //
  BOOST_TEST (commands ([&] { here.lookup (k, value); }) == 1U);
  BOOST_TEST (commands ([&] { here.lookup (page (), value); }) ==
              one_round_trip (1));
}

BOOST_AUTO_TEST_CASE (a_value_is_that_of_its_version_alone)
{
  key old (page_key ());
  here.store (old, "old");
  change (x);

  std::string value;
  BOOST_TEST (!here.lookup (page (), value));
  key k (page_key ());
  BOOST_TEST (!here.lookup (k, value));
  BOOST_TEST (here.store (k, "new"));

  // The newer value stays.
  //
  BOOST_TEST (!here.store (old, "old"));
  BOOST_TEST (reader->stats ().values_refused == 1U);
  BOOST_TEST (here.lookup (k, value));
  BOOST_TEST (value == "new");
  BOOST_TEST (!here.lookup (old, value));
}

BOOST_AUTO_TEST_CASE (a_key_that_is_not_storable_has_nothing_stored)
{
  // The object is older than the key, which may be looked up.
  //
  std::shared_ptr<shelf> old (load (x.id));
  change (x);
  key k (reader->cache_key (*old, "page"));
  BOOST_REQUIRE (!k.storable ());
  BOOST_TEST (!here.store (k, minutes (10), "old"));
  BOOST_TEST (entries ().empty ());

  here.store (page_key (), "new");
  std::string value;
  BOOST_TEST (here.lookup (k, value));
  BOOST_TEST (value == "new");

  // The object is in flight.
  //
  commit_with (x,
               [&]
               {
                 key flying (page_key ());
                 BOOST_TEST (!flying.storable ());
                 BOOST_TEST (!here.store (flying, "flying"));
                 BOOST_TEST (!here.lookup (flying, value));
                 BOOST_TEST (!here.erase (flying));
               });
  BOOST_TEST (entries ().size () == 1U);
}

BOOST_AUTO_TEST_CASE (a_value_is_erased_for_one_key)
{
  key k (page_key ());
  BOOST_TEST (!here.erase (k));
  here.store (k, "a");
  BOOST_TEST (there.erase (k));
  BOOST_TEST (entries ().empty ());
  BOOST_TEST (!here.erase (k));

  here.store (k, "b");
  key other (reader->cache_key (one<shelf> (x.id), "other"));
  here.store (other, "other");
  BOOST_TEST (here.erase (page ()));
  BOOST_TEST (!here.erase (page ()));
  std::string value;
  BOOST_TEST (!here.lookup (k, value));
  BOOST_TEST (here.lookup (other, value));

  // The value of a newer key of the same arguments stays, and so does one
  // whose key only begins so.
  //
  change (x);
  here.store (page_key (), "new");
  BOOST_TEST (!here.erase (k));
  BOOST_TEST (here.lookup (page (), value));
  BOOST_TEST (value == "new");

  std::string entry;
  for (const std::string& s : entries ())
    if (redis.command ({"GET", s}).str () == page_key ().str () + " new")
      entry = s;
  BOOST_REQUIRE (!entry.empty ());
  redis.command ({"SET", entry, page_key ().str () + "2 other"});
  BOOST_TEST (!here.erase (page ()));
  BOOST_TEST (redis.command ({"EXISTS", entry}).number () == 1);
}

BOOST_AUTO_TEST_CASE (what_cannot_be_stored_or_read_is_told)
{
  cache_options small (options_of_cache ());
  small.max_value_size = 3;
  cache c (*reader, small);
  BOOST_TEST (!c.store (page_key (), "1234"));
  BOOST_TEST (reader->stats ().values_too_large == 1U);
  BOOST_TEST (c.store (page_key (), "abc"));

  // It is no value of this type either.
  //
  int number (7);
  BOOST_TEST (!c.lookup (page_key (), number, o));
  BOOST_TEST (number == 7);
  BOOST_TEST ((result == fetch_result::miss));

  BOOST_CHECK_THROW (c.store (page_key (), minutes (0), "a"),
                     odb_alkey::invalid_options);
  const char* none (nullptr);
  BOOST_CHECK_THROW (c.store (page_key (), none), odb_alkey::exception);
}

BOOST_AUTO_TEST_CASE (without_redis_nothing_is_there)
{
  key k (page_key ());
  here.store (k, "a");
  redis.kill ();
  std::string value ("as it was");
  BOOST_TEST (!here.lookup (k, value));
  BOOST_TEST (!here.lookup (page (), value));
  BOOST_TEST (value == "as it was");
  BOOST_TEST (!here.store (k, "b"));
  BOOST_TEST (!here.erase (k));
  BOOST_TEST (!here.erase (page ()));
}

BOOST_AUTO_TEST_CASE (a_fetch_tells_where_its_value_comes_from)
{
  auto text (computes ("page"));
  here.fetch (page (), text, o);
  BOOST_TEST ((result == fetch_result::miss));
  here.fetch (page (), text, o);
  BOOST_TEST ((result == fetch_result::hit));
  result = fetch_result::miss;
  here.fetch (page_key (), text, o);
  BOOST_TEST ((result == fetch_result::hit));

  auto fails = [] () -> std::string
  {
    throw std::runtime_error ("no");
  };
  BOOST_CHECK_THROW (here.fetch (args (1), fails, o), std::runtime_error);
  BOOST_TEST ((result == fetch_result::miss));

  // A part may be fetched with the same options.
  //
  here.fetch (
    args ("whole"), [&] { return here.fetch (page (), text, o); }, o);
  BOOST_TEST ((result == fetch_result::miss));

  // A hit of several takes all of them.
  //
  auto pages = [] (const std::vector<std::size_t>& m)
  {
    return std::vector<const char*> (m.size (), "page");
  };
  auto parts = [&] (const std::vector<std::size_t>& m)
  {
    return std::vector<std::string> (m.size (), here.fetch (page (), text, o));
  };
  here.fetch_many (std::vector<int> {7}, minutes (10), parts, o);
  BOOST_TEST ((result == fetch_result::miss));

  std::vector<int> numbers {1, 2};
  std::vector<std::string> first (
    here.fetch_many (numbers, minutes (10), pages, o));
  BOOST_TEST ((result == fetch_result::miss));
  BOOST_TEST ((here.fetch_many (numbers, minutes (10), pages, o) == first));
  BOOST_TEST ((result == fetch_result::hit));
  numbers.push_back (3);
  here.fetch_many (numbers, minutes (10), pages, o);
  BOOST_TEST ((result == fetch_result::miss));
}

// Another thread or another process computes it; or the fetch does not wait.
//
BOOST_AUTO_TEST_CASE (a_fetch_that_waits_is_told_that_the_value_is_shared)
{
  here.store (page_key (), "old");
  change (x);

  tests::held_fetch first (there, page (), "new");

  // The other process, and a second thread of it.
  //
  fetch_result results[2] {fetch_result::miss, fetch_result::miss};
  std::vector<std::thread> others;
  for (fetch_result& r : results)
    others.emplace_back (
      [&]
      {
        fetch_options p;
        p.result = &r;
        here.fetch (page (), computes ("other"), p);
      });
  while (reader->stats ().value_waits != 2U)
    std::this_thread::yield ();

  bool previous (false);
  o.serve_stale = &previous;
  BOOST_TEST (here.fetch (page (), computes ("another"), o) == "old");
  BOOST_TEST ((result == fetch_result::stale));
  BOOST_TEST (previous);

  first.go ();
  for (std::thread& t : others)
    t.join ();
  for (fetch_result r : results)
    BOOST_TEST ((r == fetch_result::shared));
}

BOOST_AUTO_TEST_CASE (values_of_plain_types_need_no_codec_of_their_own)
{
  typedef std::map<std::string, std::vector<std::pair<int, bool>>> table;
  const table t {{"a", {{1, true}, {2, false}}}, {"b", {}}};
  int calls (0);

  for (int i (0); i != 2; ++i)
  {
    BOOST_TEST (here.fetch (args ("number"), [&] { return ++calls, 7; }) == 7);
    BOOST_TEST (
      (here.fetch (args ("table"), [&] { return ++calls, t; }) == t));
    std::string literal (
      here.fetch (args ("literal"), [&] { return ++calls, "<p>"; }));
    BOOST_TEST (literal == "<p>");
  }

  BOOST_TEST (calls == 3);

  // A value of another type is computed anew.
  //
  BOOST_TEST (here.fetch (args ("table"), [] { return 8; }) == 8);
  BOOST_TEST (here.fetch (args ("table"), [] { return 9; }) == 8);
}

BOOST_AUTO_TEST_CASE (a_null_pointer_is_no_text)
{
  auto none = [] () -> const char*
  {
    return nullptr;
  };
  BOOST_CHECK_EXCEPTION (here.fetch (page (), none), odb_alkey::exception,
                         [] (const odb_alkey::exception& e)
                         {
                           return std::string (e.what ()).find (
                                    "odb::nullable") != std::string::npos;
                         });
  BOOST_TEST (entries ().empty ());
}

// Before any request is handled.
//
BOOST_AUTO_TEST_CASE (a_default_time_to_live_is_checked_when_a_cache_is_made)
{
  for (long milliseconds : {0L, -1L})
  {
    cache_options bad;
    bad.time_to_live = std::chrono::milliseconds (milliseconds);
    BOOST_CHECK_EXCEPTION (cache (*reader, bad), odb_alkey::invalid_options,
                           [&] (const odb_alkey::invalid_options& e)
                           {
                             return e.what () ==
                                    "cache_options::time_to_live is " +
                                      std::to_string (milliseconds) +
                                      ": use 1 or more milliseconds";
                           });
  }

  // The default is ten minutes.
  //
  BOOST_TEST (there.fetch (args (1), computes ("a")) == "a");
  BOOST_REQUIRE (entries ().size () == 1U);
  BOOST_TEST (redis.command ({"PTTL", entries ().front ()}).number () >
              8 * 60 * 1000);
}

// The key was made before the transaction, and is as good as ever: but what is
// made of it shows what is rolled back.
//
BOOST_AUTO_TEST_CASE (nothing_is_stored_that_is_not_committed)
{
  cache own (*alkey, options_of_cache ());
  alkey->refresh ();
  key k (alkey->cache_key (one<shelf> (x.id), "page"));
  BOOST_TEST (k.storable ());
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (own.store (k, std::string ("clean")));
    BOOST_TEST (own.erase (k));
    x.name = "dirty";
    db->update (x);
    BOOST_TEST (!own.store (k, x.name));
    BOOST_TEST (own.fetch (
                  k, minutes (1), [this] { return x.name; }, o) == "dirty");
    BOOST_TEST ((result == fetch_result::miss));
    t.rollback ();
  }

  std::string value ("none");
  BOOST_TEST (!own.lookup (k, value));
  BOOST_TEST (own.store (k, std::string ("clean")));
}

BOOST_AUTO_TEST_CASE (a_time_beyond_all_measure_is_a_long_one)
{
  here.fetch (page (), std::chrono::hours::max (), computes ("kept"));
  std::string value;
  BOOST_TEST (here.lookup (page_key (), value));
  BOOST_TEST (here
                .fetch_many (std::vector<int> {1, 2},
                             computes_each ("of the cache's time"))
                .size () == 2U);
}

BOOST_AUTO_TEST_SUITE_END ()
