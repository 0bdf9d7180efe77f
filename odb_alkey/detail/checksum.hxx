#ifndef ODB_ALKEY_DETAIL_CHECKSUM_HXX
#define ODB_ALKEY_DETAIL_CHECKSUM_HXX

#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // The bytes behind the 16 hexadecimal digits of their checksum (FNV-1a of
    // 64 bits, which tells accidents and not attacks).
    //
    std::string with_checksum (const std::string& bytes);

    // The bytes again. Throws odb_alkey::exception if they are others.
    //
    std::string without_checksum (const std::string&);
  }
}

#endif // ODB_ALKEY_DETAIL_CHECKSUM_HXX
