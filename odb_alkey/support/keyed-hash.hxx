#ifndef ODB_ALKEY_SUPPORT_KEYED_HASH_HXX
#define ODB_ALKEY_SUPPORT_KEYED_HASH_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace support
  {
    // A hash for tables of texts that come from outside, such as ids. An
    // attacker who chooses the texts can make the values of std::hash collide,
    // so that the table becomes as slow as a list. This hash has a secret of
    // the process.
    //
    struct keyed_hash
    {
      std::size_t operator() (const std::string&) const noexcept;
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_KEYED_HASH_HXX
