#ifndef TESTS_FAULT_OUTAGES_ACTIONS_HXX
#define TESTS_FAULT_OUTAGES_ACTIONS_HXX

#include <chrono>
#include <vector>

#include <tests/fault/outages/faults.hxx>

namespace outages
{
  // The faults of all kinds of sites are made of these.
  //
  typedef fault::action action;

  const moment any;
  const moment before_commit {nullptr, false, workload::step::before_commit};
  const moment after_commit {nullptr, false, workload::step::after_commit};

  const std::chrono::milliseconds no_time (0);

  // This is longer than one call waits.
  //
  const std::chrono::milliseconds brief (200);

  // This is longer than a caller waits that never gives up; and than it takes
  // the nodes of a cluster to miss one, which they replace then.
  //
  const std::chrono::milliseconds lasting (1000);

  // Others make values then of what the commit is about to make old.
  //
  const std::chrono::milliseconds a_while (80);

  action in_order (std::vector<action>);

  // Does something again and again, with so much time in between.
  //
  action again (unsigned times, action, std::chrono::milliseconds pause);

  // Stops a server so often, for longer than a command waits, and has it go on
  // for longer than nobody notices, so that replies come when nobody waits for
  // them.
  //
  const unsigned stutters (5);

  action stutter (action stop, action resume);
}

#endif // TESTS_FAULT_OUTAGES_ACTIONS_HXX
