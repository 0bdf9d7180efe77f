#ifndef TESTS_FAULT_SUPPORT_CHANCE_HXX
#define TESTS_FAULT_SUPPORT_CHANCE_HXX

#include <chrono>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

namespace workload
{
  // The random decisions of one process, which a seed decides.
  //
  class chance
  {
  public:
    explicit chance (std::uint64_t seed): engine_ (seed) {}

    bool one_in (unsigned n)
    {
      return below (n) == 0;
    }

    unsigned below (std::size_t n)
    {
      return static_cast<unsigned> (engine_ () % n);
    }

    template <typename T>
    const T& any_of (const std::vector<T>& v)
    {
      return v[below (v.size ())];
    }

    // Sleeps up to this long.
    //
    void sleep (std::chrono::microseconds longest)
    {
      std::this_thread::sleep_for (std::chrono::microseconds (
        below (static_cast<std::size_t> (longest.count ()) + 1)));
    }

    // Sometimes lets others go first, or sleeps for a while; mostly not. To
    // be called wherever an interruption could matter.
    //
    void hesitate ()
    {
      unsigned n (below (16));

      if (n == 0)
        sleep (std::chrono::microseconds (1500));
      else if (n <= 2)
        std::this_thread::yield ();
    }

  private:
    std::mt19937_64 engine_;
  };
}

#endif // TESTS_FAULT_SUPPORT_CHANCE_HXX
