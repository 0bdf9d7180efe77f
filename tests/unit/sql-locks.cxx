// Texts that may meet a deadlock in MySQL though they write nothing.

#include <odb_alkey/sql/statement.hxx>

#include <boost/test/unit_test.hpp>

#include "written.hxx"

using namespace sql_tests;

BOOST_AUTO_TEST_SUITE (sql_locks)

BOOST_AUTO_TEST_CASE (queries_that_lock_what_they_read)
{
  for (const char* text :
       {"SELECT * FROM users FOR UPDATE",
        "SELECT * FROM users for update skip locked",
        "SELECT * FROM users FOR UPDATE OF users",
        "SELECT * FROM users FOR /* c */ SHARE",
        "SELECT * FROM users LOCK IN SHARE MODE",
        "SELECT\n`users`.`id`\nFROM `users`\nWHERE id = ? FOR UPDATE",
        "(SELECT * FROM users FOR UPDATE)",
        "(SELECT 1) UNION (SELECT * FROM users FOR SHARE)",
        "SELECT * FROM (SELECT * FROM users FOR UPDATE) AS u",
        "SELECT * FROM a WHERE id IN (SELECT id FROM users FOR UPDATE)",
        "WITH u AS (SELECT * FROM users FOR UPDATE) SELECT * FROM u",
        "WITH u AS (SELECT 1) SELECT * FROM u FOR UPDATE",
        "SELECT 1; SELECT * FROM users FOR UPDATE; SELECT 2",
        "SELECT id FROM users INTO @a FOR UPDATE",
        "SELECT id INTO @a FROM users FOR UPDATE",
        "SET STATEMENT max_statement_time = 1 FOR SELECT 1 FROM a FOR UPDATE",
        "SET @a = (SELECT id FROM users FOR UPDATE)",
        "TABLE users FOR UPDATE",
        "SELECT 'C:\\\\' FROM users FOR UPDATE",
        "SELECT '\\'' FROM users LOCK IN SHARE MODE"})
  {
    BOOST_TEST_INFO (text);
    effect e (analyse (text, dialect::mysql));
    BOOST_TEST (e.locks);
    BOOST_TEST_INFO (text);
    BOOST_TEST (!e.unknown_tables);

    for (const dialect& d : {dialect::sqlite, dialect::pgsql, dialect::other})
      BOOST_TEST (!analyse (text, d).locks);
  }
}

// In one of its readings.
//
BOOST_AUTO_TEST_CASE (a_lock_that_may_be_within_a_literal)
{
  for (const char* text :
       {"SELECT 'a\\', ' FOR UPDATE", "SELECT 'a\\'' FOR UPDATE -- '",
        "SELECT \"a\\\", 1 FROM b FOR UPDATE -- \""})
  {
    BOOST_TEST_INFO (text);
    effect e (analyse (text, dialect::mysql));
    BOOST_TEST ((e.locks || e.unknown_tables));
  }
}

BOOST_AUTO_TEST_CASE (queries_that_do_not)
{
  for (const char* text :
       {"SELECT * FROM users", "SELECT 'FOR UPDATE' FROM users",
        "SELECT * FROM users -- FOR UPDATE", "SELECT `for` FROM `lock`",
        "SELECT * FROM users USE INDEX FOR JOIN (i)",
        "SELECT substring(name FROM 1 FOR 2) FROM users", "SHOW TABLES",
        "SAVEPOINT a"})
  {
    BOOST_TEST_INFO (text);
    BOOST_TEST (!analyse (text, dialect::mysql).locks);
  }
}

BOOST_AUTO_TEST_CASE (what_makes_queries_lock)
{
  for (const char* text :
       {"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "set session transaction isolation level serializable",
        "SET LOCAL TRANSACTION READ ONLY, ISOLATION LEVEL SERIALIZABLE",
        "SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET tx_isolation = 'SERIALIZABLE'",
        "SET SESSION transaction_isolation = \"serializable\"",
        "SET @@session.tx_isolation := 'SERIALIZABLE'",
        "SET @@transaction_isolation = 3", "SET `tx_isolation` = @level",
        "SET @a = 1, tx_isolation = 'SERIALIZABLE', @b = 'READ-COMMITTED'",
        "SELECT 1; SET tx_isolation = SERIALIZABLE"})
  {
    BOOST_TEST_INFO (text);
    BOOST_TEST (analyse (text, dialect::mysql).serializes);

    for (const dialect& d : {dialect::sqlite, dialect::pgsql, dialect::other})
      BOOST_TEST (!analyse (text, d).serializes);
  }

  for (const char* text :
       {"SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "SET tx_isolation = 'READ-COMMITTED'",
        "SET @@session.transaction_isolation = 'repeatable-read'",
        "SET @@tx_isolation = 'READ-UNCOMMITTED'", "SET @old = @@tx_isolation",
        "SET NAMES utf8mb4", "SELECT 'SERIALIZABLE'", "SELECT @@tx_isolation"})
  {
    BOOST_TEST_INFO (text);
    BOOST_TEST (!analyse (text, dialect::mysql).serializes);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
