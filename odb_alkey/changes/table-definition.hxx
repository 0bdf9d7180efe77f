#ifndef ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX
#define ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX

#include <vector>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // Adds the table that a statement of a generated schema defines. ODB
    // generates CREATE TABLE, and ALTER TABLE for a reference to a table that
    // comes later. Other statements add nothing.
    //
    void read_definition (const char* text, const sql::dialect&,
                          std::vector<table_catalog::schema_table>&);
  }
}

#endif // ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX
