#ifndef TESTS_FAULT_SUPPORT_HESITATION_HXX
#define TESTS_FAULT_SUPPORT_HESITATION_HXX

#include <chrono>
#include <cstddef>
#include <thread>

#include <tests/support/chance.hxx>

namespace workload
{
  // The random decisions of one process, which a seed decides.
  //
  class chance: public tests::chance
  {
  public:
    using tests::chance::chance;

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
  };
}

#endif // TESTS_FAULT_SUPPORT_HESITATION_HXX
