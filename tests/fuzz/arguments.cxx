#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

#include <odb_alkey/detail/argument.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

#include <tests/integration/arguments-node.hxx>

#include "require.hxx"

// Two lists of arguments are written equal if and only if they are equal. The
// second is the first one with changes, so that they are nearly the same.

using namespace fuzz;
using tests::node;
using tests::tag;

namespace
{
  typedef std::vector<node> list;

  class trees
  {
  public:
    explicit trees (FuzzedDataProvider& in)
        : in_ (in), choice_ (std::make_shared<tests::generator> (
                      in.ConsumeIntegral<std::uint8_t> ()))
    {
    }

    std::size_t pick (std::size_t n)
    {
      return in_.ConsumeIntegralInRange<std::size_t> (0, n - 1);
    }

    node tree (unsigned depth)
    {
      static const tag compounds[] = {tag::range, tag::unordered, tag::tuple,
                                      tag::map, tag::nullable};

      if (depth == 0 || pick (3) == 0)
        return leaf ();

      node n {compounds[pick (5)], 0, "", {}, choice_};

      for (std::size_t i (n.what == tag::nullable ? 1
                          : n.what == tag::map    ? 2 * pick (3)
                                                  : pick (4));
           i != 0; --i)
        n.parts.push_back (tree (depth - 1));

      mend (n);
      return n;
    }

    // A change somewhere in it: to another one, or to one that could be taken
    // for it.
    //
    void change (node& n)
    {
      static const tag wraps[] = {tag::range, tag::tuple, tag::nullable};

      switch (pick (6))
      {
      case 0:
        n = tree (1);
        break;
      case 1:
        n = node {wraps[pick (3)], 0, "", {n}, choice_};
        break;
      case 2:
        if (n.parts.size () == 1)
          n = node (n.parts[0]);
        break;
      case 3:
        n = node {tag::string, 0, tests::text_of (n), {}, choice_};
        break;
      case 4:
        if (n.what == tag::range || n.what == tag::tuple)
          n.what = n.what == tag::range ? tag::tuple : tag::range;
        break;
      default:
        if (!n.parts.empty ())
          change (n.parts[pick (n.parts.size ())]);
        else if (n.what == tag::string || n.what == tag::first_printer)
          n.text = string ();
      }

      mend (n);
    }

    void change (list& l)
    {
      switch (pick (4))
      {
      case 0:
        l.push_back (tree (1));
        break;
      case 1:
        if (!l.empty ())
          l.erase (l.begin () +
                   static_cast<std::ptrdiff_t> (pick (l.size ())));
        break;
      default:
        if (!l.empty ())
          change (l[pick (l.size ())]);
      }
    }

  private:
    // A text that is an identifier is one. The keys of a map differ, and a
    // tuple has three elements.
    //
    static void mend (node& n)
    {
      if (n.what == tag::string && odb_alkey::identifier::valid (n.text))
        n.what = tag::identifier;

      if (n.what == tag::tuple && n.parts.size () > 3)
        n.parts.resize (3);

      if (n.what == tag::map && n.parts.size () == 4 &&
          tests::same_reference () (n.parts[0], n.parts[2]))
        n.parts.resize (2);
    }

    std::string string ()
    {
      return in_.ConsumeRandomLengthString (12);
    }

    int number (int from, int to)
    {
      return in_.ConsumeIntegralInRange<int> (from, to);
    }

    // The numbers are such as all types of their kind hold.
    //
    node leaf ()
    {
      static const tag leaves[] = {
        tag::integer,       tag::floating,       tag::boolean,
        tag::null,          tag::first_enum,     tag::second_enum,
        tag::first_printer, tag::second_printer, tag::duration,
        tag::time_point,    tag::identifier,     tag::string,
        tag::null};

      node n {leaves[pick (13)], 0, "", {}, choice_};

      switch (n.what)
      {
      case tag::boolean:
        n.number = number (0, 1);
        break;
      case tag::second_enum:
        n.number = number (0, 127);
        break;
      case tag::duration:
        n.number = 500 * number (-127, 127);
        break;
      case tag::null:
        break;
      case tag::identifier:
        n.text = "alkey:users#" + odb_alkey::detail::escape (string ());
        break;
      case tag::string:
      case tag::first_printer:
      case tag::second_printer:
        n.text = string ();
        break;
      default:
        n.number = number (-127, 127);
      }

      mend (n);
      return n;
    }

    FuzzedDataProvider& in_;
    std::shared_ptr<tests::generator> choice_;
  };

  template <typename T>
  std::string text (const T& value)
  {
    odb_alkey::detail::table_names names;
    odb_alkey::detail::arguments to (names);
    odb_alkey::detail::add (to, value);
    return to.text;
  }

  // This does what add_all () does, whose number of arguments the compiler
  // knows.
  //
  std::string text (const list& l)
  {
    odb_alkey::detail::table_names names;
    odb_alkey::detail::arguments to (names);
    std::size_t identifiers (0);

    for (const node& n : l)
    {
      if (&n != &l.front ())
        to.text += ';';

      odb_alkey::detail::add (to, n);
      identifiers += n.identifiers ();
    }

    require (to.identifiers.size () == identifiers,
             "each identifier is noted");

    for (const odb_alkey::detail::arguments::identifier_ref& s :
         to.identifiers)
      require (odb_alkey::identifier::valid (to.text.substr (s.begin, s.size)),
               "an identifier is where it is noted");

    return to.text;
  }

  std::string reference (const list& l)
  {
    std::string r (std::to_string (l.size ()));

    for (const node& n : l)
    {
      std::string one (n.reference ());
      r += ';' + std::to_string (one.size ()) + ',' + one;
    }

    return r;
  }

  void check_lists (FuzzedDataProvider& in)
  {
    trees t (in);
    list a (t.pick (4), node {tag::null, 0, "", {}, nullptr});

    for (node& n : a)
      n = t.tree (static_cast<unsigned> (t.pick (3)));

    list b (a);

    for (std::size_t changes (t.pick (3)); changes != 0; --changes)
      t.change (b);

    require ((text (a) == text (b)) == (reference (a) == reference (b)),
             "lists are written equal if they are");
  }

  template <typename T, typename U>
  void check_numbers (T a, U b, bool equal)
  {
    require ((text (a) == text (b)) == equal,
             "numbers are written equal if they are");
  }

  void check_numbers (FuzzedDataProvider& in)
  {
    std::int64_t i (in.ConsumeIntegral<std::int64_t> ());
    std::int64_t j (in.ConsumeBool () ? i
                                      : in.ConsumeIntegral<std::int64_t> ());
    std::uint64_t u (static_cast<std::uint64_t> (j));
    check_numbers (i, j, i == j);
    check_numbers (i, u, i == j && j >= 0);

    double x (in.ConsumeFloatingPoint<double> ());
    double y (in.ConsumeBool () ? std::nextafter (x, 0.0)
                                : in.ConsumeFloatingPoint<double> ());
    float f (static_cast<float> (y));
    check_numbers (x, y, !(x < y || y < x));
    check_numbers (y, f, !(y < double (f) || double (f) < y));
    check_numbers (i, x, false);
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  FuzzedDataProvider in (data, size);

  if (in.ConsumeBool ())
    check_lists (in);
  else
    check_numbers (in);

  return 0;
}
