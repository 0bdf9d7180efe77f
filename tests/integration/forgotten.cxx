// A class whose callback is missing: nothing tells of its objects, but that it
// is tracked is known all the same, so that no key of it is stale.

#include "forgotten.hxx"

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <tests/support/traced.hxx>

#include "forgotten-odb.hxx"
#include "library-odb.hxx"
#include "with-id.hxx"

using odb_alkey::key;
using tests::with_id;

namespace
{
  struct fixture: tests::traced
  {
    fixture ()
    {
      subjects = {"note#1", "note#2",   "sign#1",
                  "pet#1",  "answer#1", "shelf#1"};
      commit ([this]
              { odb::schema_catalog::create_schema (*db, "forgotten"); });

      odb_alkey::options o (options ());
      o.log = [this] (odb_alkey::log_level l, const std::string& s)
      {
        (l == odb_alkey::log_level::error ? errors : log).add (s);
      };
      renew (o);
      alkey->reads_schema ("forgotten");
      before = alkey->stats ();
    }

    std::uint64_t without_callback () const
    {
      return alkey->stats ().without_callback - before.without_callback;
    }

    tests::messages errors;
    odb_alkey::stats before;
  };
}

BOOST_FIXTURE_TEST_SUITE (callbacks_that_are_missing, fixture)

BOOST_AUTO_TEST_CASE (each_write_changes_every_object_of_the_table)
{
  forgotten::note n (with_id<forgotten::note> (1));

  BOOST_TEST (changed ([&] { db->persist (n); }) == "note#1 note#2");
  BOOST_TEST (changed ([&] { db->update (n); }) == "note#1 note#2");
  BOOST_TEST (changed ([&] { db->execute ("UPDATE note SET text = 'a'"); }) ==
              "note#1 note#2");
  BOOST_TEST (changed ([&] { db->load (1, n); }) == "");
  BOOST_TEST (changed ([&] { db->erase (n); }) == "note#1 note#2");
  BOOST_TEST (changed ([&] { db->erase_query<forgotten::note> (); }) ==
              "note#1 note#2");
  BOOST_TEST (without_callback () == 5U);
  BOOST_TEST (alkey->stats ().swept_statements - before.swept_statements ==
              5U);

  forgotten::sign s (with_id<forgotten::sign> (1));
  BOOST_TEST (changed ([&] { db->persist (s); }) == "sign#1");

  forgotten::hound h (with_id<forgotten::hound> (1));
  BOOST_TEST (changed ([&] { db->persist (h); }) == "pet#1");
  BOOST_TEST (changed ([&] { db->execute ("DELETE FROM hound"); }) == "pet#1");
}

BOOST_AUTO_TEST_CASE (no_key_is_stale)
{
  forgotten::note n (with_id<forgotten::note> (1));
  commit ([&] { db->persist (n); });
  alkey->refresh ();

  key first (alkey->cache_key ("alkey:note#1"));
  BOOST_TEST (first.storable ());

  odb::transaction t (db->begin ());
  db->update (n);
  BOOST_TEST (!alkey->cache_key ("alkey:note#1").storable ());
  t.commit ();
  alkey->refresh ();

  key second (alkey->cache_key ("alkey:note#1"));
  BOOST_TEST (second.storable ());
  BOOST_TEST (second.str () != first.str ());
}

BOOST_AUTO_TEST_CASE (the_class_and_the_pragma_are_told_once)
{
  forgotten::note n (with_id<forgotten::note> (1));
  commit ([&] { db->persist (n); });
  commit ([&] { db->update (n); });
  commit ([&] { db->erase (n); });

  BOOST_TEST (without_callback () == 3U);
  BOOST_TEST (errors.all ().size () == 1U);
  BOOST_TEST (errors.count ("class forgotten::note ") == 1U);
  BOOST_TEST (errors.count ("#pragma db object callback(track)") == 1U);

  // Another class is reported as well.
  //
  forgotten::sign s (with_id<forgotten::sign> (1));
  commit ([&] { db->persist (s); });
  BOOST_TEST (errors.all ().size () == 2U);
  BOOST_TEST (errors.count ("class forgotten::sign ") == 1U);
}

// The parents of its objects are not known.
//
BOOST_AUTO_TEST_CASE (parents_that_are_not_asked_for_may_be_any)
{
  forgotten::answer r (with_id<forgotten::answer> (1));
  r.to = "alkey:shelf#1";
  BOOST_TEST (changed ([&] { db->persist (r); }) ==
              "note#1 note#2 sign#1 pet#1 answer#1 shelf#1");
}

BOOST_AUTO_TEST_CASE (a_statement_outside_of_a_transaction_counts)
{
  db->connection ()->execute ("UPDATE note SET text = 'b'");
  BOOST_TEST (without_callback () == 1U);
  BOOST_TEST (errors.count ("forgotten::note") == 1U);
}

BOOST_AUTO_TEST_CASE (classes_with_their_callback_are_not_accused)
{
  shelf s ("a");
  BOOST_TEST (changed ([&] { db->persist (s); }) == "shelf#1");
  BOOST_TEST (changed ([&] { db->execute ("UPDATE shelf SET id = 1"); }) ==
              "shelf#1");
  BOOST_TEST (changed ([&] { db->erase_query<shelf> (); }) == "shelf#1");
  BOOST_TEST (without_callback () == 0U);
  BOOST_TEST (errors.all ().empty ());
}

BOOST_AUTO_TEST_CASE (every_plugin_of_the_program_knows)
{
  std::unique_ptr<odb::sqlite::database> other (
    tests::make_database (directory.path () + "/other"));
  odb_alkey::options o (options ());
  o.name_space = "other";
  tests::settle (redis, "other");
  odb_alkey::plugin second (*other, o);

  std::string token (second.token ("alkey:note#1"));
  odb::transaction t (other->begin ());
  odb::schema_catalog::create_schema (*other, "forgotten");
  forgotten::note n (with_id<forgotten::note> (1));
  other->persist (n);
  t.commit ();
  second.refresh ();

  BOOST_TEST (second.token ("alkey:note#1") != token);
  BOOST_TEST (second.stats ().without_callback > 0U);
  BOOST_TEST (without_callback () == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
