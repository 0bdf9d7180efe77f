// Bulk operations: one statement for several objects.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/database.hxx>
#include <odb/exceptions.hxx>
#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/plugin.hxx>

#include <tests/support/changed.hxx>
#include <tests/support/database-server.hxx>
#include <tests/support/redis-server.hxx>

#include "parcels-odb.hxx"

namespace
{
  struct fixture
  {
    fixture (): server (tests::make_pgsql_server ()), db (server->open ())
    {
      odb_alkey::options o;
      o.url = redis.url ();
      tests::settle (redis);
      commit ([this] { odb::schema_catalog::create_schema (*db); });
      alkey.reset (new odb_alkey::plugin (*db, o));

      for (unsigned long i (1); i != 8; ++i)
      {
        parcels.push_back (parcel (i));
        names.push_back ("parcel#" + std::to_string (i));
      }

      names.push_back ("parcel#9");
    }

    template <typename F>
    void commit (F f)
    {
      odb::transaction t (db->begin ());
      f ();
      t.commit ();
    }

    template <typename F>
    std::string changed (F f)
    {
      return tests::changed (*alkey, *alkey, names, [&] { commit (f); });
    }

    std::uint64_t swept () const
    {
      return alkey->stats ().swept_statements;
    }

    redis_server redis;
    std::unique_ptr<tests::database_server> server;
    std::unique_ptr<odb::database> db;
    std::unique_ptr<odb_alkey::plugin> alkey;
    std::vector<parcel> parcels;
    std::vector<std::string> names;
    const std::string all_seven {
      "parcel#1 parcel#2 parcel#3 parcel#4 parcel#5 parcel#6 parcel#7"};
  };
}

BOOST_FIXTURE_TEST_SUITE (bulk, fixture)

BOOST_AUTO_TEST_CASE (operations_on_objects_change_their_rows_only)
{
  auto begin = [this]
  {
    return parcels.begin ();
  };
  auto end = [this]
  {
    return parcels.end ();
  };

  BOOST_TEST (changed ([&] { db->persist (begin (), end ()); }) == all_seven);
  BOOST_TEST (changed ([&] { db->update (begin (), end ()); }) == all_seven);
  BOOST_TEST (changed ([&] { db->update (begin (), begin () + 2); }) ==
              "parcel#1 parcel#2");
  BOOST_TEST (changed ([&] { db->erase (begin () + 5, end ()); }) ==
              "parcel#6 parcel#7");
  BOOST_TEST (swept () == 0U);
}

BOOST_AUTO_TEST_CASE (an_erase_by_ids_changes_their_rows_if_it_is_told)
{
  commit ([&] { db->persist (parcels.begin (), parcels.end ()); });
  const std::vector<unsigned long> some {1, 2, 3, 5};
  BOOST_TEST (
    changed ([&] { alkey->erase<parcel> (some.begin (), some.end ()); }) ==
    "parcel#1 parcel#2 parcel#3 parcel#5");
  BOOST_TEST (swept () == 0U);

  // ODB does not tell which rows.
  //
  const std::vector<unsigned long> others {4, 6};
  BOOST_TEST (
    changed ([&] { db->erase<parcel> (others.begin (), others.end ()); })
      .find ("parcel#9") != std::string::npos);
}

BOOST_AUTO_TEST_CASE (ids_of_the_database_change_their_rows_only)
{
  std::vector<letter> letters (4);
  names = {"letter#*", "letter#1", "letter#4", "letter#5"};
  BOOST_TEST (
    changed ([&] { db->persist (letters.begin (), letters.end ()); }) ==
    "letter#* letter#1 letter#4");
  BOOST_TEST (swept () == 0U);
}

// Some of a bulk operation exist, so that it fails, and so does the
// transaction.
//
BOOST_AUTO_TEST_CASE (one_that_fails_changes_nothing_in_the_end)
{
  commit ([&] { db->persist (parcels[1]); });
  BOOST_TEST (
    tests::changed (*alkey, *alkey, names,
                    [&]
                    {
                      odb::transaction t (db->begin ());
                      BOOST_CHECK_THROW (
                        db->persist (parcels.begin (), parcels.end ()),
                        odb::exception);
                      t.rollback ();
                    }) == "");
}

BOOST_AUTO_TEST_SUITE_END ()
