#ifndef TESTS_FAULT_STRESS_SLOTS_HXX
#define TESTS_FAULT_STRESS_SLOTS_HXX

#include <string>
#include <vector>

#include <odb_alkey/key.hxx>

#include <tests/fault/stress/client.hxx>
#include <tests/fault/stress/page.hxx>

namespace stress
{
  // Where the library keeps the values of pages, behind its back.
  //
  class slots
  {
  public:
    explicit slots (const std::string& redis_url);

    // Where the page's value is, which a storable key tells.
    //
    void know (const page&, const odb_alkey::key&);

    // Makes the value unreadable, for whatever its key: like one that was
    // thrown away, except that it is not forgotten how new it was.
    //
    void spoil (const page&);

    // Whether the value is for an older key than it was when asked before.
    // That harms nobody, but whoever stores it has thrown away a newer one.
    //
    bool set_back (const page&);

  private:
    struct slot
    {
      std::string name;
      std::string newest;
    };

    client redis_;
    std::vector<slot> slots_;
  };
}

#endif // TESTS_FAULT_STRESS_SLOTS_HXX
