#include <odb_alkey/tokens/backlog.hxx>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::view;
using odb_alkey::tokens::backlog;

namespace
{
  typedef std::vector<std::string> texts;

  void add (backlog& b, const texts& t, std::uint64_t nonce = 1,
            backlog::kind k = backlog::kind::reset)
  {
    std::vector<const std::string*> p;

    for (const std::string& s : t)
      p.push_back (&s);

    b.add (k, p, nonce);
  }

  bool covers (const backlog& b, const std::string& s)
  {
    return b.covers (view (s.data (), s.size ()));
  }

  texts all (const backlog& b)
  {
    texts r;

    for (const backlog::entry& e : b.front (1000000))
      for (const std::string* s : *e.identifiers)
        r.push_back ((e.kind == backlog::kind::fence ? "fence " : "") + *s);

    return r;
  }
}

BOOST_AUTO_TEST_SUITE (backlogs)

BOOST_AUTO_TEST_CASE (what_is_in_it_is_covered_until_it_is_removed)
{
  backlog b (100);
  BOOST_TEST (!covers (b, "alkey:a#1"));

  add (b, {"alkey:a#1", "alkey:a#*", "alkey:*#*"});
  add (b, {"alkey:a#1"}, 2);
  BOOST_TEST (b.size () == 4U);
  BOOST_TEST (b.added () == 2U);
  BOOST_TEST (covers (b, "alkey:a#1"));
  BOOST_TEST (covers (b, "alkey:a#*"));
  BOOST_TEST (!covers (b, "alkey:a#2"));
  BOOST_TEST (!covers (b, "alkey:b#*"));

  std::vector<backlog::entry> first (b.front (3));
  BOOST_REQUIRE (first.size () == 1U);
  BOOST_TEST (first[0].nonce == 1U);
  b.remove (first);
  BOOST_TEST (b.size () == 1U);
  BOOST_TEST (covers (b, "alkey:a#1"));
  BOOST_TEST (!covers (b, "alkey:a#*"));

  b.remove (b.front (1));
  BOOST_TEST (b.size () == 0U);
  BOOST_TEST (!covers (b, "alkey:a#1"));
  BOOST_TEST (b.front (1).empty ());
}

// Redis tells everybody that they are being written.
//
BOOST_AUTO_TEST_CASE (what_is_fenced_needs_no_cover)
{
  backlog b (100);
  add (b, {"alkey:a#1"}, 1, backlog::kind::reset_fenced);
  BOOST_TEST (b.size () == 1U);
  BOOST_TEST (b.added () == 0U);
  BOOST_TEST (!covers (b, "alkey:a#1"));

  add (b, {"alkey:a#1"});
  BOOST_TEST (covers (b, "alkey:a#1"));
  b.remove (b.front (1));
  BOOST_TEST (covers (b, "alkey:a#1"));
}

BOOST_AUTO_TEST_CASE (a_sweep_covers_its_rows)
{
  backlog b (100);
  add (b, {"alkey:a#!", "alkey:a#*", "alkey:*#*"});
  BOOST_TEST (covers (b, "alkey:a#7"));
  BOOST_TEST (!covers (b, "alkey:b#7"));

  add (b, {"alkey:*#!", "alkey:*#*"});
  BOOST_TEST (covers (b, "alkey:b#7"));
  BOOST_TEST (covers (b, "alkey:b#*"));
}

// Entries come out in the order in which they came in: a fence before the
// reset of its commit.
//
BOOST_AUTO_TEST_CASE (the_oldest_comes_first)
{
  backlog b (100);
  add (b, {"alkey:a#1"}, 1, backlog::kind::fence);
  BOOST_TEST (covers (b, "alkey:a#1"));
  add (b, {"alkey:a#2"}, 2);
  add (b, {"alkey:a#1"}, 1);
  BOOST_TEST (all (b) == (texts {"fence alkey:a#1", "alkey:a#2", "alkey:a#1"}),
              boost::test_tools::per_element ());

  BOOST_TEST (b.front (2).size () == 2U);
  BOOST_TEST (b.front (0).size () == 1U);
}

BOOST_AUTO_TEST_CASE (too_many_rows_become_their_tables)
{
  backlog b (10);
  add (b, {"alkey:a#1", "alkey:a#*", "alkey:*#*"});
  add (b, {"alkey:b#1", "alkey:b#*", "alkey:*#*"});
  add (b, {"alkey:b#7", "alkey:b#*", "alkey:*#*"}, 5,
       backlog::kind::reset_fenced);
  BOOST_TEST (b.overflows () == 0U);
  std::vector<backlog::entry> old (b.front (3));

  add (b, {"alkey:a#2", "alkey:a#*", "alkey:*#*"});
  BOOST_TEST (b.overflows () == 1U);
  BOOST_TEST (b.size () == 5U);
  BOOST_TEST (covers (b, "alkey:a#1"));
  BOOST_TEST (covers (b, "alkey:a#3"));
  BOOST_TEST (covers (b, "alkey:b#2"));
  BOOST_TEST (!covers (b, "alkey:c#1"));
  BOOST_TEST (all (b) == (texts {"alkey:*#*", "alkey:a#!", "alkey:a#*",
                                 "alkey:b#!", "alkey:b#*"}),
              boost::test_tools::per_element ());

  // The work that was taken before is still there, and not the first any more.
  //
  BOOST_TEST (*old[0].identifiers->at (0) == "alkey:a#1");
  b.remove (old);
  BOOST_TEST (b.size () == 5U);
}

BOOST_AUTO_TEST_CASE (too_many_tables_become_everything)
{
  backlog b (5);

  for (const char* t : {"a", "b", "c", "d"})
    add (b, {std::string ("alkey:") + t + "#1",
             std::string ("alkey:") + t + "#*"});

  BOOST_TEST (covers (b, "alkey:z#1"));
  BOOST_TEST (b.size () <= 5U);
}

BOOST_AUTO_TEST_CASE (fences_and_resets_do_not_mix)
{
  backlog b (4);
  add (b, {"alkey:a#1", "alkey:a#*"}, 1, backlog::kind::fence);
  add (b, {"alkey:b#1", "alkey:b#*"}, 2);
  add (b, {"alkey:b#2"}, 3);
  BOOST_TEST (all (b) == (texts {"fence alkey:a#!", "fence alkey:a#*",
                                 "alkey:b#!", "alkey:b#*"}),
              boost::test_tools::per_element ());
}

BOOST_AUTO_TEST_SUITE_END ()
