#ifndef TESTS_FAULT_OUTAGES_ROUND_HXX
#define TESTS_FAULT_OUTAGES_ROUND_HXX

#include <chrono>
#include <cstddef>
#include <cstdint>

#include <tests/fault/outages/faults.hxx>
#include <tests/fault/outages/site.hxx>
#include <tests/fault/support/crew.hxx>

namespace outages
{
  // The outcome of one fault, from its beginning until some time after all
  // were as well as before.
  //
  struct row
  {
    enum column
    {
      operations,
      commits,
      refused,
      unfenced,
      stale,
      unique,

      // Calls that took as long as a call of Redis that fails.
      //
      slow,

      // Commits that took longer than the fence timeout.
      //
      overruns,

      // Readings and values that Redis was not asked for, and commits that
      // waited until nobody did so any more.
      //
      near_keys,
      near_values,
      lease_waits,

      // Afterwards, of what nobody had written since it was used before.
      //
      repeated,
      hits,
      size
    };

    std::uint64_t operator[] (column c) const
    {
      return counts[c];
    }

    std::uint64_t counts[size];

    // Until all were well again.
    //
    std::chrono::milliseconds recovery;

    // The longest call of the library; and the longest time for which nobody
    // who slept was woken, since the machine was busy.
    //
    std::chrono::milliseconds longest;
    std::chrono::milliseconds stall;
  };

  // Waits until each of the processes has gone on, Redis answers it, and has
  // learnt of all that it wrote. Throws std::runtime_error if it takes too
  // long.
  //
  void await_settled (workload::crew&);

  // Readers are stopped at random if tables are near. Throws
  // std::runtime_error if not all become well again.
  //
  row go_through (const fault&, site&, workload::crew&, workload::chance&);
}

#endif // TESTS_FAULT_OUTAGES_ROUND_HXX
