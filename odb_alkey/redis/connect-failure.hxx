#ifndef ODB_ALKEY_REDIS_CONNECT_FAILURE_HXX
#define ODB_ALKEY_REDIS_CONNECT_FAILURE_HXX

#include <odb_alkey/redis/deadline.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Both are called in a catch block of an attempt to connect.

    // Returns true if the exception that is being handled says that the
    // server accepts no further connection.
    //
    bool no_room ();

    // Throws the exception that is being handled. If the time was up, it also
    // tells how much of it the server was given: when other calls had used it
    // up, the server is not to blame.
    //
    [[noreturn]] void rethrow (deadline begin, deadline);
  }
}

#endif // ODB_ALKEY_REDIS_CONNECT_FAILURE_HXX
