#ifndef ODB_ALKEY_TOKENS_PERMISSIONS_HXX
#define ODB_ALKEY_TOKENS_PERMISSIONS_HXX

#include <string>

namespace odb_alkey
{
  namespace redis
  {
    struct endpoint;
  }

  namespace detail
  {
    // The command that permits what this library does to the user of an
    // endpoint, and to the keys of a name space alone: an "ACL SETUSER".
    //
    std::string permissions (const redis::endpoint&,
                             const std::string& name_space);
  }
}

#endif // ODB_ALKEY_TOKENS_PERMISSIONS_HXX
