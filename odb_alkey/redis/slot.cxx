#include <odb_alkey/redis/slot.hxx>

#include <algorithm>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // The remainders of each byte, and of each that up to three zeros
      // follow, with the polynomial x^16 + x^12 + x^5 + 1. The remainder of
      // four bytes is the sum of theirs, so that a step takes four.
      //
      struct remainders
      {
        std::uint16_t of[4][256];

        remainders () noexcept
        {
          for (unsigned byte (0); byte != 256; ++byte)
          {
            unsigned r (byte << 8);

            for (std::uint16_t (&all)[256] : of)
            {
              for (unsigned bit (0); bit != 8; ++bit)
                r = (r << 1) ^ ((r & 0x8000) != 0 ? 0x1021 : 0);

              all[byte] = static_cast<std::uint16_t> (r);
              r &= 0xffff;
            }
          }
        }
      };

      unsigned byte (char c) noexcept
      {
        return static_cast<unsigned char> (c);
      }
    }

    slot slot_of (const char* key, std::size_t size) noexcept
    {
      static const remainders table;

      const char* end (key + size);
      const char* open (std::find (key, end, '{'));
      const char* close (open != end ? std::find (open, end, '}') : end);

      if (close != end && close != open + 1)
      {
        key = open + 1;
        end = close;
      }

      unsigned r (0);

      for (; end - key >= 4; key += 4)
        r = table.of[3][(r >> 8) ^ byte (key[0])] ^
            table.of[2][(r & 0xff) ^ byte (key[1])] ^
            table.of[1][byte (key[2])] ^ table.of[0][byte (key[3])];

      for (; key != end; ++key)
        r = ((r << 8) & 0xffff) ^ table.of[0][(r >> 8) ^ byte (*key)];

      return static_cast<slot> (r % slots);
    }
  }
}
