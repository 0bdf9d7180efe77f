#ifndef ODB_ALKEY_REDIS_DEADLINE_HXX
#define ODB_ALKEY_REDIS_DEADLINE_HXX

#include <chrono>

namespace odb_alkey
{
  namespace redis
  {
    // The instant at which a call gives up. It is an instant and not a
    // duration, so that a call that consists of several passes it on as it is
    // and cannot take longer than it was given.
    //
    //   deadline d (std::chrono::steady_clock::now () + budget);
    //
    typedef std::chrono::steady_clock::time_point deadline;

    // How long one connect and one command may take, whatever the deadline.
    //
    struct timeouts
    {
      std::chrono::milliseconds connect;
      std::chrono::milliseconds command;
    };
  }
}

#endif // ODB_ALKEY_REDIS_DEADLINE_HXX
