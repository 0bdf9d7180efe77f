#ifndef TESTS_FAULT_OUTAGES_CHAOS_HXX
#define TESTS_FAULT_OUTAGES_CHAOS_HXX

#include <tests/fault/outages/site.hxx>
#include <tests/fault/stress/chance.hxx>

namespace outages
{
  // One fault after another, for a second or so, before anybody has got over
  // the one before; and the end of all of them.
  //
  void bring_chaos (site&, stress::chance&);
  void end_chaos (site&);
}

#endif // TESTS_FAULT_OUTAGES_CHAOS_HXX
