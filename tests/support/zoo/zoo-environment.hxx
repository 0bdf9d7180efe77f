#ifndef TESTS_SUPPORT_ZOO_ZOO_ENVIRONMENT_HXX
#define TESTS_SUPPORT_ZOO_ZOO_ENVIRONMENT_HXX

#include <memory>

#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <tests/support/traced.hxx>

#include "app-odb.hxx"
#include "zoo-odb.hxx"

namespace zoo
{
  // Redis, SQLite with the zoo's tables, and a plugin.
  //
  struct environment: tests::traced
  {
    environment ()
    {
      db->connection ()->execute ("ATTACH '" + directory.path () +
                                  "/app' AS app");
      commit (
        [this]
        {
          odb::schema_catalog::create_schema (*db, "zoo");
          odb::schema_catalog::create_schema (*db, "zoo-app");
        });
    }

    // Loads in a transaction that knows the present clock, so that keys of the
    // object are storable: also the first one of the table, which creates
    // tokens.
    //
    template <typename T, typename Id>
    std::shared_ptr<T> load (const Id& id)
    {
      alkey->cache_key (odb_alkey::all<T> ());
      odb::transaction t (db->begin ());
      return std::shared_ptr<T> (db->load<T> (id));
    }

    template <typename T>
    void persist (T& object)
    {
      commit ([&] { db->persist (object); });
    }

    template <typename T>
    void update (const T& object)
    {
      commit ([&] { db->update (object); });
    }
  };
}

#endif // TESTS_SUPPORT_ZOO_ZOO_ENVIRONMENT_HXX
