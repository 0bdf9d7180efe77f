// A database that is moved after a plugin was bound to it.

#include <memory>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <tests/support/hook-tracer.hxx>

#include "notebook.hxx"

using odb_alkey::one;

namespace
{
  bool tells (const odb_alkey::exception& e)
  {
    return std::string (e.what ()).find ("was moved from") !=
           std::string::npos;
  }
}

BOOST_FIXTURE_TEST_SUITE (moved, tests::notebook)

BOOST_AUTO_TEST_CASE (before_a_plugin_is_bound_it_is_an_ordinary_one)
{
  std::unique_ptr<database> first (new database (open ()));
  database db (std::move (*first));
  first.reset ();
  odb_alkey::plugin alkey (db, options ());

  note n;
  commit (db, [&] { db.persist (n); });
  std::string before (alkey.token (one<note> (n.id)));
  commit (db, [&] { db.update (n); });
  alkey.refresh ();
  BOOST_TEST (alkey.token (one<note> (n.id)) != before);
  BOOST_TEST (alkey.stats ().swept_statements == 0U);
}

// Nothing is written that the plugin does not see, on an old connection or on
// a new one.
//
BOOST_AUTO_TEST_CASE (afterwards_it_refuses_to_write)
{
  for (bool used : {false, true})
  {
    std::unique_ptr<database> first (
      new database (open (used ? "used" : "new")));
    odb_alkey::plugin alkey (*first, options ());
    note n;

    if (used)
      commit (*first, [&] { first->persist (n); });

    database db (std::move (*first));
    first.reset ();

    BOOST_CHECK_EXCEPTION (odb::transaction (db.begin ()),
                           odb_alkey::exception, tells);
    BOOST_CHECK_EXCEPTION (
      db.connection ()->execute ("DELETE FROM \"main\".\"note\""),
      odb_alkey::exception, tells);
    BOOST_CHECK_EXCEPTION (odb_alkey::plugin (db, options ()),
                           odb_alkey::exception, tells);
  }
}

// The plugin does not look at the first database again, nor at the second.
//
BOOST_AUTO_TEST_CASE (the_end_of_the_plugin_touches_neither)
{
  tests::hook_tracer hook;
  std::unique_ptr<database> first (new database (open ()));
  first->tracer (hook);
  std::unique_ptr<odb_alkey::plugin> alkey (
    new odb_alkey::plugin (*first, options ()));
  note n;
  commit (*first, [&] { first->persist (n); });

  database db (std::move (*first));
  first.reset ();
  alkey.reset ();

  // It is as good as new, and its tracer is called.
  //
  unsigned before (hook.seen);
  commit (db, [&] { db.update (n); });
  BOOST_TEST (hook.seen == before + 3);

  alkey.reset (new odb_alkey::plugin (db, options ()));
  std::string token (alkey->token (one<note> (n.id)));
  before = hook.seen;
  commit (db, [&] { db.update (n); });
  BOOST_TEST (hook.seen == before + 3);
  alkey->refresh ();
  BOOST_TEST (alkey->token (one<note> (n.id)) != token);
}

BOOST_AUTO_TEST_SUITE_END ()
