#ifndef TESTS_SUPPORT_CHANCE_HXX
#define TESTS_SUPPORT_CHANCE_HXX

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace tests
{
  // Random numbers, the same on every machine for a seed.
  //
  class chance
  {
  public:
    explicit chance (std::uint64_t seed): engine_ (seed) {}

    // Less than n, which is not 0.
    //
    unsigned below (std::size_t n)
    {
      return static_cast<unsigned> (engine_ () % n);
    }

    bool one_in (unsigned n)
    {
      return below (n) == 0;
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
    std::mt19937_64 engine_;
  };
}

#endif // TESTS_SUPPORT_CHANCE_HXX
