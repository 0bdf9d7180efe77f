// Writes that no callback reports: what is seen of them are statements.

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/exceptions.hxx>

#include "swept.hxx"

using namespace zoo;
using odb_alkey::everything;
using tests::with_id;

BOOST_FIXTURE_TEST_SUITE (statements, tests::swept)

BOOST_AUTO_TEST_CASE (a_statement_sweeps_the_table_that_it_names)
{
  BOOST_TEST (changed_by ("UPDATE account SET balance = 2") == "account#1");
  BOOST_TEST (changed_by ("update ACCOUNT set balance = 2") == "account#1");
  BOOST_TEST (changed_by ("UPDATE main.[account] SET balance = 2") ==
              "account#1");
  BOOST_TEST (changed_by ("INSERT INTO account SELECT 7, 1, 0") ==
              "account#1");
  BOOST_TEST (changed_by ("DELETE FROM account WHERE id = 7") == "account#1");
  BOOST_TEST (changed_by ("DELETE FROM \"the \"\"Order\"\"\"") ==
              "the%20%22Order%22#1");
  BOOST_TEST (changed_by ("DELETE FROM worlds WHERE 0") == "Worlds#0");
  BOOST_TEST (changed_by ("SELECT * FROM account") == "");
  BOOST_TEST (changed_by ("ALTER TABLE account ADD COLUMN n INTEGER") ==
              "account#1");
  BOOST_TEST (changed_by ("CREATE INDEX account_i ON account (balance)") ==
              "");
}

BOOST_AUTO_TEST_CASE (a_name_without_a_schema_may_be_in_any)
{
  BOOST_TEST (changed_by ("DELETE FROM app.users") == "app.users#1");
  BOOST_TEST (changed_by ("DELETE FROM users") == "app.users#1");
  BOOST_TEST (changed_by ("UPDATE main.user SET name = 'a'") ==
              "user#1 user#2");
}

BOOST_AUTO_TEST_CASE (parts_of_an_object_change_the_object)
{
  BOOST_TEST (changed_by ("DELETE FROM playlist_tags") == "playlist#1");
  BOOST_TEST (changed_by ("UPDATE dog SET barks = 4") == "animal#1");
  BOOST_TEST (changed_by ("DELETE FROM kitten") == "animal#1");

  // A comment that changes touches users, documents and articles, and nobody
  // knows which.
  //
  BOOST_TEST (changed_by ("UPDATE comment SET author = NULL") ==
              "article#1 user#1 comment#1 document#e user#2");
  BOOST_TEST (changed_by ("DELETE FROM comment_seen_in") ==
              "article#1 user#1 comment#1 document#e user#2");
}

BOOST_AUTO_TEST_CASE (a_table_of_no_class_changes_everything_but_no_object)
{
  commit ([this] { db->execute ("CREATE TABLE log (n INTEGER)"); });

  std::string before (alkey->token (everything ()));
  BOOST_TEST (changed_by ("INSERT INTO log VALUES (1)") == "");
  BOOST_TEST (alkey->token (everything ()) != before);

  alkey->owns<account> ("log");
  BOOST_TEST (changed_by ("INSERT INTO log VALUES (1)") == "account#1");
  alkey->owns<zoo::app::user> ("\"main\".\"log\"");
  BOOST_TEST (changed_by ("DELETE FROM log") == "account#1 app.users#1");

  BOOST_CHECK_THROW (alkey->owns<account> (""), odb_alkey::exception);
  BOOST_CHECK_THROW (alkey->reads_schema ("nobody's"), odb_alkey::exception);
}

// Rows of a class that belong to objects of another one, too.
//
BOOST_AUTO_TEST_CASE (a_table_of_another_class_stays_exact_for_its_objects)
{
  subjects.push_back ("account#2");
  alkey->owns<document> ("account");
  account a;
  commit ([&] { db->load (1, a); });

  BOOST_TEST (changed (
                [&]
                {
                  a.balance = 5;
                  db->update (a);
                  a.balance = 6;
                  db->update (a);
                }) == "account#1 document#e");
  BOOST_TEST (sweeps () == 2U);

  // Nothing on a rollback, and while nothing is committed.
  //
  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (changed_outside (
                [&]
                {
                  odb::transaction t (db->begin ());
                  a.balance = 7;
                  db->update (a);
                  t.rollback ();
                }) == "");
  BOOST_TEST (alkey->stats ().fences == n.fences);
  BOOST_TEST (alkey->stats ().resets == n.resets);
  commit ([&] { db->load (1, a); });

  account b (with_id<account> (2));
  BOOST_TEST (changed ([&] { db->persist (b); }) == "document#e account#2");
  BOOST_TEST (changed ([&] { alkey->erase<account> (2); }) ==
              "document#e account#2");

  // A statement that no callback announces, and an update that fails.
  //
  BOOST_TEST (changed_by ("UPDATE account SET balance = 8 WHERE id = 1") ==
              "account#1 document#e account#2");
  BOOST_TEST (changed (
                [&]
                {
                  account c (with_id<account> (7));
                  BOOST_CHECK_THROW (db->update (c), odb::object_changed);
                }) == "account#1 document#e account#2");
}

BOOST_AUTO_TEST_CASE (untracked_rows_cost_nothing)
{
  auto bytes = [this]
  {
    std::string info (redis.command ({"INFO", "commandstats"}).str ());
    return info.substr (0, info.find ("cmdstat_info"));
  };

  std::string before (alkey->token (everything ()));
  odb_alkey::stats n (alkey->stats ());
  std::string commands (bytes ());
  receipt t;
  t.prices = {1, 2};

  commit ([&] { db->persist (t); });
  commit (
    [&]
    {
      t.prices.clear ();
      db->update (t);
      db->execute ("UPDATE receipt SET id = id");
      db->execute ("DELETE FROM receipt_prices");
      db->erase (t);
    });

  BOOST_TEST (alkey->stats ().fences == n.fences);
  BOOST_TEST (alkey->stats ().resets == n.resets);
  BOOST_TEST (bytes () == commands);
  BOOST_TEST (alkey->token (everything ()) == before);

  // Together with others they go with these.
  //
  BOOST_TEST (changed (
                [&]
                {
                  db->persist (t);
                  db->execute ("UPDATE account SET id = id");
                }) == "account#1");
  BOOST_TEST (alkey->token (everything ()) != before);
}

BOOST_AUTO_TEST_CASE (a_container_that_no_schema_tells_is_known_by_its_name)
{
  commit (
    [this]
    {
      db->execute ("CREATE TABLE account_notes (n INTEGER)");
      db->execute ("CREATE TABLE accountant (n INTEGER)");
      db->execute ("CREATE TABLE user_notes (n INTEGER)");
    });
  BOOST_TEST (changed_by ("DELETE FROM account_notes") == "account#1");
  BOOST_TEST (changed_by ("DELETE FROM accountant") == "");
  BOOST_TEST (changed_by ("DELETE FROM main.user_notes") == "user#1 user#2");
}

BOOST_AUTO_TEST_CASE (a_statement_that_is_prepared_once_counts_each_time)
{
  odb::connection_ptr c (db->connection ());
  std::string own (changed_outside (
    [&]
    {
      for (int i (0); i != 3; ++i)
      {
        odb::transaction t (c->begin ());
        c->execute ("UPDATE account SET balance = 5");
        t.commit ();
      }
    }));
  BOOST_TEST (own == "account#1");
  BOOST_TEST (sweeps () == 3U);
}

BOOST_AUTO_TEST_SUITE_END ()
