#ifndef ODB_ALKEY_REDIS_PERMISSIONS_HXX
#define ODB_ALKEY_REDIS_PERMISSIONS_HXX

#include <string>

namespace odb_alkey
{
  namespace redis
  {
    struct endpoint;

    // The command that permits what this library does to the user of an
    // endpoint, and to the keys of a name space alone: an "ACL SETUSER".
    //
    std::string permissions (const endpoint&, const std::string& name_space);
  }
}

#endif // ODB_ALKEY_REDIS_PERMISSIONS_HXX
