// Values that a process has itself, by keys that it makes without asking.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>

#include <tests/support/child.hxx>

#include "near-reader.hxx"

using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::cache_options;
using odb_alkey::one;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace
{
  struct fixture: tests::near_reader
  {
    fixture ()
    {
      renew_cache (cache_options ());
    }

    void renew_cache (const cache_options& o)
    {
      values.reset ();
      values.reset (new cache (*reader, o));
    }

    odb_alkey::detail::written_arguments about (const shelf& s)
    {
      return args (one<shelf> (s.id), "name");
    }

    // Returns the name of a shelf, as the reader finds it.
    //
    std::string fetch (const shelf& s, milliseconds life = minutes (10))
    {
      return values->fetch (about (s), life,
                            [&]
                            {
                              ++computed;
                              return load (s.id)->name;
                            });
    }

    std::shared_ptr<const std::string> fetch_shared (const shelf& s)
    {
      return values->fetch_shared (about (s), minutes (10),
                                   [&]
                                   {
                                     ++computed;
                                     return load (s.id)->name;
                                   });
    }

    // Calls f until Redis was not asked meanwhile. Fails if it was asked for a
    // value.
    //
    template <typename F>
    void without_asking (F f)
    {
      const std::uint64_t before (near_hits ());

      for (;;)
      {
        const std::uint64_t asked (commands ());
        f ();

        if (commands () == asked + 1)
          break;
      }

      BOOST_TEST (near_hits () > before);
    }

    std::uint64_t near_hits ()
    {
      return reader->stats ().near_values;
    }

    std::unique_ptr<cache> values;
    int computed = 0;
  };
}

BOOST_FIXTURE_TEST_SUITE (near_values, fixture)

BOOST_AUTO_TEST_CASE (a_value_is_returned_without_asking)
{
  BOOST_TEST (fetch (x) == "x");
  without_asking ([this] { BOOST_TEST (fetch (x) == "x"); });
  BOOST_TEST (computed == 1);
}

// It asks for the tokens, and not for the value.
//
BOOST_AUTO_TEST_CASE (a_value_is_not_transferred_again)
{
  fetch (x);
  const std::uint64_t before (near_hits ());
  tests::await ("the end of a lease",
                [this]
                {
                  std::uint64_t asked (commands ());
                  fetch (x);
                  return commands () != asked + 1;
                });
  BOOST_TEST (near_hits () > before);
  BOOST_TEST (reader->stats ().value_hits == near_hits ());
}

BOOST_AUTO_TEST_CASE (no_value_outlives_a_commit)
{
  for (int i (0); i != 10; ++i)
  {
    fetch (x);
    without_asking ([this] { fetch (x); });
    x.name = "x" + std::to_string (i);
    commit ([this] { db->update (x); });
    BOOST_TEST (fetch (x) == x.name);
    BOOST_TEST (*fetch_shared (x) == x.name);
  }
}

BOOST_AUTO_TEST_CASE (callers_share_an_object)
{
  std::shared_ptr<const std::string> first (fetch_shared (x));
  BOOST_TEST (*first == "x");
  without_asking ([&] { BOOST_TEST (fetch_shared (x) == first); });

  // Others want its bytes, which are asked for once.
  //
  BOOST_TEST (fetch (x) == "x");
  without_asking ([this] { BOOST_TEST (fetch (x) == "x"); });
  without_asking ([&] { BOOST_TEST (fetch_shared (x) == first); });
  BOOST_TEST (computed == 1);
}

BOOST_AUTO_TEST_CASE (an_object_is_made_of_the_bytes_once)
{
  fetch (x);
  std::shared_ptr<const std::string> first;
  without_asking ([&] { first = fetch_shared (x); });
  without_asking ([&] { BOOST_TEST (fetch_shared (x) == first); });
}

// Another process has stored the value.
//
BOOST_AUTO_TEST_CASE (a_value_of_redis_is_kept)
{
  cache other (*alkey);
  alkey->cache_key (one<shelf> (x.id));
  other.fetch (about (x), milliseconds (600), [] { return "of the other"; });

  BOOST_TEST (fetch (x) == "of the other");
  without_asking ([this] { BOOST_TEST (fetch (x) == "of the other"); });
  BOOST_TEST (computed == 0);

  // It lives a second longer here than there at most.
  //
  tests::await ("the end of its life", [this] { return fetch (x) == "x"; });
  BOOST_TEST (computed == 1);
}

// It has the value of an older key, which must not hide that.
//
BOOST_AUTO_TEST_CASE (what_another_process_stored_is_found)
{
  fetch (x);
  commit ([this] { db->update (x); });
  cache other (*alkey);
  other.fetch (about (x), minutes (10), [] { return "of the other"; });

  std::string found;
  BOOST_TEST (values->lookup (about (x), found));
  BOOST_TEST (found == "of the other");
  without_asking ([this] { BOOST_TEST (fetch (x) == "of the other"); });
  BOOST_TEST (computed == 1);
}

// Other threads may be looking for values at that moment.
//
BOOST_AUTO_TEST_CASE (children_have_values)
{
  std::atomic<bool> done (false);
  std::thread busy (
    [&]
    {
      while (!done)
        values->fetch (about (y), minutes (10), [] { return "y"; });
    });

  fetch (x);

  for (int i (0); i != 50; ++i)
  {
    BOOST_TEST (tests::in_child (
                  [this]
                  {
                    return values->fetch (about (y), minutes (10),
                                          [] { return "y"; }) == "y";
                  }) == 0);
  }

  done = true;
  busy.join ();
}

BOOST_AUTO_TEST_CASE (a_value_lives_no_longer_than_it_was_told)
{
  fetch (x, milliseconds (100));
  without_asking ([this] { fetch (x, milliseconds (100)); });
  tests::await ("the end of its life",
                [this]
                {
                  fetch (x, milliseconds (100));
                  return computed == 2;
                });
}

BOOST_AUTO_TEST_CASE (many_are_found_together)
{
  std::vector<odb_alkey::key> keys;
  odb_alkey::fetch_options o;
  o.keys = &keys;

  auto fetch_both = [&]
  {
    keys.clear ();
    return values->fetch_many (
      std::vector<odb_alkey::detail::written_arguments> {about (x), about (y)},
      minutes (10),
      [&] (const std::vector<std::size_t>& missing)
      {
        std::vector<std::string> r;

        for (std::size_t i : missing)
          r.push_back (i == 0 ? "x" : "y");

        computed += static_cast<int> (missing.size ());
        return r;
      },
      o);
  };

  const std::vector<std::string> both {"x", "y"};
  BOOST_TEST (fetch (y) == "y");
  BOOST_TEST (fetch_both () == both);
  BOOST_TEST (computed == 2);
  without_asking ([&] { BOOST_TEST (fetch_both () == both); });
  BOOST_TEST (computed == 2);

  // One of them has changed.
  //
  commit ([this] { db->update (x); });
  BOOST_TEST (fetch_both () == both);
  BOOST_TEST (computed == 3);
  BOOST_TEST (keys.size () == 2U);
  BOOST_TEST (keys[0].str ().find (name (x)) != std::string::npos);
  BOOST_TEST (keys[1].str ().find (name (y)) != std::string::npos);
}

// One command asks for tokens now and then; values are not asked for.
//
BOOST_AUTO_TEST_CASE (a_key_made_earlier_finds_it)
{
  fetch (x);
  const odb_alkey::key k (reader->cache_key (one<shelf> (x.id), "name"));
  std::string found;

  const std::uint64_t asked (commands ());
  BOOST_TEST (values->lookup (k, found));
  BOOST_TEST (found == "x");
  BOOST_TEST (values->fetch (k, minutes (10), [] { return "new"; }) == "x");
  BOOST_TEST (commands () == asked + 1);
  BOOST_TEST (near_hits () == 2U);

  // The value of a newer key does not make way for it.
  //
  x.name = "newer";
  commit ([this] { db->update (x); });
  fetch (x);
  BOOST_TEST (!values->lookup (k, found));
  without_asking ([this] { BOOST_TEST (fetch (x) == "newer"); });
  BOOST_TEST (computed == 2);
}

BOOST_AUTO_TEST_CASE (a_value_stored_by_hand_is_kept)
{
  const odb_alkey::key k (reader->cache_key (one<shelf> (x.id), "name"));
  BOOST_TEST (values->store (k, minutes (10), std::string ("by hand")));
  without_asking ([this] { BOOST_TEST (fetch (x) == "by hand"); });
  BOOST_TEST (computed == 0);
}

BOOST_AUTO_TEST_CASE (an_erased_value_is_gone)
{
  fetch (x);
  without_asking ([this] { fetch (x); });
  BOOST_TEST (values->erase (about (x)));
  fetch (x);
  BOOST_TEST (computed == 2);
}

BOOST_AUTO_TEST_CASE (it_holds_so_many_bytes)
{
  cache_options o;
  o.near_values = 0;
  renew_cache (o);
  fetch (x);
  fetch (x);
  BOOST_TEST (near_hits () == 0U);
  BOOST_TEST (reader->stats ().value_hits == 1U);

  // A sixteenth of this has room for one value.
  //
  o.near_values = 16 * 600;
  renew_cache (o);

  for (int i (0); i != 1000; ++i)
    values->fetch (args (one<shelf> (x.id), i), minutes (10),
                   [] { return "value"; });

  const std::uint64_t before (near_hits ());

  for (int i (0); i != 1000; ++i)
    values->fetch (args (one<shelf> (x.id), i), minutes (10),
                   [] { return "another"; });

  BOOST_TEST (near_hits () <= before + 32);
}

// The value of a key that is not storable is found all the same.
//
BOOST_AUTO_TEST_CASE (a_transaction_of_its_own_is_seen)
{
  fetch (x);
  odb::transaction t (db2->begin ());
  shelf changed (x);
  changed.name = "changed";
  db2->update (changed);
  BOOST_TEST (values->fetch (about (x), minutes (10), [] { return "new"; }) ==
              "new");
  t.rollback ();
  BOOST_TEST (fetch (x) == "x");
}

BOOST_AUTO_TEST_SUITE_END ()
