#include <odb_alkey/redis/slot.hxx>

#include <algorithm>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // The remainders of all bytes, with the polynomial x^16 + x^12 + x^5
      // + 1.
      //
      struct remainders
      {
        std::uint16_t of[256];

        remainders () noexcept
        {
          for (unsigned byte (0); byte != 256; ++byte)
          {
            unsigned r (byte << 8);

            for (unsigned bit (0); bit != 8; ++bit)
              r = (r << 1) ^ ((r & 0x8000) != 0 ? 0x1021 : 0);

            of[byte] = static_cast<std::uint16_t> (r);
          }
        }
      };
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

      std::uint16_t r (0);

      for (; key != end; ++key)
        r = static_cast<std::uint16_t> (
          (r << 8) ^ table.of[(r >> 8) ^ static_cast<unsigned char> (*key)]);

      return r % slots;
    }
  }
}
