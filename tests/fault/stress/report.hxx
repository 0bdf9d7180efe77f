#ifndef TESTS_FAULT_STRESS_REPORT_HXX
#define TESTS_FAULT_STRESS_REPORT_HXX

#include <iosfwd>
#include <string>
#include <vector>

#include <tests/fault/stress/run.hxx>

namespace stress
{
  struct outcome
  {
    stress::plan plan;
    stress::result result;
  };

  // One table of the counts, a column for each run.
  //
  void print (std::ostream&, const std::vector<outcome>&);

  // What is wrong with a run; empty if nothing is.
  //
  std::vector<std::string> complaints (const outcome&);
}

#endif // TESTS_FAULT_STRESS_REPORT_HXX
