#ifndef TESTS_FAULT_STRESS_CHANCE_HXX
#define TESTS_FAULT_STRESS_CHANCE_HXX

#include <chrono>
#include <cstdint>
#include <random>

namespace stress
{
  // The random decisions of one process, which a seed decides.
  //
  class chance
  {
  public:
    explicit chance (std::uint64_t seed);

    bool one_in (unsigned n)
    {
      return below (n) == 0;
    }

    unsigned below (unsigned n);

    // Sleeps up to this long.
    //
    void sleep (std::chrono::microseconds longest);

    // Sometimes lets others go first, or sleeps for a while; mostly not. To
    // be called wherever an interruption could matter.
    //
    void hesitate ();

  private:
    std::mt19937_64 engine_;
  };
}

#endif // TESTS_FAULT_STRESS_CHANCE_HXX
