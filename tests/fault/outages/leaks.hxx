#ifndef TESTS_FAULT_OUTAGES_LEAKS_HXX
#define TESTS_FAULT_OUTAGES_LEAKS_HXX

#include <cstddef>
#include <vector>

#include <sys/types.h>

#include <tests/fault/support/program.hxx>

namespace outages
{
  // Compares what processes use of the system with what they used when this
  // was made: megabytes, threads, descriptors.
  //
  class leaks
  {
  public:
    explicit leaks (const std::vector<pid_t>&);

    // They may use more by a thread that waits for Redis, and by so many
    // connections.
    //
    void look (workload::report&, std::size_t connections);

    // By which the memory of any has grown at most.
    //
    std::size_t megabytes () const
    {
      return megabytes_;
    }

  private:
    struct usage
    {
      explicit usage (pid_t);

      std::size_t megabytes;
      std::size_t threads;
      std::size_t descriptors;
    };

    std::vector<pid_t> processes_;
    std::vector<usage> before_;
    std::size_t megabytes_ = 0;
  };
}

#endif // TESTS_FAULT_OUTAGES_LEAKS_HXX
