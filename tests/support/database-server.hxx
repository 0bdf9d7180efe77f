#ifndef TESTS_SUPPORT_DATABASE_SERVER_HXX
#define TESTS_SUPPORT_DATABASE_SERVER_HXX

#include <memory>
#include <string>
#include <vector>

#include <odb/database.hxx>

namespace tests
{
  // A private database: a server of the test's own, or a file. It answers
  // when it has been made, has no tables, and is gone after the destructor. A
  // server dies with the thread that made it, and 60 connections or more may
  // be open to it at a time.
  //
  class database_server
  {
  public:
    database_server () = default;
    virtual ~database_server () = default;

    database_server (const database_server&) = delete;
    database_server& operator= (const database_server&) = delete;

    // Another client of the same database, as another process would have it,
    // with a pool of connections. It must not outlive the server.
    //
    virtual std::unique_ptr<odb::database> open () = 0;

    // SIGKILL to all of the server's processes, and waits for their end.
    // Commits are there after a restart. This function and those below do
    // nothing where there is no process.
    //
    virtual void kill () {}

    // SIGSTOP to all of them (and waits until they have stopped) and SIGCONT.
    //
    virtual void stop () {}
    virtual void resume () {}

    // On the same socket; kills it first if it runs.
    //
    virtual void restart () {}
  };

  // Each in a library of its own: test-sqlite, test-pgsql, test-mysql. They
  // throw std::runtime_error with the server's log if it does not start.
  //
  // Settings of PostgreSQL, such as "fsync=on", win over those that make it
  // quick.
  //
  std::unique_ptr<database_server> make_sqlite_server ();
  std::unique_ptr<database_server>
  make_pgsql_server (const std::vector<std::string>& settings = {});
  std::unique_ptr<database_server> make_mysql_server ();
}

#endif // TESTS_SUPPORT_DATABASE_SERVER_HXX
