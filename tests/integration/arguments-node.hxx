#ifndef TESTS_INTEGRATION_ARGUMENTS_NODE_HXX
#define TESTS_INTEGRATION_ARGUMENTS_NODE_HXX

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/detail/argument.hxx>

namespace tests
{
  using generator = std::mt19937;

  enum class tag : char
  {
    integer = 'i',
    floating = 'f',
    boolean = 'b',
    null = 'n',
    string = 's',
    identifier = 'I',
    first_enum = 'e',
    second_enum = 'E',
    first_printer = 'p',
    second_printer = 'P',
    duration = 'd',
    time_point = 't',
    range = '[',
    unordered = '<',
    tuple = '(',
    map = '{',
    nullable = '?'
  };

  enum class first_enum : short
  {
  };

  enum class second_enum : unsigned char
  {
  };

  struct first_printer
  {
    std::string s;
  };

  struct second_printer
  {
    std::string s;
  };

  inline std::ostream& operator<< (std::ostream& o, const first_printer& p)
  {
    return o << p.s;
  }

  inline std::ostream& operator<< (std::ostream& o, const second_printer& p)
  {
    return o << p.s;
  }

  struct node;
  std::string text_of (const node&);

  // An argument whose type only the run time knows. The library handles the
  // library for it, and for its parts, are values of the real types; which of
  // several that should not matter, the generator says.
  //
  struct node
  {
    tag what;
    int number = 0;
    std::string text;
    std::vector<node> parts;
    std::shared_ptr<generator> choice;

    // Each length comes first, so that equal references mean equal structure.
    //
    std::string reference () const
    {
      std::vector<std::string> v;

      for (const node& n : parts)
        v.push_back (n.reference ());

      // A nullable is its value, unless that is null as well.
      //
      if (what == tag::nullable && v[0][0] != static_cast<char> (tag::null) &&
          v[0][0] != static_cast<char> (tag::nullable))
        return v[0];

      // It is the range of its elements in the order of their text.
      //
      if (what == tag::unordered)
      {
        node n (*this);
        n.what = tag::range;
        std::sort (n.parts.begin (), n.parts.end (),
                   [] (const node& a, const node& b)
                   { return text_of (a) < text_of (b); });
        return n.reference ();
      }

      if (what == tag::map)
      {
        std::vector<std::pair<std::string, std::string>> entries;
        for (std::size_t i (0); i != v.size (); i += 2)
          entries.emplace_back (v[i], v[i + 1]);
        std::sort (entries.begin (), entries.end ());

        v.clear ();
        for (const auto& e : entries)
        {
          v.push_back (e.first);
          v.push_back (e.second);
        }
      }

      std::string r (1, static_cast<char> (what));
      r += std::to_string (number) + ',' + std::to_string (text.size ()) +
           ',' + text + std::to_string (v.size ()) + ':';

      for (const std::string& s : v)
        r += std::to_string (s.size ()) + ',' + s;

      return r;
    }

    std::size_t identifiers () const
    {
      std::size_t n (what == tag::identifier ? 1 : 0);
      for (const node& p : parts)
        n += p.identifiers ();
      return n;
    }

    int pick (int n) const
    {
      return std::uniform_int_distribution<int> (0, n - 1) (*choice);
    }
  };

  // The order of entries in an unordered map.
  //
  struct less_text
  {
    bool operator() (const node& a, const node& b) const
    {
      return text_of (a) + ':' < text_of (b) + ':';
    }
  };

  struct same_reference
  {
    bool operator() (const node& a, const node& b) const
    {
      return a.reference () == b.reference ();
    }
  };

  struct hash_reference
  {
    std::size_t operator() (const node& n) const
    {
      return std::hash<std::string> () (n.reference ());
    }
  };
}

namespace odb_alkey
{
  namespace detail
  {
    template <>
    struct argument<tests::node, category::unknown>
    {
      static void write (arguments&, const tests::node&);

    private:
      static void write_integer (arguments&, const tests::node&);
      static void write_string (arguments&, const tests::node&);
      static void write_duration (arguments&, const tests::node&);
      static void write_range (arguments&, const tests::node&);
      static void write_unordered (arguments&, const tests::node&);
      static void write_tuple (arguments&, const tests::node&);
      static void write_map (arguments&, const tests::node&);
      static void write_nullable (arguments&, const tests::node&);
    };
  }
}

#endif // TESTS_INTEGRATION_ARGUMENTS_NODE_HXX
