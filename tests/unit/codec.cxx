#include <odb_alkey/codec.hxx>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::codec;

namespace
{
  enum class colour : signed char
  {
    red = 1,
    none = -1
  };

  enum plain_enumeration
  {
    first,
    second
  };

  enum class own
  {
    one
  };

  // It is written so, and read again.
  //
  template <typename T>
  void check (const T& value, const std::string& bytes)
  {
    BOOST_TEST (codec<T>::encode (value) == bytes);
    BOOST_TEST ((codec<T>::decode (bytes) == value), bytes);
  }

  template <typename T>
  void check_limits ()
  {
    typedef std::numeric_limits<T> limits;

    for (T n : {limits::min (), limits::max (), T (limits::min () + 1),
                T (limits::max () - 1), T (0), T (1)})
      check (n, std::to_string (n));
  }
}

namespace odb_alkey
{
  // A user's own comes first.
  //
  template <>
  struct codec<own>
  {
    static std::string encode (own)
    {
      return "my own";
    }

    static own decode (const std::string&)
    {
      return own::one;
    }
  };
}

BOOST_AUTO_TEST_SUITE (codecs)

BOOST_AUTO_TEST_CASE (integers_of_any_width_are_the_same_text)
{
  check_limits<signed char> ();
  check_limits<unsigned char> ();
  check_limits<short> ();
  check_limits<unsigned short> ();
  check_limits<int> ();
  check_limits<unsigned> ();
  check_limits<long> ();
  check_limits<unsigned long> ();
  check_limits<long long> ();
  check_limits<unsigned long long> ();
  check (-7, "-7");
  check (char32_t (7), "7");
  BOOST_TEST (codec<int>::decode (codec<std::uint64_t>::encode (7)) == 7);
}

BOOST_AUTO_TEST_CASE (plain_values_have_one_text)
{
  check (true, "true");
  check (false, "false");
  check ('\xff', "\xff");
  check ('\0', std::string (1, '\0'));
  check (colour::red, "1");
  check (colour::none, "-1");
  check (second, "1");
  check (own::one, "my own");
}

BOOST_AUTO_TEST_CASE (floating_point_numbers_are_exact)
{
  check (1.0, "x3ff0000000000000");
  check (1.0f, "x3ff0000000000000");
  check (-0.1, "xbfb999999999999a");
  check (0.1f, "x3fb99999a0000000");
  BOOST_TEST (std::signbit (codec<double>::decode ("x8000000000000000")));

  const double infinity (std::numeric_limits<double>::infinity ());
  check (infinity, "x7ff0000000000000");
  check (-std::numeric_limits<float>::infinity (), "xfff0000000000000");
  check (std::numeric_limits<double>::denorm_min (), "x0000000000000001");
  check (std::numeric_limits<float>::denorm_min (), "x36a0000000000000");
  check (std::numeric_limits<double>::max (), "x7fefffffffffffff");
  check (std::numeric_limits<float>::max (), "x47efffffe0000000");

  for (double sign : {1.0, -1.0})
  {
    const double nan (
      std::copysign (std::numeric_limits<double>::quiet_NaN (), sign));
    const std::string bytes (codec<double>::encode (nan));
    BOOST_TEST (bytes == "x7ff8000000000000");
    BOOST_TEST (std::isnan (codec<double>::decode (bytes)));
    BOOST_TEST (std::isnan (codec<float>::decode (bytes)));
  }
}

BOOST_AUTO_TEST_CASE (compounds_are_netstrings)
{
  typedef std::vector<std::string> strings;

  check (std::make_pair (7, std::string ("a,b")), "1:7,3:a,b,");
  check (strings {}, "0;");
  check (strings {""}, "1;0:,");
  check (strings {"a", "bc"}, "2;1:a,2:bc,");
  check (strings {"a,1:b"}, "1;5:a,1:b,");
  check (std::vector<bool> {true, false}, "2;4:true,5:false,");
  check (std::vector<double> {1}, "1;17:x3ff0000000000000,");
  check (std::vector<strings> {{}, {"a"}}, "2;2:0;,6:1;1:a,,");
  check (std::map<int, std::string> {{2, "b"}, {1, "a"}},
         "2;1:1,1:a,1:2,1:b,");
  check (std::unordered_map<std::string, int> {{"a", 1}}, "1;1:a,1:1,");
  check (
    std::map<std::string, std::vector<std::pair<int, bool>>> {
      {"a", {{1, true}}}, {"b", {}}},
    "2;1:a,17:1;11:1:1,4:true,,,1:b,2:0;,");

  // Bytes are a string still, and an element like any other one.
  //
  check (std::vector<char> {'a', '\0'}, std::string ("a\0", 2));
  check (std::vector<std::vector<char>> {{'a'}}, "1;1:a,");

  std::vector<int> many (1000, 12345);
  BOOST_TEST ((codec<std::vector<int>>::decode (
                 codec<std::vector<int>>::encode (many)) == many));
}

BOOST_AUTO_TEST_CASE (what_may_be_missing_says_so)
{
  typedef odb::nullable<int> nullable;
  BOOST_TEST (codec<nullable>::encode (nullable ()) == "0");
  BOOST_TEST (codec<nullable>::encode (nullable (5)) == "15");
  BOOST_TEST (codec<nullable>::decode ("0").null ());
  BOOST_TEST (*codec<nullable>::decode ("15") == 5);
  BOOST_TEST (codec<std::vector<nullable>>::encode (
                {nullable (), nullable (0)}) == "2;1:0,2:10,");
}

BOOST_AUTO_TEST_SUITE_END ()
