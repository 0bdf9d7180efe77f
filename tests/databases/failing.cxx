// COMMITs that the database itself refuses, where it checks references only
// then.

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/exceptions.hxx>

#include "clients.hxx"

using odb_alkey::key;

BOOST_FIXTURE_TEST_SUITE (failing, tests::clients)

BOOST_AUTO_TEST_CASE (a_reference_that_is_checked_at_the_end)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });
  std::string before (key_of<tree> (x.id).str ());

  odb::connection* used (nullptr);
  {
    label l;
    l.of = odb::lazy_shared_ptr<tree> (*db, 999UL);

    odb::transaction t (db->begin ());
    used = &t.connection ();
    x.name = "elm";
    db->update (x);
    db->persist (l);
    BOOST_CHECK_THROW (t.commit (), odb::database_exception);
  }
  BOOST_TEST (count<label> () == 0U);

  // PostgreSQL sends nothing that would tell that it is over: until the
  // connection goes on its outcome is unknown. SQLite rolls back.
  //
  bool known (db->id () == odb::id_sqlite);
  BOOST_TEST (key_of<tree> (x.id).storable () == known);
  BOOST_TEST (writer->stats ().unknown_commits == (known ? 0U : 1U));

  odb::transaction t (db->begin ());
  BOOST_TEST (&t.connection () == used);
  std::unique_ptr<tree> loaded (db->load<tree> (x.id));
  t.commit ();
  BOOST_TEST (loaded->name == "oak");

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before);
  BOOST_TEST (after.str () == key_of<tree> (x.id).str ());
}

BOOST_AUTO_TEST_SUITE_END ()
