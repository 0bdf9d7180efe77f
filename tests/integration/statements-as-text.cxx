// Statements outside of transactions, and transactions that the program begins
// and ends with statements, behind ODB's back.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <sqlite3.h>

#include <odb/exceptions.hxx>
#include <odb/sqlite/connection.hxx>

#include "swept.hxx"

using namespace zoo;
using odb_alkey::key;
using odb_alkey::one;

namespace
{
  // Called by SQLite.
  //
  struct seen_within
  {
    static void look (sqlite3_context* context, int, sqlite3_value**)
    {
      seen_within& s (
        *static_cast<seen_within*> (sqlite3_user_data (context)));
      ++s.calls;
      s.storable += s.alkey->cache_key (one<account> (1)).storable () ? 1 : 0;
      sqlite3_result_int (context, 1);
    }

    odb_alkey::plugin* alkey;
    int calls;
    int storable;
  };
}

BOOST_FIXTURE_TEST_SUITE (statements_as_text, tests::swept)

BOOST_AUTO_TEST_CASE (a_statement_outside_of_a_transaction_commits_by_itself)
{
  odb::connection_ptr c (db->connection ());
  const std::string update ("UPDATE account SET balance = 9");

  // Fenced before it is sent; reset when it is done.
  //
  key before (alkey->cache_key (one<account> (1)));
  bool in_flight (false);
  hook.at (update, [&] (odb::connection&)
           { in_flight = !alkey->cache_key (one<account> (1)).storable (); });
  c->execute (update);
  BOOST_TEST (in_flight);

  key after (alkey->cache_key (one<account> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());

  // It is reset as well if it fails, or writes nothing.
  //
  BOOST_CHECK_THROW (c->execute ("INSERT INTO account VALUES (1, 1, 0)"),
                     odb::exception);
  key failed (alkey->cache_key (one<account> (1)));
  BOOST_TEST (failed.storable ());
  BOOST_TEST (failed.str () != after.str ());
  c->execute ("DELETE FROM account WHERE id = 77");
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  // Whatever comes next on the connection settles it, too.
  //
  c->execute (update);
  {
    odb::transaction t (c->begin ());
    t.commit ();
  }
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());
  BOOST_TEST (alkey->cache_key (one<account> (1)).str () != failed.str ());
  BOOST_TEST (alkey->stats ().unknown_commits == 0U);
}

// While it writes, a function of SQLite's may be called, by which the program
// makes keys.
//
BOOST_AUTO_TEST_CASE (a_statement_is_not_settled_before_it_is_done)
{
  odb::connection_ptr p (db->connection ());
  odb::sqlite::connection& c (static_cast<odb::sqlite::connection&> (*p));
  seen_within s {alkey.get (), 0, 0};
  BOOST_REQUIRE (sqlite3_create_function (c.handle (), "look", 0, SQLITE_UTF8,
                                          &s, &seen_within::look, nullptr,
                                          nullptr) == SQLITE_OK);

  c.execute ("UPDATE account SET balance = look ()");
  BOOST_TEST (s.calls == 1);
  BOOST_TEST (s.storable == 0);
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  // Within a transaction as text it is settled, and once more when that ends.
  //
  c.execute ("BEGIN");
  c.execute ("UPDATE account SET balance = 14");
  key between (alkey->cache_key (one<account> (1)));
  c.execute ("COMMIT");
  key after (alkey->cache_key (one<account> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != between.str ());
}

BOOST_AUTO_TEST_CASE (a_transaction_that_odb_does_not_know_is_one)
{
  odb::connection_ptr c (db->connection ());
  BOOST_TEST (changed_outside (
                [&]
                {
                  c->execute ("BEGIN");
                  c->execute ("UPDATE account SET balance = 10");
                  c->execute ("DELETE FROM document");
                  c->execute ("COMMIT");
                  c->execute ("SELECT 1");
                }) == "account#1 document#e");

  // The row was fenced in case that BEGIN failed.
  //
  BOOST_TEST (changed_outside (
                [&]
                {
                  c->execute ("BEGIN");
                  c->execute ("UPDATE account SET balance = 11");
                  c->execute ("ROLLBACK");
                  c->execute ("SELECT 1");
                }) == "account#1");
}

BOOST_AUTO_TEST_CASE (transactions_as_text_may_fail_to_begin_and_to_end)
{
  odb::connection_ptr c (db->connection ());
  auto run = [&] (std::vector<const char*> texts)
  {
    for (const char* t : texts)
    {
      try
      {
        c->execute (t);
      }
      catch (const odb::exception&)
      {
      }
    }
  };
  const char update[] = "UPDATE account SET balance = balance + 1";
  auto key_now = [this]
  {
    alkey->refresh ();
    return alkey->token (one<account> (1));
  };

  // A BEGIN within a transaction.
  //
  run ({"BEGIN", update, "SELECT 1", "BEGIN", "SELECT 1"});
  std::string before (key_now ());
  run ({"COMMIT", "SELECT 1"});
  BOOST_TEST (key_now () != before);

  // SQLite's other way to begin one.
  //
  run ({"SAVEPOINT a", update, "SELECT 1"});
  before = key_now ();
  run ({"RELEASE a", "SELECT 1"});
  BOOST_TEST (key_now () != before);

  // A COMMIT that has to be tried again, since another connection reads.
  //
  c->execute ("PRAGMA journal_mode = DELETE");
  odb::connection_ptr other (db->connection ());
  run ({"BEGIN", update});
  {
    odb::transaction t (other->begin ());
    account a;
    db->load (1, a);
    BOOST_CHECK_THROW (c->execute ("COMMIT"), odb::exception);
    t.rollback ();
  }
  run ({"SELECT 1"});
  before = key_now ();
  run ({"COMMIT", "SELECT 1"});
  BOOST_TEST (key_now () != before);
}

BOOST_AUTO_TEST_CASE (what_ends_a_transaction_behind_odbs_back)
{
  auto key_now = [this]
  {
    alkey->refresh ();
    return alkey->cache_key (one<account> (1)).str ();
  };
  std::string before (key_now ());
  {
    odb::transaction t (db->begin ());
    db->execute ("UPDATE account SET balance = 20");
    db->execute ("COMMIT");
    db->execute ("DELETE FROM document");
    BOOST_TEST (!alkey->cache_key (one<document> ("e")).storable ());
    BOOST_CHECK_THROW (t.rollback (), odb::exception);
  }
  BOOST_TEST (key_now () != before);
  BOOST_TEST (alkey->cache_key (one<document> ("e")).storable ());
}

BOOST_AUTO_TEST_CASE (a_plugin_that_comes_late_misses_no_statement)
{
  alkey.reset ();
  odb::connection_ptr c (db->connection ());
  c->execute ("BEGIN");
  alkey.reset (new odb_alkey::plugin (*db, options ()));

  key before (alkey->cache_key (one<account> (1)));
  c->execute ("UPDATE account SET balance = 12");
  c->execute ("SELECT 1");
  alkey->refresh ();

  // It looked like one that commits by itself. Its COMMIT shows that it was
  // not, and that the key in between was made too early.
  //
  key between (alkey->cache_key (one<account> (1)));
  BOOST_TEST (between.str () != before.str ());
  c->execute ("COMMIT");
  c->execute ("SELECT 1");
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<account> (1)).str () != between.str ());
}

BOOST_AUTO_TEST_SUITE_END ()
