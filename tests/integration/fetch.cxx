// Get or compute: under which keys values are in Redis.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fetching.hxx"

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::fetch_options;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::minutes;
using tests::computes;
using tests::computes_each;

namespace
{
  // Does something when it is decoded.
  //
  struct acting
  {
    static std::function<void ()> act;
    std::string text;
  };

  std::function<void ()> acting::act;

  const std::string new_epoch ("fedcba9876543210");

  // Returns an origin of the new epoch, which comes after that of this one.
  //
  std::string successor (const std::string& origin)
  {
    const std::size_t past (origin.rfind (' ') + 1);
    return new_epoch + origin.substr (16, past - 16) + origin.substr (0, 16) +
           '@' + origin.substr (17, 16);
  }
}

namespace odb_alkey
{
  template <>
  struct codec<acting>
  {
    static std::string encode (const acting& a)
    {
      return a.text;
    }

    static acting decode (std::string s)
    {
      acting::act ();
      return acting {std::move (s)};
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (fetching, tests::fetching)

BOOST_AUTO_TEST_CASE (a_value_is_computed_once_for_each_version)
{
  BOOST_TEST (get (here, "a") == "a");
  BOOST_TEST (get (here, "b") == "a");
  BOOST_TEST (get (there, "c") == "a");
  BOOST_TEST (computed == 1);

  change (x);
  BOOST_TEST (get (there, "d") == "d");
  BOOST_TEST (get (here, "e") == "d");
  BOOST_TEST (computed == 2);

  // Another object's change does not matter, and other arguments have another
  // value.
  //
  change (y);
  BOOST_TEST (get (here, "f") == "d");
  BOOST_TEST (here.fetch (args (one<shelf> (x.id), "other"), minutes (10),
                          computes ("g")) == "g");

  odb_alkey::stats n (reader->stats ());
  BOOST_TEST (n.value_hits == 3U);
  BOOST_TEST (n.value_misses == 2U);
  BOOST_TEST (n.values_stored == 2U);
}

BOOST_AUTO_TEST_CASE (a_hit_is_one_round_trip)
{
  get (here, "a");

  BOOST_TEST (commands ([this] { get (here, "b"); }) == one_round_trip (1));
  BOOST_TEST (computed == 1);
}

BOOST_AUTO_TEST_CASE (a_new_version_takes_the_place_of_the_old_one)
{
  get (here, "a");
  std::vector<std::string> before (entries ());
  BOOST_TEST (before.size () == 1U);
  change (x);
  get (here, "b");
  BOOST_TEST (entries () == before);
  BOOST_TEST (leases ().empty ());
}

BOOST_AUTO_TEST_CASE (a_key_that_was_made_earlier_is_the_same)
{
  key k (page_key ());
  auto f (computes ("k"));
  BOOST_TEST (here.fetch (k, minutes (10), f) == "k");
  BOOST_TEST (get (there, "a") == "k");
  BOOST_TEST (computed == 0);

  change (x);
  get (there, "b");
  BOOST_TEST (here.fetch (k, minutes (10), f) == "k");

  // The newer value stays.
  //
  BOOST_TEST (reader->stats ().values_refused == 1U);
  BOOST_TEST (get (there, "c") == "b");
}

BOOST_AUTO_TEST_CASE (keys_of_every_form_find_their_entry)
{
  auto f (computes ("v"));
  int n (0);
  auto check = [&] (const key& k, const auto& list)
  {
    here.fetch (k, minutes (10), f);
    BOOST_TEST (here.fetch (list, minutes (10),
                            [&]
                            {
                              ++n;
                              return std::string ("w");
                            }) == "v",
                k.str ());
  };

  std::string odd ("7/alkey:shelf#1");
  std::vector<std::string> v {"alkey:shelf#1", "12/alkey:shelf#2"};
  check (reader->cache_key (), args ());
  check (reader->cache_key (1), args (1));
  check (reader->cache_key (odd), args (odd));
  check (reader->cache_key (v, 5), args (v, 5));
  check (reader->cache_key (1, one<shelf> (1), std::make_pair (2, "b")),
         args (1, one<shelf> (1), std::make_pair (2, "b")));
  check (reader->cache_key (all<shelf> (), odb_alkey::everything ()),
         args (all<shelf> (), odb_alkey::everything ()));
  BOOST_TEST (n == 0);
}

BOOST_AUTO_TEST_CASE (digests_that_collide_are_no_hit)
{
  get (here, "a");
  std::string entry (entries ().front ());
  std::string stored (redis.command ({"GET", entry}).str ());
  std::string other (stored);
  other.replace (other.find ("=page"), 5, "=evil");
  redis.command ({"SET", entry, other});

  BOOST_TEST (get (here, "b") == "b");

  // It does not keep the value from being stored either, though it looks
  // newer.
  //
  other.replace (other.find ("=evil"), 5, "=qvil");
  redis.command ({"SET", entry, other});
  BOOST_TEST (get (here, "c") == "c");
  BOOST_TEST (get (here, "d") == "c");

  bool previous (false);
  fetch_options o;
  o.serve_stale = &previous;
  redis.command ({"SET", entry, other});
  change (x);
  here.fetch (
    page (), minutes (10), [] { return std::string (); }, o);
  BOOST_TEST (!previous);
}

BOOST_AUTO_TEST_CASE (what_is_not_storable_is_looked_up_and_not_stored)
{
  std::shared_ptr<shelf> old (load (x.id));
  change (x);
  auto of_old = [&] (const char* value)
  {
    return here.fetch (args (*old), minutes (10),
                       [&] { return std::string (value); });
  };
  BOOST_TEST (of_old ("a") == "a");
  BOOST_TEST (of_old ("b") == "b");

  std::shared_ptr<shelf> fresh (load (x.id));
  BOOST_TEST (here.fetch (args (*fresh), minutes (10), computes ("c")) == "c");
  BOOST_TEST (of_old ("d") == "c");

  // A value of objects in flight is not even looked up.
  //
  commit_with (x, [&] { BOOST_TEST (of_old ("e") == "e"); });
}

BOOST_AUTO_TEST_CASE (a_key_of_an_epoch_that_has_ended_stores_nothing)
{
  key k (page_key ());

  // The process learns of the new epoch while it computes the value.
  //
  auto compute = [&]
  {
    BOOST_TEST (leases ().size () == 1U);
    write ("origin", successor (stored ("origin")));
    BOOST_TEST (reader->refresh ());
    return std::string ("a");
  };
  BOOST_TEST (here.fetch (k, minutes (10), compute) == "a");
  BOOST_TEST (entries ().empty ());
  BOOST_TEST (reader->stats ().values_refused == 1U);

  // The lease does not keep others waiting.
  //
  BOOST_TEST (leases ().empty ());

  BOOST_TEST (!here.store (k, "a"));
  BOOST_TEST (reader->stats ().values_refused == 2U);
  BOOST_TEST (here.store (page_key (), "b"));
}

// A process that has not heard of the new epoch replaces a value of it. That
// costs a miss.
//
BOOST_AUTO_TEST_CASE (a_value_of_an_epoch_that_has_ended_is_no_hit)
{
  const key old (page_key ());
  write ("origin", successor (stored ("origin")));
  BOOST_TEST (here.store (old, "old"));
  const key k (page_key ());
  BOOST_TEST (k.storable ());
  BOOST_TEST (k.str ().substr (6, 16) == new_epoch);

  std::string value;
  BOOST_TEST (!here.lookup (k, value));
  BOOST_TEST (!here.lookup (page (), value));
  BOOST_TEST (here.store (k, "new"));
  BOOST_TEST (!here.lookup (old, value));
  BOOST_TEST (here.lookup (k, value));
}

BOOST_AUTO_TEST_CASE (many_at_once)
{
  std::vector<std::unique_ptr<shelf>> shelves;
  for (int i (0); i != 150; ++i)
  {
    shelves.emplace_back (new shelf ("s"));
    commit ([&] { db->persist (*shelves.back ()); });
  }
  wait_for_resets ();

  auto get_all = [&] (std::vector<std::size_t>& missed)
  {
    std::vector<decltype (args (one<shelf> (1UL), "row"))> list;
    for (const auto& s : shelves)
      list.push_back (args (one<shelf> (s->id), "row"));

    return here.fetch_many (list, minutes (10),
                            [&] (const std::vector<std::size_t>& missing)
                            {
                              missed = missing;
                              std::vector<std::string> r;
                              for (std::size_t i : missing)
                                r.push_back (std::to_string (i) + '/' +
                                             std::to_string (++computed));
                              return r;
                            });
  };

  std::vector<std::size_t> missed;
  std::vector<std::string> first (get_all (missed));
  BOOST_TEST (missed.size () == shelves.size ());
  BOOST_TEST (first[7] == "7/8");

  missed.clear ();
  BOOST_TEST (commands ([&] { BOOST_TEST ((get_all (missed) == first)); }) ==
              one_round_trip (shelves.size ()));
  BOOST_TEST (missed.empty ());

  change (*shelves[3]);
  change (*shelves[70]);
  std::vector<std::string> second (get_all (missed));
  BOOST_TEST ((missed == std::vector<std::size_t> {3, 70}));
  BOOST_TEST (second[3] == "3/151");
  BOOST_TEST (second[70] == "70/152");
  second[3] = first[3];
  second[70] = first[70];
  BOOST_TEST ((second == first));

  // Single arguments, and none.
  //
  std::vector<const shelf*> pointers {&x, &y};
  auto names = [&] (const std::vector<std::size_t>& missing)
  {
    std::vector<std::string> r;
    for (std::size_t i : missing)
      r.push_back (pointers[i]->name);
    return r;
  };
  BOOST_TEST ((here.fetch_many (pointers, minutes (10), names) ==
               std::vector<std::string> {"x", "y"}));
  pointers.clear ();
  BOOST_TEST (here.fetch_many (pointers, minutes (10), names).empty ());

  std::vector<int> numbers {1, 2};
  BOOST_CHECK_THROW (here.fetch_many (numbers, minutes (10),
                                      [] (const std::vector<std::size_t>&) {
                                        return std::vector<std::string> (1);
                                      }),
                     odb_alkey::exception);
}

BOOST_AUTO_TEST_CASE (keys_are_told_before_anything_is_computed)
{
  std::vector<key> keys;
  fetch_options o;
  o.keys = &keys;
  auto count = [&]
  {
    return std::to_string (keys.size ());
  };
  std::string k (key_of (x).str ());

  here.fetch (args (one<shelf> (x.id)), minutes (10), count, o);
  key earlier (keys.front ());
  here.fetch (earlier, minutes (10), count, o);
  BOOST_TEST (here.fetch (args (one<shelf> (x.id)), minutes (10), count, o) ==
              "1");
  BOOST_TEST (keys.size () == 3U);
  for (const key& told : keys)
    BOOST_TEST (told.str () == k);

  keys.clear ();
  std::vector<decltype (one<shelf> (x.id))> both {one<shelf> (x.id),
                                                  one<shelf> (y.id)};
  auto counts = [&] (const std::vector<std::size_t>& missing)
  {
    return std::vector<std::string> (missing.size (), count ());
  };
  here.fetch_many (both, minutes (10), counts, o);
  BOOST_TEST ((here.fetch_many (both, minutes (10), counts) ==
               std::vector<std::string> {"1", "2"}));
  BOOST_TEST (keys.size () == 2U);
  BOOST_TEST (keys.front ().str () == k);
}

BOOST_AUTO_TEST_CASE (decoding_may_end_the_transaction_and_fetch)
{
  std::vector<decltype (one<shelf> (x.id))> both {one<shelf> (x.id),
                                                  one<shelf> (y.id)};
  here.fetch (args (both.front ()), minutes (10), [] { return acting {"x"}; });

  // The object that was loaded before counts for the keys of both.
  //
  odb::transaction t (db2->begin ());
  shelf loaded;
  db2->load (y.id, loaded);
  alkey->touch<shelf> (y.id);

  std::unique_ptr<odb::transaction> next;
  std::string within;
  acting::act = [&]
  {
    t.commit ();
    next.reset (new odb::transaction (db2->begin ()));
    db2->load (y.id, loaded);

    for (const char* value : {"first", "second"})
      within = here.fetch (args (all<book> ()), minutes (10),
                           [=] { return std::string (value); });
  };

  fetch_options o;
  std::vector<key> keys;
  o.keys = &keys;
  auto render = [&] (const std::vector<std::size_t>& missing)
  {
    BOOST_TEST ((missing == std::vector<std::size_t> {1}));
    return std::vector<acting> (1, acting {"old"});
  };
  std::vector<acting> r (here.fetch_many (both, minutes (10), render, o));
  next.reset ();

  BOOST_TEST (r.front ().text == "x");
  BOOST_TEST (r.back ().text == "old");
  BOOST_TEST (within == "first");
  BOOST_REQUIRE (keys.size () == 2U);
  BOOST_TEST (keys.front ().storable ());
  BOOST_TEST (!keys.back ().storable ());
}

BOOST_AUTO_TEST_CASE (without_redis_values_are_computed)
{
  get (here, "a");
  key k (page_key ());
  redis.kill ();
  BOOST_TEST (get (here, "b") == "b");
  BOOST_TEST (here.fetch (k, minutes (10), computes ("c")) == "c");

  std::vector<int> v {1, 2, 3};
  BOOST_TEST (here.fetch_many (v, minutes (10), computes_each ("d")).size () ==
              3U);

  // It dies while the value is computed.
  //
  redis.restart ();
  tests::settle (redis);
  BOOST_TEST (here.fetch (args (5), minutes (10),
                          [&]
                          {
                            redis.kill ();
                            return std::string ("e");
                          }) == "e");
}

BOOST_AUTO_TEST_SUITE_END ()
