#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_TOLD_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_TOLD_HXX

#include <string>
#include <vector>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/sql/statement.hxx>

#include "subject.hxx"

namespace differential
{
  // The meaning of a text for the library, with tables that it knows as a
  // program with a class for each of them would.
  //
  class told
  {
  public:
    explicit told (const subject&);

    // The changed tables that it does not know of.
    //
    std::vector<table_name> missed (const odb_alkey::sql::effect&,
                                    const std::vector<table_name>& changed);

  private:
    bool tells (const odb_alkey::sql::effect&, const table_name&);
    const std::string& owner (const table_name&);

    odb_alkey::detail::table_names names_;
    odb_alkey::changes::table_catalog catalog_;
    std::map<table_name, std::string> owners_;
  };
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_TOLD_HXX
