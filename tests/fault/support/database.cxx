#include <tests/fault/support/database.hxx>

#include <chrono>
#include <thread>
#include <utility>

#include <sqlite3.h>

#include <odb/sqlite/connection-factory.hxx>

#include <tests/support/environment.hxx>

#include "stock-odb.hxx"

namespace workload
{
  database_file::database_file (): path_ (directory_.path () + "/db")
  {
    std::unique_ptr<odb::sqlite::database> db (tests::make_database (path_));
    odb::transaction t (db->begin ());

    for (subject s (0); s != subject_count; ++s)
    {
      ledger l (ledger_id (s));
      db->persist (l);

      if (s < item_count)
      {
        item i (item_id (s), 0, s % box_count + 1);
        db->persist (i);
      }
      else
      {
        box b (box_id (s));
        db->persist (b);
      }
    }

    t.commit ();
  }

  namespace
  {
    // SQLite's own handler looks for the lock less and less often. Where
    // commits of others take long, one that has waited for some time would
    // hardly ever get it.
    //
    int await_lock (void*, int times)
    {
      std::this_thread::sleep_for (std::chrono::milliseconds (1));
      return times != 20000;
    }

    // Only processes die here, not the system: nothing needs to reach the
    // disk. The releases of ODB return different pointers here.
    //
    class connections: public odb::sqlite::connection_pool_factory
    {
      auto create ()
        -> decltype (this->connection_pool_factory::create ()) override
      {
        auto c (connection_pool_factory::create ());
        sqlite3_busy_handler (c->handle (), &await_lock, nullptr);
        c->execute ("PRAGMA synchronous = OFF");
        return c;
      }
    };
  }

  std::unique_ptr<odb::sqlite::database> database_file::open () const
  {
    // ODB lets the connections of a process share a cache, in which they see
    // each other's locks and snapshots. Here they are strangers.
    //
    std::unique_ptr<odb::sqlite::connection_factory> f (new connections);
    return std::make_unique<odb::sqlite::database> (
      path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, true, "",
      std::move (f));
  }

  editions recorded (odb::database& db)
  {
    editions e (subject_count);

    for (const ledger& l : db.query<ledger> ())
      e.at (l.id - 1) = l.edition;

    return e;
  }

  editions oracle::committed ()
  {
    bool within (odb::transaction::has_current ());
    odb::transaction* before (within ? &odb::transaction::current ()
                                     : nullptr);
    odb::transaction::reset_current ();

    editions e;
    {
      odb::transaction t (db_->begin ());
      e = recorded (*db_);
      t.commit ();
    }

    if (within)
      odb::transaction::current (*before);

    return e;
  }
}
