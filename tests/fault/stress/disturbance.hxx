#ifndef TESTS_FAULT_STRESS_DISTURBANCE_HXX
#define TESTS_FAULT_STRESS_DISTURBANCE_HXX

#include <string>

#include <tests/fault/stress/board.hxx>
#include <tests/fault/stress/chance.hxx>
#include <tests/fault/stress/client.hxx>
#include <tests/fault/stress/subject.hxx>

namespace stress
{
  // What Redis does to its users, beyond being used.
  //
  class disturbance
  {
  public:
    disturbance (const std::string& redis_url, board&);

    // Evicts the token of an object, as maxmemory-policy volatile-* does:
    // none that has a fence, since those have no time to live.
    //
    void evict (subject);

    // Forgets tokens, all of them or only the origin. Cached values stay, and
    // so do leases.
    //
    void lose (chance&);

    // Cuts every connection.
    //
    void disconnect ();

  private:
    client redis_;
    board& counts_;
  };
}

#endif // TESTS_FAULT_STRESS_DISTURBANCE_HXX
