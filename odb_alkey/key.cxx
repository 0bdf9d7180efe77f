#include <odb_alkey/key.hxx>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  std::string key::digest () const
  {
    const std::string& s (str ());
    XXH128_hash_t h (XXH3_128bits_withSeed (s.data (), s.size (), epoch_));

    std::string r;
    tokens::append_epoch (r, h.high64);
    tokens::append_epoch (r, h.low64);
    return r;
  }

  std::string key::etag () const
  {
    return '"' + digest () + '"';
  }
}
