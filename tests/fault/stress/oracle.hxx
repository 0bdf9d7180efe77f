#ifndef TESTS_FAULT_STRESS_ORACLE_HXX
#define TESTS_FAULT_STRESS_ORACLE_HXX

#include <memory>

#include <odb/database.hxx>

#include <tests/fault/stress/backend.hxx>
#include <tests/fault/stress/subject.hxx>

namespace stress
{
  // Knows what is committed: it asks the database, beside everything that it
  // is to judge, over a connection that no plugin knows of.
  //
  class oracle
  {
  public:
    explicit oracle (const backend&);

    // The editions of all subjects at an instant during the call. Another
    // transaction may be open; what it has written does not show.
    //
    editions committed ();

  private:
    std::unique_ptr<odb::database> db_;
  };
}

#endif // TESTS_FAULT_STRESS_ORACLE_HXX
