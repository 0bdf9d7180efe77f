#ifndef TESTS_FUZZ_REQUIRE_HXX
#define TESTS_FUZZ_REQUIRE_HXX

#include <cstdlib>
#include <iostream>

namespace fuzz
{
  // Ends the program if the property does not hold. libFuzzer then keeps the
  // input in a file.
  //
  inline void require (bool holds, const char* property)
  {
    if (holds)
      return;

    std::cerr << "does not hold: " << property << std::endl;
    std::abort ();
  }
}

#endif // TESTS_FUZZ_REQUIRE_HXX
