#include <odb_alkey/support/striped.hxx>

#include <cstdint>
#include <set>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/support/counters.hxx>

using namespace odb_alkey::support;

BOOST_AUTO_TEST_SUITE (striped_counters)

BOOST_AUTO_TEST_CASE (nothing_that_threads_add_is_lost)
{
  const unsigned threads (40); // More than there are stripes.
  const unsigned times (10000);
  striped_counter c;
  std::vector<std::thread> all;

  for (unsigned i (0); i != threads; ++i)
    all.emplace_back (
      [&c]
      {
        for (unsigned n (0); n != times; ++n)
          c.add ();
      });

  for (std::thread& t : all)
    t.join ();

  BOOST_TEST (static_cast<std::uint64_t> (c) == threads * times);
}

BOOST_AUTO_TEST_CASE (
  threads_that_follow_one_another_have_stripes_of_their_own)
{
  striped<counter> c;
  std::set<counter*> used {&*c};
  BOOST_TEST (&*c == *used.begin ());

  for (unsigned i (0); i != 8; ++i)
    std::thread ([&] { used.insert (&*c); }).join ();

  BOOST_TEST (used.size () == 9u);

  std::vector<std::uintptr_t> places;

  for (counter* p : used)
    places.push_back (reinterpret_cast<std::uintptr_t> (p));

  for (std::size_t i (1); i != places.size (); ++i)
    BOOST_TEST (places[i] - places[i - 1] > 64u);
}

BOOST_AUTO_TEST_CASE (stats_are_those_of_all_threads)
{
  striped<counters> c;
  c->storable.add (2);
  c->near_keys.add ();

  std::thread (
    [&c]
    {
      c->storable.add (3);
      c->unique_written.add ();
      c->errors.add ();
    })
    .join ();

  const odb_alkey::stats s (snapshot (c));
  BOOST_TEST (s.storable == 5u);
  BOOST_TEST (s.keys == 6u);
  BOOST_TEST (s.near_keys == 1u);
  BOOST_TEST (s.errors == 1u);
}

BOOST_AUTO_TEST_SUITE_END ()
