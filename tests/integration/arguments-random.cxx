#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/identifier.hxx>

#include <tests/support/seed.hxx>

#include "arguments-node.hxx"
#include "arguments-text.hxx"

using tests::generator;
using tests::node;
using tests::tag;

// Random arguments, against a reference that says which of them are equal.

namespace
{
  class trees
  {
  public:
    explicit trees (unsigned seed)
        : random_ (std::make_shared<generator> (seed))
    {
    }

    int pick (int n)
    {
      return std::uniform_int_distribution<int> (0, n - 1) (*random_);
    }

    // Few and short ones, so that different arguments are nearly the same.
    //
    std::string string ()
    {
      static const std::string bytes (";:=()[]{}%/,a1 #*?\xff\n\0", 22);
      static const char* const words[] = {"%3B", "null", "true",
                                          "1.0", "1s",   "alkey:users#1"};
      std::string s;

      for (int n (pick (4)); n != 0; --n)
      {
        const std::size_t i (static_cast<std::size_t> (pick (28)));
        s += i < 6 ? words[i] : std::string (1, bytes[i - 6]);
      }

      return s;
    }

    node leaf ()
    {
      node n {tag::integer, pick (5) - 2, "", {}, random_};

      switch (pick (12))
      {
      case 0:
        n.what = tag::floating;
        break;
      case 1:
        n.what = tag::boolean;
        n.number = pick (2);
        break;
      case 2:
        n.what = tag::null;
        n.number = 0;
        break;
      case 3:
        n.what = tag::identifier;
        n.text = "alkey:users#" + std::to_string (pick (3));
        n.number = 0;
        break;
      case 4:
        n.what = tag::first_enum;
        break;
      case 5:
        n.what = tag::second_enum;
        n.number = pick (5);
        break;
      case 6:
      case 7:
        n.what = pick (2) == 0 ? tag::first_printer : tag::second_printer;
        n.text = string ();
        n.number = 0;
        break;
      case 8:
        n.what = tag::duration;
        n.number *= 500;
        break;
      case 9:
        n.what = tag::time_point;
        break;
      case 10:
        break;
      default:
        n.text = string ();
        n.number = 0;
        n.what = odb_alkey::identifier::valid (n.text) ? tag::identifier
                                                       : tag::string;
      }

      return n;
    }

    node tree (int depth)
    {
      if (depth == 0 || pick (3) == 0)
        return leaf ();

      static const tag compounds[] = {tag::range, tag::unordered, tag::tuple,
                                      tag::map, tag::nullable};
      node n {compounds[pick (5)], 0, "", {}, random_};

      int parts (n.what == tag::nullable ? 1
                 : n.what == tag::map    ? 2 * pick (3)
                                         : pick (4));

      for (int i (0); i != parts; ++i)
        n.parts.push_back (tree (depth - 1));

      // Keys are unique.
      //
      if (n.what == tag::map && n.parts.size () == 4 &&
          tests::same_reference () (n.parts[0], n.parts[2]))
        n.parts.resize (2);

      return n;
    }

  private:
    std::shared_ptr<generator> random_;
  };

  // Texts are equal if and only if the references are, so far.
  //
  class comparison
  {
  public:
    void check (const std::string& text, std::string reference)
    {
      auto i (texts_.emplace (text, reference));
      BOOST_REQUIRE_MESSAGE (i.first->second == reference,
                             "different arguments, both written "
                               << text << ": " << i.first->second << " and "
                               << reference);

      auto j (references_.emplace (reference, text));
      BOOST_REQUIRE_MESSAGE (j.first->second == text,
                             "equal arguments, written " << text << " and "
                                                         << j.first->second);

      if (!j.second)
        ++met_again;
    }

    std::size_t met_again = 0;

  private:
    std::unordered_map<std::string, std::string> texts_;
    std::unordered_map<std::string, std::string> references_;
  };
}

BOOST_AUTO_TEST_SUITE (random_arguments)

BOOST_AUTO_TEST_CASE (are_written_equal_if_and_only_if_they_are_equal)
{
  trees t (tests::seed ());
  comparison c;

  for (int i (0); i != 15000; ++i)
  {
    node n (t.tree (i % 4));

    BOOST_REQUIRE (tests::identifiers (n).size () == n.identifiers ());
    c.check (tests::text (n), n.reference ());
    c.check (tests::text (n), n.reference ());
  }

  BOOST_TEST (c.met_again > 15000U);
}

BOOST_AUTO_TEST_CASE (lists_are_written_equal_if_and_only_if_they_are_equal)
{
  trees t (tests::seed ());
  comparison c;

  for (int i (0); i != 5000; ++i)
  {
    std::vector<node> v;
    while (v.size () != static_cast<std::size_t> (i % 4))
      v.push_back (t.tree (1));

    std::string reference (std::to_string (v.size ()));
    for (const node& n : v)
    {
      std::string r (n.reference ());
      reference += ';' + std::to_string (r.size ()) + ',' + r;
    }

    switch (v.size ())
    {
    case 0:
      c.check (tests::text (), reference);
      break;
    case 1:
      c.check (tests::text (v[0]), reference);
      break;
    case 2:
      c.check (tests::text (v[0], v[1]), reference);
      break;
    case 3:
      c.check (tests::text (v[0], v[1], v[2]), reference);
      break;
    }
  }
}

BOOST_AUTO_TEST_SUITE_END ()
