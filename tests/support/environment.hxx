#ifndef TESTS_SUPPORT_ENVIRONMENT_HXX
#define TESTS_SUPPORT_ENVIRONMENT_HXX

#include <memory>
#include <string>
#include <vector>

#include <odb/sqlite/database.hxx>

#include <odb_alkey/options.hxx>
#include <odb_alkey/plugin.hxx>

#include <tests/support/deployment.hxx>
#include <tests/support/messages.hxx>
#include <tests/support/process.hxx>
#include <tests/support/redis-server.hxx>
#include <tests/support/sqlite-server.hxx>

namespace tests
{
  // An SQLite file with the library's schema. Several connections may use it
  // at a time.
  //
  std::unique_ptr<odb::sqlite::database>
  make_database (const std::string& path);

  // Redis, SQLite and a plugin: what most tests need.
  //
  struct environment
  {
    // Extra arguments of redis-server, where it listens, and its clock.
    //
    explicit environment (
      std::vector<std::string> arguments = {},
      redis_server::listen = redis_server::listen::local,
      redis_server::clock = redis_server::clock::the_machine_s);

    odb_alkey::options options () const;

    // Puts another plugin in the place of the one that is there.
    //
    void renew (const odb_alkey::options&);

    temporary_directory directory;
    mutable messages log;
    deployment redis;
    std::unique_ptr<odb::sqlite::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;

    // Runs f in a transaction of its own and commits it.
    //
    template <typename F>
    void commit (F f)
    {
      odb::transaction t (db->begin ());
      f ();
      t.commit ();
    }
  };
}

#endif // TESTS_SUPPORT_ENVIRONMENT_HXX
