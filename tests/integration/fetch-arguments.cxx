// Lists of arguments refer to nothing: those that outlive what they were made
// of lead to the keys of what it was.

#include <odb_alkey/cache.hxx>

#include <chrono>
#include <cstring>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <boost/utility/string_view.hpp>

#include <odb/nullable.hxx>

#include "fetching.hxx"

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::fetch_options;
using odb_alkey::identifier;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::minutes;
using tests::computes;
using tests::computes_each;

namespace
{
  // Long enough for a string to allocate.
  //
  const std::string
    long_name ("a name that is longer than strings are by heart");
  const std::string other_name ("another name that is as long as that one is");

  // Writes over what a function that has returned left on the stack.
  //
  void __attribute__ ((noinline)) scribble ()
  {
    volatile unsigned char bytes[8192];
    for (volatile unsigned char& b : bytes)
      b = 0x5a;
  }

  struct fixture: tests::two_processes
  {
    fixture (): here (*reader) {}

    // The key that a list leads to, after what it was made of is gone.
    //
    template <typename L>
    std::string key_of (const L& list)
    {
      scribble ();
      std::vector<key> keys;
      fetch_options o;
      o.keys = &keys;
      here.fetch (list, minutes (10), computes ("v"), o);
      return keys.at (0).str ();
    }

    template <typename L>
    std::vector<std::string> keys_of (const std::vector<L>& lists)
    {
      scribble ();
      std::vector<key> keys;
      fetch_options o;
      o.keys = &keys;
      here.fetch_many (lists, minutes (10), computes_each ("v"), o);

      std::vector<std::string> r;
      for (const key& k : keys)
        r.push_back (k.str ());
      return r;
    }

    template <typename... A>
    std::string expected (const A&... a)
    {
      return reader->cache_key (a...).str ();
    }

    cache here;
  };
}

BOOST_FIXTURE_TEST_SUITE (fetch_arguments, fixture)

BOOST_AUTO_TEST_CASE (parameters_by_value_are_owned)
{
  auto page = [] (unsigned long id)
  {
    return args (all<shelf> (), id, "teaser");
  };
  std::vector<decltype (page (0))> pages;
  for (unsigned long id : {11UL, 22UL, 33UL})
    pages.push_back (page (id));

  BOOST_TEST ((keys_of (pages) == std::vector<std::string> {
                                    expected (all<shelf> (), 11, "teaser"),
                                    expected (all<shelf> (), 22, "teaser"),
                                    expected (all<shelf> (), 33, "teaser")}));

  auto by_name = [] (std::string n)
  {
    return args (all<shelf> (), n);
  };
  std::vector<decltype (by_name (long_name))> names {by_name (long_name),
                                                     by_name (other_name)};

  BOOST_TEST ((keys_of (names) == std::vector<std::string> {
                                    expected (all<shelf> (), long_name),
                                    expected (all<shelf> (), other_name)}));
}

BOOST_AUTO_TEST_CASE (locals_and_temporaries_are_owned)
{
  auto locals = []
  {
    std::string s (long_name);
    std::vector<std::string> v {long_name, other_name};
    std::map<std::string, double> m {{long_name, 0.5}};
    odb::nullable<std::string> n (other_name);
    std::pair<const char*, int> p (s.c_str (), 7);
    auto t (std::make_tuple (s, boost::string_view (s), &s[0]));
    bool b (true);
    char c ('c');
    return args (s, v, m, n, p, t, b, c, std::chrono::seconds (5),
                 identifier ("alkey:shelf#7"), odb_alkey::text (s), nullptr);
  };

  BOOST_TEST (
    key_of (locals ()) ==
    expected (long_name, std::vector<std::string> {long_name, other_name},
              std::map<std::string, double> {{long_name, 0.5}}, other_name,
              std::make_pair (long_name, 7),
              std::make_tuple (long_name, long_name, long_name), true, 'c',
              std::chrono::seconds (5), "alkey:shelf#7", long_name, nullptr));

  auto temporaries =
    [] () -> decltype (args (std::string (), std::vector<int> ()))
  {
    return args (std::string (long_name), std::vector<int> {1, 2});
  };
  BOOST_TEST (key_of (temporaries ()) ==
              expected (long_name, std::vector<int> {1, 2}));
}

BOOST_AUTO_TEST_CASE (views_pointers_and_arrays_of_characters_are_owned)
{
  auto view = []
  {
    std::string s (long_name);
    return args (boost::string_view (s), s.c_str ());
  };
  BOOST_TEST (key_of (view ()) == expected (long_name, long_name));

  // The array is no literal, although it has the type of one.
  //
  auto array = []
  {
    char a[64] = {};
    std::strcpy (a, long_name.c_str ());
    const char (&b)[64](a);
    return args (a, b);
  };
  BOOST_TEST (key_of (array ()) == expected (long_name, long_name));

  auto views = []
  {
    std::string s (long_name);
    std::vector<boost::string_view> v {s, s};
    std::list<const char*> l {s.c_str ()};
    return args (v, l);
  };
  BOOST_TEST (key_of (views ()) ==
              expected (std::vector<std::string> (2, long_name),
                        std::vector<std::string> {long_name}));
}

BOOST_AUTO_TEST_CASE (objects_and_pointers_to_them_are_owned)
{
  unsigned long id (x.id);

  auto objects = [&]
  {
    std::shared_ptr<shelf> s (load (id));
    shelf copy (*s);
    std::unique_ptr<shelf> u (new shelf (*s));
    std::weak_ptr<shelf> w (s);
    std::vector<shelf*> v {s.get (), &copy};
    std::unordered_map<int, std::shared_ptr<shelf>> m {{1, s}, {2, s}};
    return args (*s, s, copy, &copy, u, w, v, m, one<shelf> (id),
                 std::shared_ptr<shelf> ());
  };

  auto o (one<shelf> (id));
  typedef decltype (o) by_id;
  BOOST_TEST (key_of (objects ()) ==
              expected (o, o, o, o, o, o, std::vector<by_id> {o, o},
                        std::map<int, by_id> {{1, o}, {2, o}}, o, nullptr));
}

BOOST_AUTO_TEST_CASE (an_object_is_as_old_as_it_was_when_it_was_named)
{
  std::shared_ptr<shelf> s (load (x.id));
  auto old (args (s, "page"));
  commit ([&] { db->update (x); });
  wait_for_resets ();

  std::vector<key> keys;
  fetch_options o;
  o.keys = &keys;
  auto f (computes ("v"));

  reader->refresh ();
  s = load (x.id);
  here.fetch (old, minutes (10), f, o);
  here.fetch (args (s, "page"), minutes (10), f, o);
  BOOST_TEST (!keys[0].storable ());
  BOOST_TEST (keys[1].storable ());
}

BOOST_AUTO_TEST_CASE (lists_are_copied_and_moved)
{
  std::vector<int> numbers (1000, 7);
  std::vector<std::string> keys {
    expected (all<shelf> (), 7), expected (numbers, all<shelf> ()),
    expected (),
    expected (std::vector<decltype (one<shelf> (1))> (9, one<shelf> (1)))};

  auto seven (args (all<shelf> (), 7));
  auto many (args (numbers, all<shelf> ()));
  auto none (args ());
  auto ids (args (std::vector<decltype (one<shelf> (1))> (9, one<shelf> (1))));

  // They are of one type, whatever they are made of.
  //
  std::vector<decltype (seven)> lists {seven, many, none, ids};
  BOOST_TEST ((keys_of (lists) == keys));

  std::vector<decltype (seven)> copies (lists);
  std::swap (lists[0], lists[1]);
  std::swap (lists[2], lists[3]);
  std::swap (keys[0], keys[1]);
  std::swap (keys[2], keys[3]);
  BOOST_TEST ((keys_of (lists) == keys));

  copies[2] = copies[1];
  copies[1] = std::move (copies[0]);
  copies[0] = copies[3];
  BOOST_TEST ((keys_of (copies) ==
               std::vector<std::string> {keys[2], keys[1], keys[0], keys[2]}));
}

BOOST_AUTO_TEST_SUITE_END ()
