#ifndef ODB_ALKEY_SUPPORT_KEYED_HASH_HXX
#define ODB_ALKEY_SUPPORT_KEYED_HASH_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace support
  {
    // For tables of texts that come from outside, such as ids: somebody who
    // chooses them can make those of std::hash collide, and so a table as slow
    // as a list. This one has a secret of the process.
    //
    struct keyed_hash
    {
      std::size_t operator() (const std::string&) const noexcept;
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_KEYED_HASH_HXX
