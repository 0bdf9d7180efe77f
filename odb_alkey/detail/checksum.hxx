#ifndef ODB_ALKEY_DETAIL_CHECKSUM_HXX
#define ODB_ALKEY_DETAIL_CHECKSUM_HXX

#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Returns the 16 hexadecimal digits of the checksum, and then the bytes.
    // The checksum is FNV-1a of 64 bits, which notices accidents and not
    // attacks.
    //
    std::string with_checksum (const std::string& bytes);

    // Returns the bytes again. Throws odb_alkey::exception if the checksum is
    // wrong.
    //
    std::string without_checksum (const std::string&);
  }
}

#endif // ODB_ALKEY_DETAIL_CHECKSUM_HXX
