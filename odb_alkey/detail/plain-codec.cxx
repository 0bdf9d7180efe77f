#include <odb_alkey/detail/plain-codec.hxx>

#include <cstddef>
#include <cstring>

#include <odb_alkey/support/decimal.hxx>
#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // The text of a floating-point number begins with this, so that it is
      // not that of an integer.
      //
      const char floating_mark = 'x';
      const std::size_t digits_of_64_bits = 16;

      const std::uint64_t infinity = 0x7FF0000000000000;
      const std::uint64_t sign = 0x8000000000000000;
      const std::uint64_t not_a_number = 0x7FF8000000000000;

      bool is_not_a_number (std::uint64_t bits) noexcept
      {
        return (bits & ~sign) > infinity;
      }
    }

    std::string integer_text (const integer_value& n)
    {
      support::decimal d (n.magnitude);
      return (n.negative ? "-" : "") + std::string (d.data (), d.size ());
    }

    bool read_integer (const std::string& s, integer_value& n) noexcept
    {
      n = {!s.empty () && s[0] == '-', 0};
      std::size_t i (n.negative ? 1 : 0);

      // Neither leading zeros nor a zero with a sign.
      //
      if (i == s.size () || (s[i] == '0' && s.size () != 1))
        return false;

      for (; i != s.size (); ++i)
      {
        const unsigned digit (static_cast<unsigned> (s[i]) - '0');
        const std::uint64_t most (~std::uint64_t (0));

        if (digit > 9 || n.magnitude > (most - digit) / 10)
          return false;

        n.magnitude = n.magnitude * 10 + digit;
      }

      return true;
    }

    std::string floating_text (double x)
    {
      static_assert (sizeof (double) == sizeof (std::uint64_t),
                     "a double has 64 bits");
      std::uint64_t bits;
      std::memcpy (&bits, &x, sizeof (bits));

      if (is_not_a_number (bits))
        bits = not_a_number;

      char text[1 + digits_of_64_bits];
      text[0] = floating_mark;
      support::write_hexadecimal (text + 1, bits);
      return std::string (text, sizeof (text));
    }

    bool read_floating (const std::string& s, double& x) noexcept
    {
      if (s.size () != 1 + digits_of_64_bits || s[0] != floating_mark)
        return false;

      std::uint64_t bits (0);

      for (std::size_t i (1); i != s.size (); ++i)
      {
        const char c (s[i]);

        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
          return false;

        bits = bits << 4 |
               static_cast<unsigned> (c <= '9' ? c - '0' : c - 'a' + 10);
      }

      if (is_not_a_number (bits) && bits != not_a_number)
        return false;

      std::memcpy (&x, &bits, sizeof (x));
      return true;
    }
  }
}
