#include <tests/fault/stress/chance.hxx>

#include <thread>

namespace stress
{
  chance::chance (std::uint64_t seed): engine_ (seed) {}

  unsigned chance::below (unsigned n)
  {
    return static_cast<unsigned> (engine_ () % n);
  }

  void chance::sleep (std::chrono::microseconds longest)
  {
    std::this_thread::sleep_for (std::chrono::microseconds (
      below (static_cast<unsigned> (longest.count ()) + 1)));
  }

  void chance::hesitate ()
  {
    switch (below (16))
    {
    case 0:
      sleep (std::chrono::microseconds (1500));
      break;
    case 1:
    case 2:
      std::this_thread::yield ();
      break;
    }
  }
}
