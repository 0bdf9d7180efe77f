// Is loaded into a server of a test before the C library: its clock of the day
// is that of the machine and as many seconds as a file says, which the test
// changes. Steady clocks stay as they are.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace
{
  const volatile std::int64_t* offset;

  __attribute__ ((constructor)) void map ()
  {
    const char* path (std::getenv ("TESTS_CLOCK_OFFSET"));
    int fd (path != nullptr ? open (path, O_RDONLY | O_CLOEXEC) : -1);

    if (fd == -1)
      return;

    void* p (
      mmap (nullptr, sizeof (std::int64_t), PROT_READ, MAP_SHARED, fd, 0));

    if (p != MAP_FAILED)
      offset = static_cast<const std::int64_t*> (p);

    close (fd);
  }

  long seconds ()
  {
    return offset != nullptr ? static_cast<long> (*offset) : 0;
  }
}

extern "C" int gettimeofday (timeval* tv, void* zone) noexcept
{
  long r (syscall (SYS_gettimeofday, tv, zone));
  tv->tv_sec += seconds ();
  return static_cast<int> (r);
}

extern "C" int clock_gettime (clockid_t which, timespec* ts) noexcept
{
  long r (syscall (SYS_clock_gettime, which, ts));

  if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)
    ts->tv_sec += seconds ();

  return static_cast<int> (r);
}

extern "C" time_t time (time_t* to) noexcept
{
  timespec ts;
  clock_gettime (CLOCK_REALTIME, &ts);

  if (to != nullptr)
    *to = ts.tv_sec;

  return ts.tv_sec;
}
