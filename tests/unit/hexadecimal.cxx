#include <odb_alkey/support/hexadecimal.hxx>

#include <cstdint>
#include <cstdio>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace
{
  std::string text (std::uint64_t n)
  {
    char digits[16];
    return std::string (digits,
                        odb_alkey::support::write_hexadecimal (digits, n));
  }

  std::string expected (std::uint64_t n)
  {
    char digits[17];
    std::snprintf (digits, sizeof (digits), "%016llx",
                   static_cast<unsigned long long> (n));
    return digits;
  }
}

BOOST_AUTO_TEST_SUITE (hexadecimals)

BOOST_AUTO_TEST_CASE (every_digit_is_written_at_every_place)
{
  BOOST_TEST (text (0) == "0000000000000000");
  BOOST_TEST (text (0x0123456789abcdef) == "0123456789abcdef");

  for (std::uint64_t digit (0); digit != 16; ++digit)
    for (int shift (0); shift != 64; shift += 4)
      BOOST_TEST (text (digit << shift) == expected (digit << shift));
}

BOOST_AUTO_TEST_CASE (random_numbers_are_written_as_by_printf)
{
  unsigned seed (std::random_device {}());
  std::mt19937_64 random (seed);

  for (int i (0); i != 10000; ++i)
  {
    std::uint64_t n (random ());
    BOOST_TEST (text (n) == expected (n), "seed " << seed << ", " << n);
  }
}

BOOST_AUTO_TEST_CASE (digits_of_either_case_are_read_and_nothing_else)
{
  using odb_alkey::support::hexadecimal_digit;
  using odb_alkey::support::hexadecimal_value;
  using odb_alkey::support::upper_hexadecimal_digit;

  for (int c (0); c != 256; ++c)
  {
    int expected (-1);

    for (unsigned n (0); n != 16; ++n)
      if (static_cast<char> (c) == hexadecimal_digit (n) ||
          static_cast<char> (c) == upper_hexadecimal_digit (n))
        expected = static_cast<int> (n);

    BOOST_TEST (hexadecimal_value (static_cast<char> (c)) == expected);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
