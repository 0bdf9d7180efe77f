#include <tests/fault/stress/sqlite-backend.hxx>

#include <utility>

#include <odb/sqlite/connection-factory.hxx>
#include <odb/transaction.hxx>

#include <tests/fault/stress/subject.hxx>

#include "stock-odb.hxx"

namespace stress
{
  sqlite_backend::sqlite_backend (): path_ (directory_.path () + "/db")
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
    // What dies here are processes, not the system: nothing needs to reach the
    // disk.
    //
    class connections: public odb::sqlite::connection_pool_factory
    {
      pooled_connection_ptr create () override
      {
        pooled_connection_ptr c (connection_pool_factory::create ());
        c->execute ("PRAGMA busy_timeout = 20000");
        c->execute ("PRAGMA synchronous = OFF");
        return c;
      }
    };
  }

  std::unique_ptr<odb::database> sqlite_backend::open () const
  {
    // ODB lets the connections of a process share a cache, in which they see
    // each other's locks and snapshots. Here they are strangers.
    //
    std::unique_ptr<odb::sqlite::connection_factory> f (new connections);
    return std::unique_ptr<odb::database> (new odb::sqlite::database (
      path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, true, "",
      std::move (f)));
  }

  odb::transaction_impl* sqlite_backend::begin_write (odb::database& db) const
  {
    return static_cast<odb::sqlite::database&> (db).begin_immediate ();
  }

  odb::transaction_impl* sqlite_backend::begin_read (odb::database& db,
                                                     isolation) const
  {
    return db.begin ();
  }

  void sqlite_backend::next_statement (odb::database& db, odb::transaction& t,
                                       isolation i) const
  {
    if (i == isolation::read_committed)
    {
      t.commit ();
      t.reset (db.begin ());
    }
  }
}
