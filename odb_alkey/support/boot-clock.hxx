#ifndef ODB_ALKEY_SUPPORT_BOOT_CLOCK_HXX
#define ODB_ALKEY_SUPPORT_BOOT_CLOCK_HXX

#include <time.h>

#include <chrono>

namespace odb_alkey
{
  namespace support
  {
    // A steady clock that goes on while the machine sleeps, and that nobody
    // can set. (std::chrono::steady_clock stands still on Linux meanwhile.)
    //
    struct boot_clock
    {
      typedef std::chrono::nanoseconds duration;
      typedef duration::rep rep;
      typedef duration::period period;
      typedef std::chrono::time_point<boot_clock> time_point;

      static const bool is_steady = true;

      static time_point now () noexcept
      {
        timespec t;
        clock_gettime (CLOCK_BOOTTIME, &t);
        return time_point (std::chrono::seconds (t.tv_sec) +
                           duration (t.tv_nsec));
      }
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_BOOT_CLOCK_HXX
