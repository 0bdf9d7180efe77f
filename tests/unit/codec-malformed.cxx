#include <odb_alkey/codec.hxx>

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/thrown.hxx>

using odb_alkey::codec;

namespace
{
  enum class colour : unsigned char
  {
    red
  };

  template <typename T>
  void check_malformed (const std::vector<std::string>& all)
  {
    for (const std::string& bytes : all)
      BOOST_TEST (
        tests::thrown<odb_alkey::exception> ([&] { codec<T>::decode (bytes); })
          .find ("stored bytes are not ") == 0U);
  }

  // No beginning of a well-formed text is well-formed, and neither is one with
  // more behind it.
  //
  template <typename T>
  void check_ends (const T& value)
  {
    const std::string bytes (codec<T>::encode (value));

    for (std::size_t n (0); n != bytes.size (); ++n)
      check_malformed<T> ({bytes.substr (0, n)});

    for (const char* more : {" ", ",", "0", "0:,", ";"})
      check_malformed<T> ({bytes + more});
  }
}

BOOST_AUTO_TEST_SUITE (malformed_values)

BOOST_AUTO_TEST_CASE (integers_are_whole_and_fit)
{
  check_malformed<int> ({"", "-", "+1", "-0", "00", "01", "-01", "1 ", " 1",
                         "1.0", "0x1", "true", "2147483648", "-2147483649",
                         "99999999999999999999", std::string ("1\0", 2)});
  check_malformed<unsigned> ({"-1", "4294967296"});
  check_malformed<signed char> ({"128", "-129"});
  check_malformed<unsigned char> ({"256", "-1"});
  check_malformed<unsigned long long> (
    {"18446744073709551616", "18446744073709551620", "184467440737095516150"});
  check_malformed<long long> (
    {"9223372036854775808", "-9223372036854775809", "-18446744073709551615"});
  check_malformed<colour> ({"256", "red"});
}

BOOST_AUTO_TEST_CASE (other_plain_values_are_what_they_are_written_as)
{
  check_malformed<bool> ({"", "1", "0", "True", "true "});
  check_malformed<char> ({"", "ab"});
  check_malformed<double> ({"", "1.0", "1", "3ff0000000000000",
                            "x3ff000000000000", "x3ff00000000000000",
                            "x3FF0000000000000", "x3ff000000000000g",
                            "x7ff8000000000001", "xfff8000000000000"});

  // A number is not rounded to that of a smaller type.
  //
  check_malformed<float> (
    {codec<double>::encode (0.1), codec<double>::encode (1e300),
     codec<double>::encode (-1e300), codec<double>::encode (1e-300)});
}

BOOST_AUTO_TEST_CASE (compounds_are_as_long_as_they_say)
{
  typedef std::vector<std::string> strings;
  typedef std::map<std::string, int> map;

  check_ends (strings {"a", "bc"});
  check_ends (std::vector<strings> {{"a"}, {}});
  check_ends (std::make_pair (1, std::string ("a")));
  check_ends (map {{"a", 1}, {"b", 2}});
  check_malformed<strings> ({"1;01:a,", "01;1:a,", "1;1:a;", "1;1;a,",
                             "1;+1:a,", "1;-1:a,", " 1;1:a,", "2;1:a,",
                             "0;1:a,", "-1;", "1:a,", "1;1:ab,", "1;2:a,"});
  check_malformed<map> ({"2;1:a,1:1,1:a,1:2,", "2;1:a,1:1,", "1;1:a,1:b,"});
  check_malformed<std::unordered_map<std::string, int>> (
    {"2;1:a,1:1,1:a,1:1,"});
  check_malformed<std::vector<int>> ({"1;1:a,"});
  check_malformed<odb::nullable<int>> ({"", "1", "2", "00", "1x"});
}

// More than there is memory for, and more than a number holds.
//
BOOST_AUTO_TEST_CASE (nothing_is_allocated_for_what_is_not_there)
{
  for (const char* n :
       {"1000000000000", "999999999999999999", "1000000000000000000",
        "18446744073709551615", "18446744073709551617"})
  {
    check_malformed<std::vector<std::string>> (
      {n + std::string (";"), n + std::string (";1:a,"),
       "1;" + std::string (n) + ":a,"});
    check_malformed<std::map<int, int>> ({n + std::string (";1:1,1:1,")});
  }
}

BOOST_AUTO_TEST_CASE (the_message_shows_the_bytes_and_what_was_expected)
{
  auto message = [] (const std::string& bytes)
  {
    return tests::thrown<odb_alkey::exception> (
      [&] { codec<unsigned char>::decode (bytes); });
  };

  BOOST_TEST (message ("300") ==
              "stored bytes are not an integer from 0 to 255: '300' (3 bytes):"
              " tell values of different types apart by an argument of their "
              "keys");
  BOOST_TEST (
    tests::says (message (std::string ("a\0%", 3)), "'a%00%25' (3 bytes)"));
  BOOST_TEST (message (std::string (100000, 'a')).size () < 200U);
}

BOOST_AUTO_TEST_SUITE_END ()
