#include <tests/benchmark/world.hxx>

#include <map>

#include <odb/connection.hxx>
#include <odb/transaction.hxx>

#include <tests/support/certificates.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    template <typename T>
    void fill (odb::database& db, std::size_t rows)
    {
      for (std::size_t i (1); i <= rows; ++i)
      {
        T r;
        r.id = i;
        r.name = "row " + std::to_string (i);
        r.count = static_cast<long> (i);
        db.persist (r);
      }
    }

    void prepare (odb::database& db, const setting& s)
    {
      // There is one connection, since there is one thread.
      //
      db.connection ()->execute ("PRAGMA synchronous = " + s.synchronous);

      odb::transaction t (db.begin ());
      fill<plain_row> (db, s.rows);
      fill<tracked_row> (db, s.rows);
      fill<wide_row> (db, s.rows);
      t.commit ();
    }

    setting over (transport t)
    {
      setting s;
      s.transport = t;
      return s;
    }
  }

  world::world (const setting& s)
      : environment ({}, s.transport == transport::tls
                           ? redis_server::listen::local_and_tls
                           : redis_server::listen::local_and_tcp),
        transport (s.transport), connections (s.connections),
        bare (tests::make_database (directory.path () + "/bare"))
  {
    // Rows that were there before.
    //
    alkey.reset ();
    prepare (*db, s);
    prepare (*bare, s);
    alkey.reset (new odb_alkey::plugin (*db, options ()));
  }

  std::string world::url () const
  {
    switch (transport)
    {
    case transport::tcp:
      return redis.tcp_url ();
    case transport::tls:
      return redis.tls_url ();
    default:
      return redis.url ();
    }
  }

  odb_alkey::options world::options () const
  {
    odb_alkey::options o (environment::options ());
    o.url = url ();

    if (transport == transport::tls)
      o.tls_ca = tests::certificates::made ().authority.file;

    o.max_connections = connections;
    return o;
  }

  world& reading (transport t)
  {
    static std::map<transport, std::unique_ptr<world>> all;
    std::unique_ptr<world>& w (all[t]);

    if (w == nullptr)
      w.reset (new world (over (t)));

    return *w;
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

  std::vector<tracked_row> objects (odb_alkey::plugin& alkey,
                                    odb::database& db, std::size_t n)
  {
    std::vector<tracked_row> r (n);

    for (tracked_row& o : r)
      o.id = static_cast<unsigned long> (&o - r.data () + 1);

    alkey.cache_key (odb_alkey::all<tracked_row> (), r);

    odb::transaction t (db.begin ());

    for (tracked_row& o : r)
      db.load (o.id, o);

    t.commit ();
    return r;
  }

  std::vector<tracked_row> objects (world& w, std::size_t n)
  {
    return objects (*w.alkey, *w.db, n);
  }
}
