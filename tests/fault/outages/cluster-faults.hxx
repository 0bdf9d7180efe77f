#ifndef TESTS_FAULT_OUTAGES_CLUSTER_FAULTS_HXX
#define TESTS_FAULT_OUTAGES_CLUSTER_FAULTS_HXX

#include <vector>

#include <tests/fault/outages/faults.hxx>

namespace outages
{
  // Those of a cluster. Each leaves three primaries and three replicas.
  //
  std::vector<fault> cluster_faults ();
}

#endif // TESTS_FAULT_OUTAGES_CLUSTER_FAULTS_HXX
