#include <odb_alkey/support/decimal.hxx>

#include <cstdint>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::support::decimal;
using odb_alkey::support::read_decimal;

namespace
{
  std::string text (std::uint64_t n)
  {
    decimal d (n);
    return std::string (d.data (), d.size ());
  }
}

BOOST_AUTO_TEST_SUITE (decimals)

BOOST_AUTO_TEST_CASE (numbers_of_any_length_have_their_digits)
{
  BOOST_TEST (text (0) == "0");
  BOOST_TEST (text (std::numeric_limits<std::uint64_t>::max ()) ==
              "18446744073709551615");

  for (std::uint64_t n (1); n < 1000000000000000000U; n *= 10)
    for (std::uint64_t m : {n - 1, n, n + 1, 7 * n})
      BOOST_TEST (text (m) == std::to_string (m));
}

BOOST_AUTO_TEST_CASE (digits_of_any_length_are_read)
{
  for (const char* behind : {"", " ", "/2345678", ":2345678", "\xb1"})
    for (std::size_t size (0); size != 19; ++size)
    {
      std::string digits (std::string ("907856341290785634").substr (0, size));
      std::string s (digits + behind);
      std::uint64_t n (7);
      const char* end (read_decimal (s.data (), s.data () + s.size (), n));

      BOOST_TEST (end - s.data () == static_cast<long> (size));
      BOOST_TEST (n == (size != 0 ? std::stoull (digits) : 0U));
    }
}

BOOST_AUTO_TEST_CASE (no_more_digits_are_read_than_fit)
{
  std::string s (30, '9');
  std::uint64_t n;
  const char* end (read_decimal (s.data (), s.data () + s.size (), n));
  BOOST_TEST (end - s.data () == 18);
  BOOST_TEST (n == 999999999999999999U);
}

// Any other character ends the digits, wherever it is.
//
BOOST_AUTO_TEST_CASE (no_other_byte_is_a_digit)
{
  for (int c (0); c != 256; ++c)
    for (std::size_t at (0); at != 8; ++at)
    {
      std::string s ("12345678");
      s[at] = static_cast<char> (c);
      bool digit (c >= '0' && c <= '9');
      std::uint64_t n;
      const char* end (read_decimal (s.data (), s.data () + s.size (), n));
      BOOST_TEST (end - s.data () == static_cast<long> (digit ? 8 : at));
    }
}

BOOST_AUTO_TEST_SUITE_END ()
