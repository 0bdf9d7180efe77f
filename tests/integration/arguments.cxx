#include "arguments-text.hxx"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include <boost/optional.hpp>

#include <tests/support/foreign-locale.hxx>

using odb_alkey::identifier;
using tests::all_differ;
using tests::identifiers;
using tests::text;
using tests::texts;

// One argument at a time.

namespace
{
  enum color
  {
    red,
    green
  };

  enum class shape : unsigned char
  {
    circle,
    square = 255
  };

  enum class size : std::int64_t
  {
    small = -1,
    large = std::numeric_limits<std::int64_t>::max ()
  };

  struct point
  {
    int x;
    double y;
    bool flag;
  };

  std::ostream& operator<< (std::ostream& o, const point& p)
  {
    return o << p.x << ';' << p.y << ';' << p.flag;
  }

  struct measure
  {
    long double x;
  };

  std::ostream& operator<< (std::ostream& o, const measure& m)
  {
    return o << m.x;
  }

  // Prints, and is also true or false.
  //
  struct token
  {
    std::string value;

    operator bool () const
    {
      return !value.empty ();
    }

    friend std::ostream& operator<< (std::ostream& o, const token& t)
    {
      return o << t.value;
    }
  };

  namespace other
  {
    enum color
    {
      red
    };

    struct point
    {
      int x;
    };

    std::ostream& operator<< (std::ostream& o, const point& p)
    {
      return o << p.x << ";0;0";
    }
  }
}

BOOST_AUTO_TEST_SUITE (arguments)

BOOST_AUTO_TEST_CASE (text_of_every_kind_is_the_same)
{
  std::string s ("foo");
  const std::string c (s);
  const char* p ("foo");
  char array[] = "foo";
  char* q (array);
  char unterminated[] = {'f', 'o', 'o'};
  char longer[8] = "foo";

  BOOST_TEST (text (s) == "=foo");

  for (const std::string& t : texts (c, p, array, q, "foo", unterminated,
                                     longer, odb_alkey::text (s)))
    BOOST_TEST (t == text (s));

  BOOST_TEST (text ('f') == text ("f"));
  BOOST_TEST (text (std::string ("a\0b", 3)) != text ("a"));
}

BOOST_AUTO_TEST_CASE (whatever_bytes_text_holds_it_is_itself)
{
  std::vector<std::string> texts {text (""), text (" "), text ("  ")};

  for (int c (0); c != 256; ++c)
    if (c != ' ')
      texts.push_back (text (std::string (1, static_cast<char> (c))));

  for (const char* s : {"%00",          "%3B",          "a;b",
                        "a;=b",         "=a",           "null",
                        "true",         "1.0",          "1s",
                        "[]",           "()",           "{}",
                        "(a)",          "\xc3\xa4",     "a/b",
                        "a%2Fb",        "\r\n",         "?null",
                        "alkey:users",  "alkey:users#", "alkey:users#a/b",
                        "Alkey:users#1"})
    texts.push_back (text (s));

  texts.push_back (text (std::string ("\0", 1) + "a"));
  texts.push_back (text (std::string ("a\0", 2)));
  texts.push_back (text (std::string ("\0\0", 2)));
  all_differ (texts);

  // Safe in any cache: no spaces, nothing that does not print.
  //
  for (const std::string& t : texts)
    for (char c : t)
      BOOST_TEST ((c > 0x20 && c < 0x7f));
}

BOOST_AUTO_TEST_CASE (text_may_be_huge)
{
  std::string a (4 << 20, ';');
  std::string b (a);
  b.back () = ':';

  BOOST_CHECK (text (a) == "=" +
                             [&a]
                             {
                               std::string r;
                               for (std::size_t i (0); i != a.size (); ++i)
                                 r += "%3B";
                               return r;
                             }());
  BOOST_CHECK (text (a) != text (b));

  std::string i ("alkey:users#" + std::string (4 << 20, '1'));
  BOOST_CHECK (text (i) == i);
}

BOOST_AUTO_TEST_CASE (text_that_is_an_identifier_is_that_identifier)
{
  for (const char* s :
       {"alkey:users#1", "alkey:users#*", "alkey:*#*", "alkey:app.users#a%2Fb",
        "alkey:users#!", "alkey:Users2#-", "alkey:users#"})
  {
    BOOST_TEST_CONTEXT (s)
    {
      BOOST_TEST (text (s) == text (identifier (s)));
      BOOST_TEST (text (std::string (s)) == text (identifier (s)));
      BOOST_TEST (identifiers (s) == std::vector<std::string> (1, s));

      BOOST_TEST (text (odb_alkey::text (s)) != text (s));
      BOOST_TEST (identifiers (odb_alkey::text (s)).empty ());
    }
  }

  BOOST_TEST (text ("alkey:*#*") == text (odb_alkey::everything ()));

  // Parts of something longer, and what almost looks like one, are text.
  //
  for (const char* s :
       {" alkey:users#1", "alkey:users#1 ", "alkey:users#1\n", "alkey:users",
        "alkey:#1", "alkey:users#%41", "alkey:users#%2f", "alkey:*#1",
        "alkey:users#1#2", "alkey:users#1;alkey:users#2", "users#1", ""})
    BOOST_TEST (identifiers (s).empty (), s);

  BOOST_TEST (identifiers (std::string ("alkey:users#1\0", 14)).empty ());
}

BOOST_AUTO_TEST_CASE (numbers_count_by_value)
{
  BOOST_TEST (text (1) == "1");

  for (const std::string& t :
       texts (1U, 1L, 1ULL, short (1), std::int8_t (1), std::uint8_t (1)))
    BOOST_TEST (t == text (1));

  BOOST_TEST (text (0.5F) == text (0.5));
  BOOST_TEST (text (0.5L) == text (0.5));
  BOOST_TEST (text (-0.0) == text (0.0));
  BOOST_TEST (text (std::nan ("1")) == text (std::nanf ("2")));

  all_differ (texts (0, 1, -1, 10, 0.0, 1.0, -1.0, 1e10, 10000000000, 0.1,
                     0.1F, 0.1L, std::nextafter (0.1, 1.0), 1e300, 1e-300,
                     std::numeric_limits<double>::denorm_min (),
                     std::numeric_limits<double>::max (),
                     std::numeric_limits<long double>::max (),
                     std::numeric_limits<long double>::min (),
                     std::nextafter (1.0L, 2.0L), std::nextafter (1.0, 2.0),
                     HUGE_VAL, -HUGE_VAL, std::nan (""),
                     std::numeric_limits<std::int8_t>::max (),
                     std::numeric_limits<std::uint8_t>::max (),
                     std::numeric_limits<std::int64_t>::max (),
                     std::numeric_limits<std::uint64_t>::max (),
                     std::numeric_limits<std::int64_t>::min (), "1", "1.0",
                     true, "true", false, nullptr, "null", "nan", "inf"));
}

BOOST_AUTO_TEST_CASE (long_doubles_that_print_like_a_double_differ_from_it)
{
  for (long double x : {0.1L, 1.1L, 123456.789L, 1e-5L, 1e25L})
    BOOST_TEST (text (x) != text (static_cast<double> (x)), x);
}

BOOST_AUTO_TEST_CASE (enumerators_are_of_their_type)
{
  BOOST_TEST (text (red) == text (static_cast<color> (0)));

  all_differ (texts (red, green, other::red, shape::circle, shape::square,
                     size::small, size::large, 0, 1, 255));
}

BOOST_AUTO_TEST_CASE (what_prints_is_of_its_type)
{
  BOOST_TEST (text (point {1, 0, false}) == text (point {1, 0, false}));

  // However little they differ.
  //
  long double x (0.1L);
  long double y (std::nextafter (x, 1.0L));
  BOOST_TEST (text (measure {x}) != text (measure {y}));

  all_differ (texts (point {1, 0, false}, other::point {1}, "1;0;0",
                     point {1, 0.25, true}, token {"a"}, token {"b"},
                     token {""}, true, "a"));
}

BOOST_AUTO_TEST_CASE (the_locale_does_not_matter)
{
  auto each = []
  {
    using namespace std::chrono;
    return text (1234567, -1234567LL, 1.5, 1e30, 0.1F, 0.1L, true,
                 point {1234567, 1.5, true}, seconds (1234567),
                 duration<double> (1.5), shape::square,
                 std::map<std::string, double> {{"bar", 2.5}});
  };

  std::string before (each ());
  tests::foreign_locale l;
  std::ostringstream o;
  o << std::boolalpha << 1234567.5 << true;
  BOOST_REQUIRE (o.str () == "1,23457e+06wahr");
  BOOST_TEST (each () == before);
}

BOOST_AUTO_TEST_CASE (null_is_null_of_whatever_type)
{
  const char* p (nullptr);
  boost::optional<int> o;
  std::shared_ptr<std::string> s;
  std::weak_ptr<std::string> w;

  BOOST_TEST (text (nullptr) == "null");
  BOOST_TEST (text (p) == "null");
  BOOST_TEST (text (o) == "null");
  BOOST_TEST (text (s) == "null");
  BOOST_TEST (text (w) == "null");
  BOOST_TEST (text (odb::nullable<int> ()) == "null");
}

BOOST_AUTO_TEST_SUITE_END ()
