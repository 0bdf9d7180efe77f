#include "arguments-text.hxx"

#include <array>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include <boost/optional.hpp>

#include <odb/nullable.hxx>

using std::make_pair;
using std::make_tuple;
using tests::all_differ;
using tests::identifiers;
using tests::text;
using tests::texts;
using strings = std::vector<std::string>;

// Several arguments, and those that are made of others.

BOOST_AUTO_TEST_SUITE (compound_arguments)

BOOST_AUTO_TEST_CASE (neighbours_keep_apart)
{
  all_differ ({text ("a", "b/c"),
               text ("a/b", "c"),
               text ("a;b", "c"),
               text ("a", "b;c"),
               text ("a;=b;=c"),
               text ("a", "b", "c"),
               text ("a", "b", ""),
               text ("a", "b"),
               text ("", "a", "b"),
               text ("a", "", "b"),
               text ("ab"),
               text (),
               text (""),
               text ("", ""),
               text (strings ()),
               text (strings {""}),
               text (strings {"", ""}),
               text (strings {"a", "b"}),
               text (strings {"a"}, "b"),
               text (strings {"a"}, strings {"b"}),
               text (make_tuple ("a", "b")),
               text (make_tuple ("a"), "b"),
               text (std::tuple<> ()),
               text (std::map<int, int> ()),
               text (11, 1),
               text (1, 11),
               text (111),
               text (1, 1, 1)});
}

BOOST_AUTO_TEST_CASE (the_map_of_the_manual_is_written_so)
{
  std::map<std::string, std::string> m {{"bar", "baz"}};

  BOOST_TEST (text ("alkey:users#1", 1, "foo", m) ==
              "alkey:users#1;1;=foo;{=bar:=baz}");
}

BOOST_AUTO_TEST_CASE (ranges_are_their_elements_in_order)
{
  std::vector<int> v {1, 2, 3};
  int array[] = {1, 2, 3};

  BOOST_TEST (text (v) == "[1;2;3]");

  for (const std::string& t :
       texts (array, std::list<int> {1, 2, 3}, std::deque<long> {1, 2, 3},
              std::set<int> {3, 2, 1}, std::array<short, 3> {{1, 2, 3}},
              std::forward_list<unsigned> {1, 2, 3}))
    BOOST_TEST (t == text (v));

  all_differ ({text (v), text (std::vector<int> {3, 2, 1}),
               text (std::vector<int> {1, 2}), text (make_tuple (1, 2, 3)),
               text (1, 2, 3), text (std::vector<std::string> {"1;2;3"}),
               text (std::vector<double> {1, 2, 3}),
               text (std::vector<bool> {true, false, true}),
               text (std::vector<std::vector<int>> {{1, 2}, {3}}),
               text (std::vector<std::vector<int>> {{1}, {2, 3}}),
               text (std::vector<std::vector<int>> {{1, 2, 3}}),
               text (std::vector<std::vector<int>> {{1, 2, 3}, {}}),
               text (std::vector<std::vector<int>> {{}, {1, 2, 3}})});
}

BOOST_AUTO_TEST_CASE (wide_literals_are_the_strings_of_the_same_characters)
{
  wchar_t array[8] = L"wide";
  const wchar_t* pointer (array);
  wchar_t unterminated[] = {L'w', L'i', L'd', L'e'};

  for (const std::string& t :
       texts (L"wide", array, pointer, unterminated, u"wide", U"wide"))
    BOOST_TEST (t == text (std::wstring (L"wide")));

  BOOST_TEST (text (std::wstring (L"wide")) == "[119;105;100;101]");
  BOOST_TEST (text (u"\xe4") == text (std::u16string (u"\xe4")));
  BOOST_TEST (text (U"\U0001f600") == text (std::u32string (U"\U0001f600")));
  BOOST_TEST (text (L"") == text (std::wstring ()));
  BOOST_TEST (text (L"a\0b") == text (L"a"));
  BOOST_TEST (text (static_cast<const char16_t*> (nullptr)) == "null");
  all_differ (texts (L"a", L"", "a", L'a', std::wstring (1, L'\0'), L"aa"));
  BOOST_TEST (text (std::make_pair (1, L"a")) ==
              text (std::make_pair (1, std::wstring (L"a"))));
}

BOOST_AUTO_TEST_CASE (tuples_and_pairs_are_their_parts)
{
  int one (1);
  std::string two ("2");

  BOOST_TEST (text (make_pair (1, "2")) == text (make_tuple (1, two)));
  BOOST_TEST (text (std::tie (one, two)) == text (make_tuple (1, two)));
  BOOST_TEST (text (make_pair (1, make_pair (2, 3))) ==
              text (make_tuple (1, make_tuple (2, 3))));

  all_differ ({text (make_tuple (1, 2, 3)),
               text (make_tuple (1, make_tuple (2, 3))),
               text (make_tuple (make_tuple (1, 2), 3)),
               text (make_tuple (make_tuple (1, 2, 3))),
               text (make_tuple (1, 2), 3), text (make_pair (1, "2"))});
}

BOOST_AUTO_TEST_CASE (maps_are_their_entries)
{
  typedef std::map<std::string, std::string> map;

  BOOST_TEST (text (map {{"a", "1"}, {"b", "2"}}) ==
              text (map {{"b", "2"}, {"a", "1"}}));

  all_differ (texts (
    map {{"a", "b"}}, map {{"b", "a"}}, map {{"a:=b", ""}}, map {{"a", ":=b"}},
    map {{"a", "b"}, {"c", "d"}}, map {{"a", "b;=c:=d"}}, map {{"a", ""}},
    map {{"", "a"}}, map {}, strings {"a", "b"},
    std::vector<std::pair<std::string, std::string>> {{"a", "b"}},
    std::multimap<std::string, std::string> {{"a", "b"}, {"a", "b"}},
    std::map<std::string, map> {{"a", {{"b", "c"}}}},
    std::map<std::string, int> {{"a", 1}}, map {{"a", "1"}},
    std::map<int, std::string> {{1, "a"}}));
}

BOOST_AUTO_TEST_CASE (unordered_containers_have_no_order)
{
  std::unordered_set<std::string> a;
  std::unordered_set<std::string> b (1000);
  std::unordered_map<int, std::string> m;
  std::unordered_map<int, std::string> n (1000);
  std::unordered_multiset<int> c {1, 2, 1, 3};
  std::unordered_multiset<int> d (1000);

  for (int i (0); i != 100; ++i)
  {
    a.insert (std::to_string (i));
    b.insert (std::to_string (99 - i));
    m.emplace (i, "alkey:users#" + std::to_string (i % 7));
    n.emplace (99 - i, "alkey:users#" + std::to_string ((99 - i) % 7));
  }

  for (int i : {3, 1, 2, 1})
    d.insert (i);

  BOOST_TEST (!std::equal (a.begin (), a.end (), b.begin ()));
  BOOST_TEST (text (a) == text (b));
  BOOST_TEST (text (m) == text (n));
  BOOST_TEST (identifiers (m) == identifiers (n));
  BOOST_TEST (text (c) == text (d));
  BOOST_TEST (text (c) != text (std::unordered_set<int> {1, 2, 3}));
  BOOST_TEST (text (strings {"a"}, std::vector<decltype (a)> {a, b}) ==
              text (strings {"a"}, std::vector<decltype (a)> {b, a}));

  n[5] = "alkey:users#6";
  b.erase ("7");
  BOOST_TEST (text (a) != text (b));
  BOOST_TEST (text (m) != text (n));
}

BOOST_AUTO_TEST_CASE (sets_of_pointers_are_not_in_the_order_of_addresses)
{
  typedef std::shared_ptr<int> pointer;
  pointer p (std::make_shared<int> (0));
  pointer q (std::make_shared<int> (1));
  std::set<pointer> s {p, q};
  std::map<pointer, int> m {{p, 10}, {q, 11}};

  for (int i (0); i != 2; ++i)
  {
    BOOST_TEST (text (s) == "[0;1]");
    BOOST_TEST (text (m) == "{0:10;1:11}");
    std::swap (*p, *q);
    std::swap (m[p], m[q]);
  }
}

BOOST_AUTO_TEST_CASE (nullables_are_their_value)
{
  BOOST_TEST (text (odb::nullable<int> (5)) == text (5));
  BOOST_TEST (text (boost::optional<int> (5)) == text (5));
  BOOST_TEST (text (boost::optional<bool> (false)) == text (false));
  BOOST_TEST (text (std::make_shared<int> (5)) == text (5));
  BOOST_TEST (text (std::unique_ptr<std::string> (new std::string ("a"))) ==
              text ("a"));
  BOOST_TEST (text (boost::optional<std::string> ("alkey:users#1")) ==
              text ("alkey:users#1"));

  typedef boost::optional<int> inner;
  typedef boost::optional<inner> outer;
  typedef boost::optional<outer> outermost;

  BOOST_TEST (text (outer (inner (5))) == text (5));

  all_differ (texts (outermost (), outermost (outer ()),
                     outermost (outer (inner ())), 0, "",
                     std::vector<inner> {inner ()}, std::vector<inner> ()));

  BOOST_TEST (text (outer (inner ())) ==
              text (boost::optional<const char*> (nullptr)));
}

BOOST_AUTO_TEST_CASE (identifiers_count_however_deep_they_are)
{
  std::map<std::string, std::vector<boost::optional<std::string>>> m {
    {"alkey:users#1", {std::string ("alkey:users#2"), boost::none}},
    {"x", {std::string ("alkey:users#*")}}};

  BOOST_TEST (identifiers ("alkey:*#*", make_tuple (1, m)) ==
              (strings {"alkey:*#*", "alkey:users#1", "alkey:users#2",
                        "alkey:users#*"}));
}

BOOST_AUTO_TEST_SUITE_END ()
