#ifndef TESTS_SUPPORT_SQLITE_SERVER_HXX
#define TESTS_SUPPORT_SQLITE_SERVER_HXX

#include <memory>
#include <string>

#include <odb/sqlite/database.hxx>

namespace tests
{
  // An SQLite file without tables, that several connections may use at a
  // time.
  //
  std::unique_ptr<odb::sqlite::database>
  new_sqlite_file (const std::string& path);

  // The same file again, as another process would open it.
  //
  std::unique_ptr<odb::sqlite::database>
  open_database (const std::string& path);
}

#endif // TESTS_SUPPORT_SQLITE_SERVER_HXX
