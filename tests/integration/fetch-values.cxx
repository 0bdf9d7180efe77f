// Values that are fetched: of which types, and how large.

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fetching.hxx"

using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::cache_options;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::milliseconds;
using std::chrono::minutes;
using tests::computes;

namespace
{
  struct point
  {
    int x;
    int y;
  };
}

namespace odb_alkey
{
  template <>
  struct codec<point>
  {
    static std::string encode (const point& p)
    {
      return std::to_string (p.x) + ' ' + std::to_string (p.y);
    }

    static point decode (const std::string& s)
    {
      std::size_t n (0);
      point p {std::stoi (s, &n), 0};
      p.y = std::stoi (s.substr (n));
      return p;
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (fetched_values, tests::fetching)

BOOST_AUTO_TEST_CASE (values_of_several_types)
{
  auto twice = [&] (const char* name, auto f)
  {
    here.fetch (args (one<shelf> (x.id), name), minutes (10), f);
    return here.fetch (args (one<shelf> (x.id), name), minutes (10),
                       [&]
                       {
                         ++computed;
                         return f ();
                       });
  };

  std::string bytes ("a\0 b\n", 5);
  BOOST_TEST (twice ("string", [&] { return bytes; }) == bytes);
  BOOST_TEST (twice ("empty", [] { return std::string (); }).empty ());
  BOOST_TEST ((twice ("vector",
                      [] {
                        return std::vector<unsigned char> {0, 255};
                      }) == std::vector<unsigned char> {0, 255}));
  BOOST_TEST (twice ("point", [] { return point {3, -4}; }).y == -4);
  typedef odb::nullable<std::string> nullable;
  BOOST_TEST (*twice ("nullable", [] { return nullable ("x"); }) == "x");
  BOOST_TEST (twice ("null", [] { return nullable (); }).null ());
  BOOST_TEST (twice ("reference",
                     [&] () -> const std::string& { return bytes; }) == bytes);
  BOOST_TEST (computed == 0);

  // A value that cannot be decoded is computed again.
  //
  here.fetch (args (one<shelf> (x.id), "bad"), minutes (10),
              computes ("no point"));
  BOOST_TEST (here
                .fetch (args (one<shelf> (x.id), "bad"), minutes (10),
                        [] {
                          return point {1, 2};
                        })
                .x == 1);
  BOOST_TEST (twice ("bad", [] { return point {5, 6}; }).x == 1);
}

BOOST_AUTO_TEST_CASE (values_have_limits)
{
  cache_options o;
  o.max_value_size = 10;
  o.time_to_live = minutes (1);
  o.jitter = 0.5;
  cache small (*reader, o);

  BOOST_TEST (small.fetch (page (), [] { return std::string (11, 'a'); }) ==
              std::string (11, 'a'));
  BOOST_TEST (entries ().empty ());
  BOOST_TEST (leases ().empty ());
  BOOST_TEST (reader->stats ().values_too_large == 1U);
  BOOST_TEST (log.count ("a value of 11 bytes") == 1U);

  std::vector<long> lives;
  for (int i (0); i != 20; ++i)
  {
    small.fetch (args (i), [] { return std::string (10, 'a'); });
    std::string entry (entries ().front ());
    lives.push_back (redis.command ({"PTTL", entry}).number ());
    redis.command ({"DEL", entry});
  }
  for (long l : lives)
  {
    BOOST_TEST (l <= 60000);
    BOOST_TEST (l > 25000);
  }
  BOOST_TEST (lives.front () != lives.back ());

  // A time is of any unit.
  //
  auto f (computes ("a"));
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (0), f),
                     odb_alkey::invalid_options);
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (-1), f),
                     odb_alkey::invalid_options);
  BOOST_TEST (here.fetch (args (1), std::chrono::nanoseconds (1), f) == "a");

  o.jitter = 2;
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
  o = cache_options ();
  o.wait = milliseconds (-1);
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
  o = cache_options ();
  o.max_value_size = 0;
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
}

BOOST_AUTO_TEST_CASE (large_values_are_found)
{
  const std::string large (3 * 1024 * 1024, 'v');
  cache_options o (options_of_cache ());
  o.max_value_size = static_cast<std::size_t> (-1);
  cache all_sizes (*reader, o);

  auto f = [&]
  {
    ++computed;
    return large;
  };
  auto by_arguments = [&]
  {
    return all_sizes.fetch (page (), minutes (10), f) == large;
  };
  auto by_key = [&]
  {
    key k (page_key ());
    return all_sizes.fetch (k, minutes (10), f) == large;
  };

  BOOST_TEST (by_arguments ());
  BOOST_TEST (by_arguments ());
  BOOST_TEST (by_key ());
  BOOST_TEST (computed == 1);

  // The fetch that computes the next value reads this one again.
  //
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (by_key ());
  BOOST_TEST (by_arguments ());
  BOOST_TEST (computed == 2);

  // Several of the largest size.
  //
  o.max_value_size = large.size ();
  cache just_these (*reader, o);
  std::vector<int> v {1, 2, 3};

  for (int i (0); i != 2; ++i)
    BOOST_TEST ((just_these.fetch_many (
                   v, minutes (10),
                   [&] (const std::vector<std::size_t>& m)
                   {
                     ++computed;
                     return std::vector<std::string> (m.size (), large);
                   }) == std::vector<std::string> (3, large)));

  BOOST_TEST (computed == 3);
  BOOST_TEST (reader->stats ().errors == 0U);
  BOOST_TEST (reader->stats ().values_too_large == 0U);
}

BOOST_AUTO_TEST_CASE (a_value_is_not_stored_with_a_key_that_is_not_read)
{
  cache_options o;
  o.max_value_size = 10;
  cache small (*reader, o);
  small.fetch (args (std::string (70000, 'k')), minutes (1), computes ("a"));
  BOOST_TEST (entries ().empty ());
  BOOST_TEST (reader->stats ().values_too_large == 1U);
}

BOOST_AUTO_TEST_SUITE_END ()
