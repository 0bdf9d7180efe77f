#ifndef TESTS_SUPPORT_TWO_PROCESSES_HXX
#define TESTS_SUPPORT_TWO_PROCESSES_HXX

#include <functional>
#include <memory>
#include <string>

#include <odb/connection.hxx>
#include <odb/transaction.hxx>

#include <tests/support/environment.hxx>
#include <tests/support/hook-tracer.hxx>

#include "library-odb.hxx"

namespace tests
{
  // A writer and a reader with a plugin and a database object each, as two
  // processes have them; the test decides which does what, and when. Both keep
  // some shelves that are there from the start.
  //
  struct two_processes: environment
  {
    explicit two_processes (
      std::chrono::milliseconds timeout = std::chrono::seconds (10),
      std::size_t row_fences = odb_alkey::options ().max_row_fences,
      redis_server::clock clock = redis_server::clock::the_machine_s)
        : environment ({}, redis_server::listen::local, clock),
          timeout_ (timeout), row_fences_ (row_fences)
    {
      alkey.reset ();
      db->tracer (hook);
      alkey.reset (new odb_alkey::plugin (*db, options ()));

      commit (
        [this]
        {
          db->persist (x);
          db->persist (y);
        });

      db2 = open_database (directory.path () + "/db");
      renew_reader (options ());

      // The tokens and sweeps of the tables are there, as they are in an
      // application that has been up for a while: a sweep that has just been
      // created counts as a change.
      //
      reader->cache_key (odb_alkey::all<shelf> (), odb_alkey::all<book> (), x,
                         y);
      wait_for_resets ();
    }

    // The database outlives the tracer.
    //
    ~two_processes ()
    {
      alkey.reset ();
      db->tracer (static_cast<odb::tracer*> (nullptr));
    }

    odb_alkey::options options () const
    {
      odb_alkey::options o (environment::options ());
      o.fence_timeout = timeout_;
      o.max_row_fences = row_fences_;
      return o;
    }

    void renew_reader (const odb_alkey::options& o)
    {
      reader.reset ();
      reader.reset (new odb_alkey::plugin (*db2, o));
    }

    // The reader loads in a transaction of its own, of which nothing stays
    // open.
    //
    std::shared_ptr<shelf> load (unsigned long id)
    {
      odb::transaction t (db2->begin ());
      std::shared_ptr<shelf> s (db2->load<shelf> (id));
      t.commit ();
      return s;
    }

    // A commit of the writer that runs f when its tokens are fenced and
    // COMMIT is not sent.
    //
    void commit_with (const shelf& s, std::function<void ()> f)
    {
      hook.at ("COMMIT", [&f] (odb::connection&) { f (); });
      commit ([&] { db->update (s); });
    }

    // Waits until a reset that was sent has been done, seen from outside.
    //
    void wait_for_resets ()
    {
      alkey->refresh ();
    }

    // A Redis string, empty if there is none.
    //
    std::string stored (const std::string& identifier)
    {
      return redis.command ({"GET", "alkey:" + identifier}).str ();
    }

    std::string stored (const shelf& s)
    {
      return stored (name (s));
    }

    static std::string name (const shelf& s)
    {
      return "alkey:shelf#" + std::to_string (s.id);
    }

    void evict (const std::string& identifier)
    {
      redis.command ({"DEL", "alkey:" + identifier});
    }

    hook_tracer hook;
    std::unique_ptr<odb::sqlite::database> db2;
    std::unique_ptr<odb_alkey::plugin> reader;
    shelf x {"x"};
    shelf y {"y"};

  private:
    std::chrono::milliseconds timeout_;
    std::size_t row_fences_;
  };
}

#endif // TESTS_SUPPORT_TWO_PROCESSES_HXX
