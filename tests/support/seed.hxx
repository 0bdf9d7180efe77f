#ifndef ODB_ALKEY_TESTS_SUPPORT_SEED_HXX
#define ODB_ALKEY_TESTS_SUPPORT_SEED_HXX

#include <cstdlib>
#include <iostream>
#include <random>

namespace tests
{
  // The seed of a random test: from the environment variable SEED, to run a
  // failure again, or another one each time. It is printed.
  //
  inline unsigned seed ()
  {
    const char* given (std::getenv ("SEED"));
    unsigned s (given != nullptr
                  ? static_cast<unsigned> (std::strtoul (given, nullptr, 10))
                  : std::random_device () ());
    std::cout << "SEED=" << s << std::endl;
    return s;
  }
}

#endif // ODB_ALKEY_TESTS_SUPPORT_SEED_HXX
