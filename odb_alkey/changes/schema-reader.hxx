#ifndef ODB_ALKEY_CHANGES_SCHEMA_READER_HXX
#define ODB_ALKEY_CHANGES_SCHEMA_READER_HXX

#include <string>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/changes/table-catalog.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // The tables of a schema that ODB has generated into the program. To read
    // them it has the schema created in a database that executes nothing.
    //
    // There are none if the program has no schema of this name for the
    // database.
    //
    std::vector<table_catalog::schema_table>
    read_schema (odb::database_id, const sql::dialect&,
                 const std::string& name);
  }
}

#endif // ODB_ALKEY_CHANGES_SCHEMA_READER_HXX
