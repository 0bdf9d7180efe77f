#include <tests/benchmark/pgsql-world.hxx>

#include <exception>
#include <iostream>

#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <tests/support/redis-setup.hxx>

#include "server-rows-odb.hxx"

namespace benchmarks
{
  namespace
  {
    template <typename T>
    void persist (odb::database& db, unsigned long id)
    {
      T r;
      r.id = id;
      db.persist (r);
    }

    std::unique_ptr<pgsql_world> make ()
    try
    {
      return std::make_unique<pgsql_world> ();
    }
    catch (const std::exception& e)
    {
      std::cerr << "no PostgreSQL: " << e.what () << std::endl;
      return nullptr;
    }
  }

  pgsql_world::pgsql_world ()
      : server (
          tests::make_pgsql_server ({"fsync=on", "full_page_writes=on"})),
        db (server->open ()), bare (server->open ())
  {
    tests::settle (redis);

    odb::transaction t (bare->begin ());
    odb::schema_catalog::create_schema (*bare);

    for (unsigned long id (1); id <= pgsql_rows; ++id)
    {
      persist<plain_server_row> (*bare, id);
      persist<tracked_server_row> (*bare, id);
    }

    t.commit ();

    alkey.reset (
      new odb_alkey::plugin (*db, tests::patient_options (redis.url ())));
  }

  pgsql_world* a_pgsql_world ()
  {
    static const std::unique_ptr<pgsql_world> w (make ());
    return w.get ();
  }
}
