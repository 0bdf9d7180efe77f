// Ids and members of types that ODB has from 2.5 and 2.6 on.

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>

#include "notebook.hxx"

using odb_alkey::one;

namespace
{
  struct with_plugin: tests::notebook
  {
    with_plugin (): db (open ()), alkey (db, options ()) {}

    // True if an update of the object changes its token, and no statement is
    // taken for one of unknown rows.
    //
    template <typename T, typename Id>
    bool changes (const T& object, const Id& id)
    {
      commit (db, [&] { db.persist (object); });
      alkey.refresh ();
      std::string before (alkey.token (one<T> (id)));
      BOOST_TEST (alkey.token (object) == before);
      commit (db, [&] { db.update (object); });
      alkey.refresh ();
      BOOST_TEST (alkey.stats ().swept_statements == 0U);
      return alkey.token (one<T> (id)) != before;
    }

    database db;
    odb_alkey::plugin alkey;
  };
}

BOOST_FIXTURE_TEST_SUITE (ids, with_plugin)

BOOST_AUTO_TEST_CASE (the_id_is_a_part_of_a_value)
{
  folder f;
  f.where.shelf = "a b";
  BOOST_TEST (changes (f, std::string ("a b")));
}

BOOST_AUTO_TEST_CASE (the_id_has_a_wrapper)
{
  label l;
  BOOST_CHECK_EXCEPTION (
    alkey.token (l), odb_alkey::exception,
    [] (const odb_alkey::exception& e)
    { return std::string (e.what ()).find ("is null") != std::string::npos; });
  l.id = 7;
  BOOST_TEST (changes (l, 7));
  BOOST_TEST (alkey.token (l) == alkey.token ("alkey:main.label#7"));
}

BOOST_AUTO_TEST_CASE (the_id_is_mapped)
{
  marker m;
  m.id = colour::green;
  BOOST_TEST (changes (m, colour::green));
}

BOOST_AUTO_TEST_SUITE_END ()
