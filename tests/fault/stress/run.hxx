#ifndef TESTS_FAULT_STRESS_RUN_HXX
#define TESTS_FAULT_STRESS_RUN_HXX

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <tests/fault/stress/board.hxx>

namespace stress
{
  struct plan
  {
    std::string name;
    bool fences;
    bool stamps;

    // How long at most. A run with a rule switched off ends with the first
    // stale value.
    //
    std::chrono::milliseconds time;

    unsigned writers;
    unsigned readers;

    // Processes that fetch.
    //
    unsigned fetchers;
    std::uint64_t seed;

    bool whole () const
    {
      return fences && stamps;
    }

    // What a run with a rule switched off has to find.
    //
    count expected () const
    {
      return readers != 0 ? count::stale : count::fetch_stale;
    }
  };

  // What came of it: the counts, and what went wrong beside them.
  //
  struct result
  {
    std::uint64_t operator[] (count c) const
    {
      return counts[static_cast<std::size_t> (c)];
    }

    std::vector<std::uint64_t> counts;
    std::chrono::milliseconds took;
    std::chrono::microseconds longest_commit;
    std::vector<std::string> trouble;
  };

  // Starts a Redis and a database of its own, writers and readers, and goes
  // on killing writers, until the time is over.
  //
  result carry_out (const plan&);
}

#endif // TESTS_FAULT_STRESS_RUN_HXX
