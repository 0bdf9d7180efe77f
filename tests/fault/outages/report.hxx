#ifndef TESTS_FAULT_OUTAGES_REPORT_HXX
#define TESTS_FAULT_OUTAGES_REPORT_HXX

#include <iosfwd>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>

#include <tests/fault/outages/round.hxx>

namespace outages
{
  void print_head (std::ostream&, const std::string& policy);
  void print (std::ostream&, const row&);

  // What is wrong with what came of a fault; empty if nothing is.
  //
  std::vector<std::string> complaints (const row&, const odb_alkey::options&,
                                       std::size_t threads);
}

#endif // TESTS_FAULT_OUTAGES_REPORT_HXX
