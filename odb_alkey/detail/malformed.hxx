#ifndef ODB_ALKEY_DETAIL_MALFORMED_HXX
#define ODB_ALKEY_DETAIL_MALFORMED_HXX

#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Throws odb_alkey::exception, which shows the beginning of the bytes:
    // they are not what is expected, such as "an integer from 0 to 255".
    //
    [[noreturn]] void malformed (const std::string& expected,
                                 const std::string& bytes);
  }
}

#endif // ODB_ALKEY_DETAIL_MALFORMED_HXX
