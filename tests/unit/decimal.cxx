#include <odb_alkey/decimal.hxx>

#include <cstdint>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::decimal;

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

BOOST_AUTO_TEST_SUITE_END ()
