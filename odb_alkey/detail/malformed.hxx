#ifndef ODB_ALKEY_DETAIL_MALFORMED_HXX
#define ODB_ALKEY_DETAIL_MALFORMED_HXX

#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Throws odb_alkey::exception for bytes that cannot be decoded. It shows
    // their beginning, and the form that is expected, such as "an integer from
    // 0 to 255".
    //
    [[noreturn]] void malformed (const std::string& expected,
                                 const std::string& bytes);
  }
}

#endif // ODB_ALKEY_DETAIL_MALFORMED_HXX
