#ifndef TESTS_FAULT_OUTAGES_LEAKS_HXX
#define TESTS_FAULT_OUTAGES_LEAKS_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <sys/types.h>

namespace outages
{
  // What a process uses of the system: megabytes, threads, descriptors.
  //
  struct usage
  {
    std::size_t megabytes;
    std::size_t threads;
    std::size_t descriptors;
  };

  usage usage_of (pid_t);

  // What processes use of it more than they did before, beyond what they may:
  // a thread that waits for Redis, and so many connections. Empty if nothing.
  //
  std::vector<std::string> leaks (const std::vector<usage>& before,
                                  const std::vector<usage>& after,
                                  std::size_t connections);
}

#endif // TESTS_FAULT_OUTAGES_LEAKS_HXX
