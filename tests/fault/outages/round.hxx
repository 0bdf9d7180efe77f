#ifndef TESTS_FAULT_OUTAGES_ROUND_HXX
#define TESTS_FAULT_OUTAGES_ROUND_HXX

#include <chrono>
#include <cstdint>
#include <string>

#include <tests/fault/outages/crew.hxx>
#include <tests/fault/outages/faults.hxx>
#include <tests/fault/outages/site.hxx>

namespace outages
{
  // What came of one fault, from its beginning until some time after all were
  // as well as before.
  //
  struct row
  {
    std::string name;
    std::uint64_t commits;
    std::uint64_t operations;
    std::uint64_t refused;
    std::uint64_t unfenced;
    std::uint64_t stale;
    std::uint64_t unique;

    // Until all were well again.
    //
    std::chrono::milliseconds recovery;

    // Calls of the library; how long nobody who slept was woken, since the
    // machine was busy; and how many calls took as long as a call of Redis
    // that fails, when Redis was lost so many times.
    //
    std::chrono::milliseconds longest;
    std::chrono::milliseconds stall;
    std::uint64_t slow;
    unsigned times;

    // Afterwards, of what nobody had written since it was used before.
    //
    std::uint64_t repeated;
    std::uint64_t hits;

    // Commits that took longer than the fence timeout, and stale values that
    // were not counted for it.
    //
    std::uint64_t overruns;
    std::uint64_t excluded;
  };

  // Throws std::runtime_error if not all become well again.
  //
  row go_through (const fault&, site&, crew&);
}

#endif // TESTS_FAULT_OUTAGES_ROUND_HXX
