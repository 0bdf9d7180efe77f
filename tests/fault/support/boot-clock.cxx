#include <tests/fault/support/boot-clock.hxx>

#include <atomic>
#include <cstdint>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace
{
  const std::int64_t billion (1000000000);

  std::atomic<std::int64_t> speed (100);
  std::atomic<std::int64_t> since (0);

  std::int64_t boot_time () noexcept
  {
    timespec t;
    syscall (SYS_clock_gettime, CLOCK_BOOTTIME, &t);
    return t.tv_sec * billion + t.tv_nsec;
  }
}

void workload::set_boot_clock_speed (unsigned percent) noexcept
{
  since = boot_time ();
  speed = percent;
}

// Stands before that of the C library, in this program and for it.
//
extern "C" int clock_gettime (clockid_t which, timespec* to) noexcept
{
  const long r (syscall (SYS_clock_gettime, which, to));
  const std::int64_t percent (speed.load (std::memory_order_relaxed));

  if (which == CLOCK_BOOTTIME && percent != 100)
  {
    const std::int64_t real (to->tv_sec * billion + to->tv_nsec);
    const std::int64_t shown (since + (real - since) / 100 * percent);
    to->tv_sec = shown / billion;
    to->tv_nsec = shown % billion;
  }

  return static_cast<int> (r);
}
