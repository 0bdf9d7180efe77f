#ifndef TESTS_FAULT_OUTAGES_FAULTS_HXX
#define TESTS_FAULT_OUTAGES_FAULTS_HXX

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tests/fault/outages/site.hxx>
#include <tests/fault/support/board.hxx>
#include <tests/fault/support/hesitation.hxx>

namespace outages
{
  // Where in a commit it happens: at the request, or at the reply, of one of
  // its scripts, which waits until it has happened; or at a step of a writer.
  // It happens anywhere by default.
  //
  struct moment
  {
    const char* script = nullptr;
    bool reply = false;
    workload::step step = workload::step::none;
  };

  // Something that happens to Redis, or to the network.
  //
  struct fault
  {
    typedef std::function<void (site&)> action;

    std::string name;
    moment when;

    // How long it lasts, and how long the writer who was at that moment waits
    // before it goes on with its commit.
    //
    std::chrono::milliseconds lasts;
    std::chrono::milliseconds linger;

    action strike;

    // These end it, and prepare it a while before, if there is anything to do.
    //
    action mend = nullptr;
    action prepare = nullptr;

    // How often Redis is lost; 0 if it only is slow.
    //
    unsigned times = 1;
  };

  // Those of a kind of site, in the order in which they can follow each other.
  //
  // The seed decides what is random among them.
  //
  std::vector<fault> faults (site::kind, std::uint64_t seed);
}

#endif // TESTS_FAULT_OUTAGES_FAULTS_HXX
