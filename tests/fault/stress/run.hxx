#ifndef TESTS_FAULT_STRESS_RUN_HXX
#define TESTS_FAULT_STRESS_RUN_HXX

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/tokens/faults.hxx>

#include <tests/fault/support/board.hxx>

namespace stress
{
  using workload::count;

  // A line of the table of which there must be some, and how many the run goes
  // on for. Less than a fifth proves nothing.
  //
  struct needed
  {
    count what;
    std::uint64_t least;
  };

  struct plan
  {
    std::string name;

    // The rules that are left out.
    //
    odb_alkey::tokens::faults faults;

    // A run with a rule switched off ends with the first stale value, or after
    // this time. The one with all of them goes on, on a slow machine, until
    // it proves something, three times as long at most.
    //
    std::chrono::seconds time;

    // Some processes keep values under keys themselves; some fetch them.
    //
    bool keeps;
    bool fetches;

    // Tables are near for so long, if at all.
    //
    std::chrono::milliseconds near;

    // The clocks of readers are wrong by so many per cent. A reader uses a
    // token for three quarters of the time for which a commit waits, so that
    // its clock may be slower by a quarter.
    //
    unsigned clock_error;

    bool whole () const
    {
      return !faults.any () && clock_error < 25;
    }

    // A run with all of them has to try so much.
    //
    const std::vector<needed>& needs () const;

    // A run with a rule switched off has to find some of these.
    //
    count expected () const
    {
      return keeps ? count::stale : count::fetch_stale;
    }
  };

  // The outcome: the counts, and whatever went wrong beside them.
  //
  struct result
  {
    stress::plan plan;
    std::uint64_t operator[] (count c) const
    {
      return counts[static_cast<std::size_t> (c)];
    }

    std::vector<std::uint64_t> counts;
    std::chrono::milliseconds took;
    std::chrono::microseconds longest_commit;
    std::string failure;
  };

  // Starts a Redis and a database of its own, writers and readers, and goes
  // on killing writers, until the time is over.
  //
  result carry_out (const plan&, std::uint64_t seed);
}

#endif // TESTS_FAULT_STRESS_RUN_HXX
