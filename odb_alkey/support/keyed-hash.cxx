#include <odb_alkey/support/keyed-hash.hxx>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace support
  {
    std::size_t keyed_hash::operator() (const std::string& s) const noexcept
    {
      static const XXH64_hash_t secret (random_bits ());

      return static_cast<std::size_t> (
        XXH3_64bits_withSeed (s.data (), s.size (), secret));
    }
  }
}
