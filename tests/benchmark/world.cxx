#include <tests/benchmark/world.hxx>

#include <odb/connection.hxx>
#include <odb/transaction.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    template <typename T>
    void fill (odb::database& db)
    {
      for (std::size_t i (1); i <= world::rows; ++i)
      {
        T r;
        r.id = i;
        r.name = "row " + std::to_string (i);
        r.count = static_cast<long> (i);
        db.persist (r);
      }
    }

    void prepare (odb::database& db)
    {
      // There is one connection, since there is one thread.
      //
      db.connection ()->execute ("PRAGMA synchronous = NORMAL");

      odb::transaction t (db.begin ());
      fill<plain_row> (db);
      fill<tracked_row> (db);
      fill<wide_row> (db);
      t.commit ();
    }
  }

  world::world (): bare (tests::make_database (directory.path () + "/bare"))
  {
    // Rows that were there before.
    //
    alkey.reset ();
    prepare (*db);
    prepare (*bare);
    alkey.reset (new odb_alkey::plugin (*db, options ()));
  }

  world& reading ()
  {
    static world w;
    return w;
  }

  world& committing ()
  {
    static world w;
    return w;
  }

  world& storing ()
  {
    static world w;
    return w;
  }

  std::vector<tracked_row> objects (world& w, std::size_t n)
  {
    std::vector<tracked_row> r (n);

    for (tracked_row& o : r)
      o.id = static_cast<unsigned long> (&o - r.data () + 1);

    w.alkey->cache_key (odb_alkey::all<tracked_row> (), r);

    odb::transaction t (w.db->begin ());

    for (tracked_row& o : r)
      w.db->load (o.id, o);

    t.commit ();
    return r;
  }
}
