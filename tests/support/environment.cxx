#include <tests/support/environment.hxx>

#include <cstdlib>
#include <stdexcept>

#include <ftw.h>
#include <unistd.h>

#include <odb/schema-catalog.hxx>
#include <odb/sqlite/connection-factory.hxx>
#include <odb/transaction.hxx>

namespace tests
{
  temporary_directory::temporary_directory ()
  {
    const char* parent (std::getenv ("TMPDIR"));
    path_ = std::string (parent != nullptr ? parent : "/tmp") +
            "/odb-alkey-test-XXXXXX";

    if (mkdtemp (&path_[0]) == nullptr)
      throw std::runtime_error ("no temporary directory can be made like " +
                                path_);
  }

  temporary_directory::~temporary_directory ()
  {
    nftw (
      path_.c_str (),
      [] (const char* p, const struct stat*, int, struct FTW*)
      { return ::remove (p); },
      8, FTW_DEPTH | FTW_PHYS);
  }

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
  make_database (const std::string& path)
  {
    std::unique_ptr<odb::sqlite::database> db (open_database (path));

    // Readers go on while somebody writes, as on a server.
    //
    db->connection ()->execute ("PRAGMA journal_mode = WAL");

    odb::transaction t (db->begin ());
    odb::schema_catalog::create_schema (*db);
    t.commit ();
    return db;
  }

  void settle (redis_server& s, const std::string& name_space)
  {
    namespace redis = odb_alkey::redis;

    redis::connection c (
      redis::parse_url (s.url ()),
      redis::timeouts {std::chrono::seconds (5), std::chrono::seconds (5)},
      std::chrono::steady_clock::now () + std::chrono::seconds (5));

    s.command (
      {"SET", name_space + ":origin", "0123456789abcdef 1000 " + c.run_id ()});
  }

  std::size_t messages::count (const std::string& part) const
  {
    std::size_t n (0);

    for (const std::string& s : all ())
      n += s.find (part) != std::string::npos ? 1 : 0;

    return n;
  }

  environment::environment (std::vector<std::string> arguments)
      : redis (std::move (arguments)),
        db (make_database (directory.path () + "/db"))
  {
    settle (redis);
    alkey.reset (new odb_alkey::plugin (*db, options ()));
  }

  odb_alkey::options environment::options () const
  {
    odb_alkey::options o;
    o.url = redis.url ();
    o.connect_timeout = std::chrono::seconds (5);
    o.command_timeout = std::chrono::seconds (5);
    o.budget = std::chrono::seconds (10);
    messages* m (const_cast<messages*> (&log));
    o.log = [m] (odb_alkey::log_level, const std::string& s)
    {
      m->add (s);
    };
    return o;
  }
}
