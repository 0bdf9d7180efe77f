#ifndef TESTS_SUPPORT_TWO_PROCESSES_HXX
#define TESTS_SUPPORT_TWO_PROCESSES_HXX

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <odb/connection.hxx>
#include <odb/transaction.hxx>

#include <tests/support/await.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/traced.hxx>

#include "library-odb.hxx"

namespace tests
{
  // A writer and a reader with a plugin and a database object each, as two
  // processes have them; the test decides which does what, and when. Both keep
  // some shelves that are there from the start.
  //
  struct two_processes: traced
  {
    explicit two_processes (
      std::chrono::milliseconds timeout = std::chrono::seconds (10),
      std::size_t row_fences = odb_alkey::options ().max_row_fences,
      redis_server::clock clock = redis_server::clock::the_machine_s)
        : traced (clock), timeout_ (timeout), row_fences_ (row_fences)
    {
      renew (options ());
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

    // Returns the reader's key of a row.
    //
    odb_alkey::key key_of (const shelf& s)
    {
      return reader->cache_key (odb_alkey::one<shelf> (s.id));
    }

    bool storable (const shelf& s)
    {
      return key_of (s).storable ();
    }

    // Waits for the end of a quarantine, or for a fence to be healed.
    //
    odb_alkey::key await_storable (const shelf& s)
    {
      await ("a key that is storable", [&] { return storable (s); });
      return key_of (s);
    }

    // Returns the reader's token of a row.
    //
    std::string token (const shelf& s)
    {
      return reader->token (odb_alkey::one<shelf> (s.id));
    }

    // Returns the writer's token store.
    //
    odb_alkey::tokens::token_store& store ()
    {
      return odb_alkey::detail::plugin_access::store (*alkey);
    }

    // Waits until Redis has been told of everything that is pending.
    //
    bool back ()
    {
      return alkey->flush (patience) == 0 && reader->flush (patience) == 0;
    }

    // Returns the Redis key of an identifier, of the origin or the commits.
    //
    static std::string redis_key (const std::string& identifier)
    {
      return "{alkey}:" + identifier;
    }

    // Returns a Redis string, which is empty if there is none.
    //
    std::string stored (const std::string& identifier)
    {
      return redis.command ({"GET", redis_key (identifier)}).str ();
    }

    std::string stored (const shelf& s)
    {
      return stored (name (s));
    }

    static std::string name (const shelf& s)
    {
      return "alkey:shelf#" + std::to_string (s.id);
    }

    // Returns the milliseconds until a Redis string expires; -1 if it does
    // not.
    //
    std::int64_t life (const std::string& identifier)
    {
      return redis.command ({"PTTL", redis_key (identifier)}).number ();
    }

    void write (const std::string& identifier, const std::string& text)
    {
      redis.command ({"SET", redis_key (identifier), text});
    }

    void evict (const std::string& identifier)
    {
      redis.command ({"DEL", redis_key (identifier)});
    }

    // These return the epoch of the origin, and the origin with another clock.
    //
    std::string epoch ()
    {
      return stored ("origin").substr (0, 16);
    }

    std::string origin_at (const std::string& clock)
    {
      const std::string o (stored ("origin"));
      return o.substr (0, 17) + clock + o.substr (o.find (' ', 17));
    }

    // Returns the microseconds since 1970 by the clock of Redis.
    //
    std::uint64_t now ()
    {
      odb_alkey::redis::reply t (redis.command ({"TIME"}));
      return std::stoull (t[0].str ()) * 1000000 + std::stoull (t[1].str ());
    }

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
