#ifndef TESTS_SUPPORT_AWAIT_HXX
#define TESTS_SUPPORT_AWAIT_HXX

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <tests/support/process.hxx>

namespace tests
{
  // Waits until f () is true, for what only asking again can tell. Returns
  // false after our patience.
  //
  template <typename F>
  bool comes_true (F f)
  {
    using std::chrono::steady_clock;
    steady_clock::time_point end (steady_clock::now () + patience);

    while (!f ())
    {
      if (steady_clock::now () > end)
        return false;

      std::this_thread::sleep_for (std::chrono::milliseconds (1));
    }

    return true;
  }

  // The same. Throws std::runtime_error that names what was waited for.
  //
  //   await ("the second connection", [&] { return p.accepted () == 2; });
  //
  template <typename F>
  void await (const std::string& what, F f)
  {
    if (!comes_true (f))
      throw std::runtime_error ("waited in vain for " + what);
  }
}

#endif // TESTS_SUPPORT_AWAIT_HXX
