#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_CHANCE_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_CHANCE_HXX

#include <cstddef>
#include <random>
#include <vector>

namespace differential
{
  // Random numbers, the same on every machine for a seed.
  //
  class chance
  {
  public:
    explicit chance (unsigned seed): engine_ (seed) {}

    // Less than n, which is not 0.
    //
    std::size_t below (std::size_t n)
    {
      return engine_ () % n;
    }

    bool percent (unsigned n)
    {
      return below (100) < n;
    }

    template <typename T>
    const T& one_of (const std::vector<T>& v)
    {
      return v[below (v.size ())];
    }

  private:
    std::mt19937 engine_;
  };
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_CHANCE_HXX
