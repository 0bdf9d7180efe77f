#include <tests/support/environment.hxx>

#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

namespace tests
{
  std::unique_ptr<odb::sqlite::database>
  make_database (const std::string& path)
  {
    std::unique_ptr<odb::sqlite::database> db (new_sqlite_file (path));

    odb::transaction t (db->begin ());
    odb::schema_catalog::create_schema (*db);
    t.commit ();
    return db;
  }

  environment::environment (std::vector<std::string> arguments,
                            redis_server::listen l, redis_server::clock c)
      : redis (std::move (arguments), l, c),
        db (make_database (directory.path () + "/db"))
  {
    settle (redis);
    renew (options ());
  }

  void environment::renew (const odb_alkey::options& o)
  {
    alkey.reset ();
    alkey.reset (new odb_alkey::plugin (*db, o));
  }

  odb_alkey::options environment::options () const
  {
    odb_alkey::options o;
    o.url = redis.url ();
    o.connect_timeout = std::chrono::seconds (5);
    o.command_timeout = std::chrono::seconds (5);
    o.budget = std::chrono::seconds (10);
    o.log = const_cast<messages&> (log).writer ();
    return o;
  }
}
