#ifndef TESTS_FAULT_STRESS_SQLITE_BACKEND_HXX
#define TESTS_FAULT_STRESS_SQLITE_BACKEND_HXX

#include <string>

#include <tests/fault/stress/backend.hxx>
#include <tests/support/environment.hxx>

namespace stress
{
  // An SQLite file with a write-ahead log: one writes while others go on
  // reading from their snapshots, which begin with the first statement after
  // BEGIN.
  //
  class sqlite_backend: public backend
  {
  public:
    // With the schema and the stock's first rows.
    //
    sqlite_backend ();

    std::unique_ptr<odb::database> open () const override;
    odb::transaction_impl* begin_write (odb::database&) const override;
    odb::transaction_impl* begin_read (odb::database&,
                                       isolation) const override;
    void next_statement (odb::database&, odb::transaction&,
                         isolation) const override;

  private:
    tests::temporary_directory directory_;
    std::string path_;
  };
}

#endif // TESTS_FAULT_STRESS_SQLITE_BACKEND_HXX
