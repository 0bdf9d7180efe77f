#include <tests/support/sqlite-server.hxx>

#include <odb/sqlite/connection-factory.hxx>
#include <odb/sqlite/connection.hxx>

#include <tests/support/database-server.hxx>
#include <tests/support/process.hxx>

namespace tests
{
  std::unique_ptr<odb::sqlite::database>
  open_database (const std::string& path)
  {
    // With a shared cache, which is ODB's default, connections would wait for
    // each other's transactions even to read.
    //
    std::unique_ptr<odb::sqlite::connection_factory> f (
      new odb::sqlite::connection_pool_factory);

    return std::unique_ptr<odb::sqlite::database> (new odb::sqlite::database (
      path,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE,
      true, "", std::move (f)));
  }

  std::unique_ptr<odb::sqlite::database>
  new_sqlite_file (const std::string& path)
  {
    std::unique_ptr<odb::sqlite::database> db (open_database (path));

    // Readers go on while another connection writes, as on a server.
    //
    db->connection ()->execute ("PRAGMA journal_mode = WAL");
    return db;
  }

  namespace
  {
    class sqlite_server final: public database_server
    {
    public:
      sqlite_server ()
      {
        new_sqlite_file (path ());
      }

      std::unique_ptr<odb::database> open () override
      {
        return open_database (path ());
      }

    private:
      std::string path () const
      {
        return directory_.path () + "/db";
      }

      temporary_directory directory_;
    };
  }

  std::unique_ptr<database_server> make_sqlite_server ()
  {
    return std::unique_ptr<database_server> (new sqlite_server);
  }
}
