#ifndef ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
#define ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX

#include <cstdint>

namespace odb_alkey
{
  namespace support
  {
    // Hexadecimal digits, which no locale has a say in. Escapes are written
    // in upper case, everything else in lower case.

    // The digit of a number below 16; ten is the digit of ten.
    //
    inline char hexadecimal_digit (unsigned n, char ten = 'a') noexcept
    {
      return static_cast<char> (n < 10 ? '0' + static_cast<int> (n)
                                       : ten + static_cast<int> (n) - 10);
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
        *to++ = hexadecimal_digit (static_cast<unsigned> (n >> shift & 15));

      return to;
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
