#ifndef ODB_ALKEY_REDIS_PERMISSIONS_HXX
#define ODB_ALKEY_REDIS_PERMISSIONS_HXX

#include <string>

namespace odb_alkey
{
  namespace redis
  {
    struct endpoint;

    // The command (ACL SETUSER) that gives the user of an endpoint the
    // permissions that this library needs, for the keys of one name space.
    //
    std::string permissions (const endpoint&, const std::string& name_space);
  }
}

#endif // ODB_ALKEY_REDIS_PERMISSIONS_HXX
