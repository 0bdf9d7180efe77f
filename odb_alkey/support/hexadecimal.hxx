#ifndef ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
#define ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX

#include <cstdint>
#include <cstring>
#include <initializer_list>

namespace odb_alkey
{
  namespace support
  {
    // Writes the 16 lower-case hexadecimal digits of a number. Returns where
    // they end.
    //
    inline char* write_hexadecimal (char* to, std::uint64_t n) noexcept
    {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
      // Eight at a time, as the bytes of one word, the first digit being the
      // lowest: each step makes two numbers of half as many digits of one.
      //
      for (std::uint64_t half : {n >> 32, n & 0xFFFFFFFF})
      {
        std::uint64_t w (half >> 16 | (half & 0xFFFF) << 32);
        w = (w >> 8 & 0x000000FF000000FF) | (w & 0x000000FF000000FF) << 16;
        w = (w >> 4 & 0x000F000F000F000F) | (w & 0x000F000F000F000F) << 8;

        // Of those above nine.
        //
        std::uint64_t letters ((w + 0x0606060606060606) >> 4 &
                               0x0101010101010101);
        w += 0x3030303030303030 + letters * ('a' - '0' - 10);
        std::memcpy (to, &w, 8);
        to += 8;
      }

      return to;
#else
      for (int shift (60); shift >= 0; shift -= 4)
        *to++ = "0123456789abcdef"[n >> shift & 15];

      return to;
#endif
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_HEXADECIMAL_HXX
