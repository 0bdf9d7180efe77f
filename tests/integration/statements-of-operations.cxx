// Statements that ODB executes for an operation on an object, and those that
// it executes without one, or that others execute within one.

#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/exceptions.hxx>

#include "swept.hxx"

using namespace zoo;
using odb_alkey::all;
using odb_alkey::key;
using odb_alkey::one;
using tests::with_id;

BOOST_FIXTURE_TEST_SUITE (statements_of_operations, tests::swept)

BOOST_AUTO_TEST_CASE (odbs_own_statements_without_a_callback_sweep)
{
  BOOST_TEST (changed ([this] { db->erase_query<account> ("id = 7"); }) ==
              "account#1");
  BOOST_TEST (changed ([this] { db->erase<playlist> (1); }) == "playlist#1");
  BOOST_TEST (changed_outside (
                [this]
                {
                  article a;
                  commit (
                    [&]
                    {
                      db->load (1, a);
                      db->load (a, a.full);
                      a.body = "new";
                      db->update (a, a.full);
                    });
                }) == "article#1");
}

BOOST_AUTO_TEST_CASE (operations_by_object_do_not_sweep)
{
  std::string by_object (changed_outside (
    [this]
    {
      commit (
        [this]
        {
          account a;
          db->load (1, a);
          a.balance = 2;
          db->update (a);
          db->update (a);
          playlist p;
          db->load (1, p);
          p.tags.push_back ("a");
          p.plays["b"] = 2;
          db->update (p);
          dog d;
          db->load (1, d);
          d.barks = 3;
          db->update (d);
          user v;
          v.name = "another";
          db->persist (v);
          db->erase (v);
          alkey->erase<document> ("e");
        });
      article a;
      commit (
        [&]
        {
          db->load (1, a);
          db->load (a, a.full);
          alkey->update (a, a.full);
        });
    }));

  BOOST_TEST (by_object ==
              "account#1 article#1 playlist#1 animal#1 document#e user#2");
  BOOST_TEST (sweeps () == 0U);
}

BOOST_AUTO_TEST_CASE (nothing_is_lost_by_an_operation_that_throws)
{
  // The bracket of an update that fails stays open, and what comes after it
  // is not its own.
  //
  auto fails = [this]
  {
    account a (with_id<account> (7));
    BOOST_CHECK_THROW (db->update (a), odb::object_changed);
  };

  BOOST_TEST (changed (
                [&]
                {
                  fails ();
                  db->execute ("UPDATE account SET balance = 6");
                }) == "account#1");
  BOOST_TEST (changed (
                [&]
                {
                  fails ();
                  db->erase_query<zoo::app::user> ();
                }) == "account#1 app.users#1");

  // The same object again: now it succeeds.
  //
  account a (with_id<account> (7));
  BOOST_TEST (changed (
                [&]
                {
                  BOOST_CHECK_THROW (db->update (a), odb::exception);
                  db->erase_query<account> ("id = 2");
                  db->persist (a);
                }) == "account#1");

  // Another operation comes within.
  //
  BOOST_TEST (changed (
                [&]
                {
                  fails ();
                  account b;
                  db->load (7, b);
                  db->update (b);
                  db->erase_query<account> ("id = 2");
                  db->erase (b);
                }) == "account#1");
}

BOOST_AUTO_TEST_CASE (what_is_swept_is_fenced_before_the_commit)
{
  bool in_flight (false);
  auto look = [&] (odb::connection&)
  {
    in_flight = !alkey->cache_key (one<account> (1)).storable ();
  };

  hook.at ("COMMIT", look);
  commit ([this] { db->execute ("UPDATE account SET balance = 3"); });
  BOOST_TEST (in_flight);

  // The writes of an operation that has failed.
  //
  in_flight = false;
  hook.at ("COMMIT", look);
  commit (
    [this]
    {
      account a (with_id<account> (7));
      BOOST_CHECK_THROW (db->update (a), odb::object_changed);
    });
  BOOST_TEST (in_flight);
}

BOOST_AUTO_TEST_CASE (an_operation_that_fails_at_last_is_undone)
{
  // A rollback to a savepoint comes too late: the tokens change all the same.
  //
  BOOST_TEST (changed (
                [&]
                {
                  db->execute ("SAVEPOINT s");
                  db->execute ("DELETE FROM account");
                  db->execute ("ROLLBACK TO s");
                }) == "account#1");
  BOOST_TEST (changed_outside (
                [&]
                {
                  odb::transaction t (db->begin ());
                  db->execute ("DELETE FROM account");
                  t.rollback ();
                }) == "");
}

BOOST_AUTO_TEST_CASE (what_a_callback_executes_is_not_the_objects_own)
{
  story s;
  s.title = "a";
  s.on_update = [] (odb::database& d)
  {
    d.execute ("UPDATE account SET balance = 8");
    d.erase_query<document> ("id = 'none'");
  };
  commit ([&] { db->persist (s); });

  BOOST_TEST (changed ([&] { db->update (s); }) == "account#1 document#e");

  // Statements on the object's own table are not its own either.
  //
  key other (alkey->cache_key (one<story> (99)));
  s.on_update = [] (odb::database& d)
  {
    d.execute ("UPDATE story SET title = 'b' WHERE id = 99");
  };
  commit ([&] { db->update (s); });
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<story> (99)).str () != other.str ());

  // Statements that ODB prepares within are another object's, though they
  // look like the object's own.
  //
  story other_story;
  commit ([&] { db->persist (other_story); });
  int id (other_story.id);
  auto changes_other = [&] (std::function<void (odb::database&)> f)
  {
    alkey->refresh ();
    std::string before_it (alkey->token (one<story> (99)));
    s.on_update = f;
    commit ([&] { db->update (s); });
    alkey->refresh ();
    return alkey->token (one<story> (99)) != before_it;
  };
  BOOST_TEST (changes_other ([=] (odb::database& d) { d.erase<story> (id); }));
  BOOST_TEST (changes_other ([] (odb::database& d)
                             { d.erase_query<story> ("id = 99"); }));
  BOOST_TEST (!changes_other ([] (odb::database&) {}));

  // Statements after another operation that failed within are not its own.
  //
  s.on_update = [] (odb::database& d)
  {
    account a (with_id<account> (7));
    BOOST_CHECK_THROW (d.update (a), odb::object_changed);
    d.erase_query<account> ("id = 2");
  };
  BOOST_TEST (changed ([&] { db->update (s); }) == "account#1");

  // An operation on another object is.
  //
  std::size_t before (sweeps ());
  s.on_update = [] (odb::database& d)
  {
    account a;
    d.load (1, a);
    d.update (a);
  };
  BOOST_TEST (changed ([&] { db->update (s); }) == "account#1");
  BOOST_TEST (sweeps () == before);
}

BOOST_AUTO_TEST_CASE (what_a_transaction_has_swept_is_dirty_in_it)
{
  alkey->cache_key (all<account> (), all<document> ());
  odb::transaction t (db->begin ());
  db->execute ("UPDATE account SET balance = 13");
  BOOST_TEST (!alkey->cache_key (one<account> (1)).storable ());
  BOOST_TEST (!alkey->cache_key (all<account> ()).storable ());
  BOOST_TEST (alkey->cache_key (one<document> ("e")).storable ());

  account a;
  db->load (1, a);
  document d;
  db->load ("e", d);
  t.commit ();
  alkey->refresh ();
  BOOST_TEST (!alkey->cache_key (a).storable ());
  BOOST_TEST (alkey->cache_key (d).storable ());
}

BOOST_AUTO_TEST_CASE (what_a_failed_operation_has_written_is_dirty)
{
  alkey->cache_key (one<account> (1));
  alkey->refresh ();
  odb::transaction t (db->begin ());
  db->execute ("SELECT 1");
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  account a (with_id<account> (7));
  BOOST_CHECK_THROW (db->update (a), odb::object_changed);
  db->erase_query<account> ("id = 2");
  BOOST_TEST (!alkey->cache_key (one<account> (1)).storable ());
}

BOOST_AUTO_TEST_SUITE_END ()
