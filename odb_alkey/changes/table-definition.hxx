#ifndef ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX
#define ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX

#include <vector>

#include <odb_alkey/changes/table-catalog.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // Adds what a statement of a schema that ODB has generated tells of its
    // table: CREATE TABLE, or ALTER TABLE for a reference to a table that
    // comes later. Nothing else matters.
    //
    void read_definition (const char* text, const sql::dialect&,
                          std::vector<table_catalog::schema_table>&);
  }
}

#endif // ODB_ALKEY_CHANGES_TABLE_DEFINITION_HXX
