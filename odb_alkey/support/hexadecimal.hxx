#ifndef ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
#define ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX

#include <cstdint>

namespace odb_alkey
{
  namespace support
  {
    // Hexadecimal digits, which do not depend on the locale. Escapes are
    // written in upper case, everything else in lower case.

    // The digit of a number below 16.
    //
    inline char hexadecimal_digit (std::uint64_t n) noexcept
    {
      return "0123456789abcdef"[n];
    }

    inline char upper_hexadecimal_digit (std::uint64_t n) noexcept
    {
      return "0123456789ABCDEF"[n];
    }

    // The number that a digit of either case stands for, or -1 if the
    // character is no digit.
    //
    inline int hexadecimal_value (char c) noexcept
    {
      return c >= '0' && c <= '9'   ? c - '0'
             : c >= 'a' && c <= 'f' ? c - 'a' + 10
             : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                    : -1;
    }

    // Writes the 16 digits of a number. Returns where they end.
    //
    inline char* write_hexadecimal (char* to, std::uint64_t n) noexcept
    {
      for (int shift (60); shift >= 0; shift -= 4)
        *to++ = hexadecimal_digit (n >> shift & 15);

      return to;
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
