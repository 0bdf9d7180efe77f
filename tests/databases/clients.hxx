#ifndef TESTS_DATABASES_CLIENTS_HXX
#define TESTS_DATABASES_CLIENTS_HXX

#include <chrono>
#include <iterator>
#include <memory>
#include <string>

#include <odb/database.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/database-server.hxx>
#include <tests/support/hook-tracer.hxx>
#include <tests/support/messages.hxx>
#include <tests/support/redis-server.hxx>

#include "garden-odb.hxx"

namespace tests
{
  // The server that this program is about, one for all of its tests.
  //
  database_server& server ();

  // Two clients of the server, each with a plugin of its own, as two processes
  // are. The tables are empty.
  //
  struct clients
  {
    explicit clients (
      std::chrono::milliseconds fence_timeout = std::chrono::seconds (10),
      odb_alkey::when_unavailable = odb_alkey::when_unavailable::proceed);
    ~clients ();

    odb_alkey::options options () const;

    // Makes the tables of a schema that both plugins know from now on.
    //
    void add_schema (const std::string& name);

    // Runs f in a transaction of the writer's and commits it.
    //
    template <typename F>
    void commit (F f)
    {
      odb::transaction t (db->begin ());
      f ();
      t.commit ();
    }

    // The reader's key, once Redis has done all that the writer's last commit
    // sent.
    //
    template <typename T>
    odb_alkey::key key_of (unsigned long id)
    {
      writer->refresh ();
      return reader->cache_key (odb_alkey::one<T> (id));
    }

    // How many there are, for the reader.
    //
    template <typename T>
    unsigned count ()
    {
      odb::transaction t (db2->begin ());
      unsigned n (read (db2->query<T> ()));
      t.commit ();
      return n;
    }

    // Loads it in a transaction of the reader's.
    //
    template <typename T>
    std::unique_ptr<T> load (unsigned long id)
    {
      odb::transaction t (db2->begin ());
      std::unique_ptr<T> r (db2->load<T> (id));
      t.commit ();
      return r;
    }

    // Reads all that a query has found, and returns how many there are.
    //
    template <typename T>
    static unsigned read (odb::result<T> r)
    {
      return static_cast<unsigned> (std::distance (r.begin (), r.end ()));
    }

    redis_server redis;
    mutable messages log;
    hook_tracer hook;
    std::unique_ptr<odb::database> db;
    std::unique_ptr<odb::database> db2;
    std::unique_ptr<odb_alkey::plugin> writer;
    std::unique_ptr<odb_alkey::plugin> reader;

  private:
    std::chrono::milliseconds fence_timeout_;
    odb_alkey::when_unavailable when_unavailable_;
  };
}

#endif // TESTS_DATABASES_CLIENTS_HXX
