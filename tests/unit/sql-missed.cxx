// Texts that write a table in a way that is easily missed. To say that they
// write anything is right; to leave out the table is not.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "written.hxx"

using namespace sql_tests;

namespace
{
  // True if the table is told.
  //
  bool told (const std::string& text, const dialect& d,
             const std::string& table)
  {
    std::string w (written (text, d));
    return (' ' + w + ' ').find (' ' + table + ' ') != std::string::npos ||
           w.find ("anything") != std::string::npos;
  }

  void not_missed (const dialect& d, const std::vector<std::string>& texts,
                   const std::string& table = "users")
  {
    for (const std::string& t : texts)
      BOOST_TEST (told (t, d, table), t << ": " << written (t, d));
  }
}

BOOST_AUTO_TEST_SUITE (sql_missed)

BOOST_AUTO_TEST_CASE (what_follows_a_definition)
{
  for (const dialect& d : every_dialect)
    not_missed (d, {"ALTER TABLE logs RENAME TO x; DELETE FROM users",
                    "ALTER TABLE logs ADD COLUMN n INT; DELETE FROM users",
                    "ALTER VIEW v RENAME TO w; DELETE FROM users",
                    "CREATE TABLE logs (n INT); DELETE FROM users",
                    "CREATE VIEW v AS SELECT 1; DELETE FROM users",
                    "CREATE INDEX i ON logs (n); DELETE FROM users",
                    "DROP TABLE logs; DELETE FROM users"});

  not_missed (dialect::pgsql,
              {"ALTER TABLE logs DETACH PARTITION p; DELETE FROM users",
               "ALTER TABLE logs ATTACH PARTITION p DEFAULT; "
               "DELETE FROM users"});
  not_missed (dialect::mysql,
              {"ALTER TABLE logs EXCHANGE PARTITION p WITH TABLE users",
               "ALTER TABLE logs EXCHANGE PARTITION p WITH TABLE x; "
               "DELETE FROM users"});
}

BOOST_AUTO_TEST_CASE (names_in_postgresql)
{
  not_missed (dialect::pgsql,
              {"TRUNCATE ONLY (users)", "TRUNCATE TABLE a, ONLY (users)",
               "DELETE FROM ONLY (users)", "UPDATE ONLY (users) SET n = 1",
               "-- c\rDELETE FROM users", "DELETE FROM Users",
               "DELETE FROM \xc3\x9csers; DELETE FROM x"});
}

BOOST_AUTO_TEST_CASE (literals_in_postgresql)
{
  not_missed (dialect::pgsql,
              {// Another line goes on with the rules of the first.
               "SELECT E'a'\n'\\'', 'C:\\'; DELETE FROM users; --'",
               "SELECT 'C:\\', E'a'\n'\\''; DELETE FROM users; --'",
               "SELECT 'C:\\', E'a' -- b\n'\\''; DELETE FROM users; --'",
               "SELECT 1$$ ' $$; DELETE FROM users; -- '",
               "SELECT 0x1$$ ' $$; DELETE FROM users; -- '",
               "SELECT 1INTO users", "SELECT 1.INTO users",
               "SELECT $1INTO users",
               "SELECT '\xe9\\'; DELETE FROM users; -- '"});
}

BOOST_AUTO_TEST_CASE (tables_that_come_with_rows_in_postgresql)
{
  not_missed (dialect::pgsql,
              {"WITH x AS (SELECT 1) SELECT * INTO users FROM x",
               "SELECT a IS DISTINCT FROM b INTO users",
               "SELECT a IS DISTINCT FROM b INTO TABLE users FROM c",
               "(SELECT 1 INTO users)",
               "SELECT extract (year FROM b) INTO users",
               "EXPLAIN ANALYZE CREATE TABLE users AS SELECT 1",
               "EXPLAIN (ANALYZE) CREATE MATERIALIZED VIEW users AS SELECT 1",
               "EXPLAIN (ANALYZE true) SELECT 1 INTO users",
               "EXPLAIN (\"analyze\") SELECT 1 INTO users",
               "EXPLAIN (U&\"\\0061nalyze\" on) DELETE FROM users",
               "CREATE MATERIALIZED VIEW users AS SELECT 1",
               "CREATE MATERIALIZED VIEW IF NOT EXISTS users AS SELECT 1",
               "CREATE VIEW users AS SELECT 1",
               "CREATE TEMP TABLE users (n INT)",
               "CREATE TABLE users AS EXECUTE x",
               "ALTER TABLE c INHERIT users",
               "ALTER TABLE c NO INHERIT users",
               "CREATE TABLE c () INHERITS (users)",
               "CREATE TABLE c PARTITION OF users DEFAULT",
               "CREATE FOREIGN TABLE users (n INT) SERVER s",
               "ALTER SCHEMA app RENAME TO old",
               "ALTER SCHEMA old RENAME TO app",
               "DROP TABLE x CASCADE; DROP TABLE users",
               "DISCARD ALL",
               "IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c"});
}

BOOST_AUTO_TEST_CASE (keywords_as_names_in_postgresql)
{
  not_missed (
    dialect::pgsql,
    {"WITH RECURSIVE x AS (SELECT 1) SEARCH DEPTH FIRST BY n SET values "
     "DELETE FROM users",
     "WITH RECURSIVE x AS (SELECT 1) CYCLE n SET select USING p "
     "DELETE FROM users",
     "WITH delete AS (SELECT 1), x AS (SELECT 2) UPDATE users SET n = 1",
     "WITH insert AS (SELECT 1) DELETE FROM users",
     "WITH update (n) AS (SELECT 1) DELETE FROM users",
     "WITH recursive AS (SELECT 1) DELETE FROM users",
     "WITH x AS MATERIALIZED (DELETE FROM users) SELECT 1",
     "WITH x AS (WITH y AS (SELECT 1) DELETE FROM users RETURNING 1) "
     "SELECT 1",
     "INSERT INTO b WITH x AS (DELETE FROM users RETURNING *) SELECT 1",
     "CREATE TABLE b AS WITH x AS (DELETE FROM users RETURNING *) SELECT 1",
     "COPY (DELETE FROM users RETURNING *) TO STDOUT",
     "COPY (WITH x AS (DELETE FROM users) SELECT 1) TO STDOUT",
     "DECLARE c CURSOR FOR WITH x AS (DELETE FROM users) SELECT 1",
     "PREPARE TRANSACTION 'x'; DELETE FROM users",
     "CREATE FUNCTION f () BEGIN ATOMIC DELETE FROM x; END; "
     "DELETE FROM users",
     "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; SELECT 1); "
     "DELETE FROM users"});
}

// A keyword that may be left out may be the name.
//
BOOST_AUTO_TEST_CASE (keywords_as_tables)
{
  not_missed (dialect::pgsql,
              {"SELECT * INTO temp FROM x", "SELECT 1 INTO TEMP temp FROM x",
               "SELECT 1 INTO temp UNION SELECT 2",
               "SELECT 1 INTO LOCAL TEMP TABLE temp"},
              "temp");

  for (const dialect& d : every_dialect)
  {
    not_missed (d,
                {"CREATE TABLE if AS SELECT 1", "DROP TABLE if, users",
                 "ALTER TABLE if RENAME TO x", "DROP TABLE IF EXISTS if"},
                "if");
    not_missed (d, {"CREATE TABLE exists AS SELECT 1"}, "exists");
  }

  not_missed (dialect::mysql, {"RENAME TABLE tables TO x"}, "tables");
}

// A query that was prepared may write.
//
BOOST_AUTO_TEST_CASE (what_was_prepared_in_postgresql)
{
  not_missed (dialect::pgsql, {"EXECUTE p", "EXPLAIN ANALYZE EXECUTE p",
                               "EXPLAIN ANALYZE EXECUTE values",
                               "EXPLAIN (ANALYZE) EXECUTE p ((SELECT 1))",
                               "CREATE TABLE x AS EXECUTE p",
                               "CREATE TABLE x (n) AS EXECUTE p WITH NO DATA",
                               "EXPLAIN ANALYZE CREATE TABLE x AS EXECUTE p"});
}

BOOST_AUTO_TEST_CASE (aliases_in_mariadb)
{
  not_missed (dialect::mysql,
              {"DELETE u FROM users PARTITION (p0) AS u",
               "DELETE u FROM users PARTITION (p0, p1) u JOIN b ON u.n = b.n",
               "UPDATE users PARTITION (p0) AS u, b SET u.n = 9",
               "UPDATE b, users PARTITION (p0) u SET u.n = 9",
               "UPDATE users full JOIN b ON full.n = b.n SET full.n = 1",
               "UPDATE users full, b SET full.n = 1",
               "DELETE full FROM users full JOIN b ON full.n = b.n",
               "DELETE FROM u USING users u JOIN b ON u.n = b.n",
               "UPDATE b JOIN (a JOIN users u ON a.n = u.n) ON 1 SET u.n = 1",
               "UPDATE b LEFT JOIN users FORCE INDEX (i, j) ON 1 SET n = 1",
               "UPDATE b STRAIGHT_JOIN users SET users.n = 1",
               "UPDATE (SELECT 1 AS n) d, users u SET u.n = d.n",
               "UPDATE b FOR PORTION OF p FROM 1 TO 2, users SET n = 1",
               "DELETE FROM users FOR PORTION OF p FROM 1 TO 2",
               "DELETE HISTORY FROM users BEFORE SYSTEM_TIME now ()"});
}

BOOST_AUTO_TEST_CASE (comments_in_mariadb)
{
  not_missed (
    dialect::mysql,
    {"DELETE FROM /*!80000 a */ users", "DELETE FROM /*M!999999 a */ users",
     "DELETE FROM /*!99999 a */ users", "/*! DELETE FROM users */",
     "SELECT 1; /*!50100 DELETE FROM users */", "/*M! DELETE FROM users */",
     "SELECT 1 --\x01\n; DELETE FROM users", "DELETE FROM --\x01 a\nusers",
     "DELETE FROM --\x7f a\nusers", "DELETE FROM --\n users",
     "DELETE FROM --\xa0 a\nusers",
     "DELETE\xa0"
     "FROM\xa0users",
     "DELETE FROM\xc2\xa0users", "SELECT 1 --\xa0;\n; DELETE FROM users",
     "SELECT 1 --\xa0x; DELETE FROM users",
     "SELECT 1 --\x01 '\n; DELETE FROM users; -- '",
     "SELECT 1 --\x7f '\n; DELETE FROM users; -- '"});
}

BOOST_AUTO_TEST_CASE (literals_in_mariadb)
{
  not_missed (dialect::mysql,
              {// A name, if MySQL is told to follow the standard.
               "SELECT \"a\\\", ', '; DELETE FROM users; -- \"'",
               // Half of a character, in some encodings.
               "SELECT '\xbf\\'; DELETE FROM users; -- '",
               "SELECT '\\'#', '\xbf\\'; DELETE FROM users -- '",
               "SELECT `\x95`; DELETE FROM users; -- `",
               "SELECT `\x95` ' `, 'x'; DELETE FROM users; -- `'",
               // Nothing is executed of a text that does not end, but what is
               // before that.
               "DELETE FROM users; SELECT 'a\\'",
               "SELECT 'a\\'; DELETE FROM users; SELECT '",
               "SELECT '\\'#'; SET sql_mode = 'NO_BACKSLASH_ESCAPES'; "
               "SELECT '\\'; DELETE FROM users; -- '\n; SELECT 1; SELECT 2",
               "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT '\\'; "
               "DELETE FROM users; -- '"});
}

BOOST_AUTO_TEST_CASE (blocks_in_mariadb)
{
  not_missed (
    dialect::mysql,
    {"BEGIN DELETE FROM users; END",
     "BEGIN NOT ATOMIC DELETE FROM users; END",
     "DECLARE x INT; BEGIN DELETE FROM users; END",
     "IF 1 THEN DELETE FROM users; END IF",
     "CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW SET NEW.n = 1; "
     "EXECUTE IMMEDIATE 'DELETE FROM users'",
     "CREATE PROCEDURE p () SELECT 1; DELETE FROM users",
     "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END; "
     "DELETE FROM users",
     "SET STATEMENT max_statement_time = (SELECT 1 FOR UPDATE) FOR "
     "DELETE FROM users",
     "SET STATEMENT a = 1 FOR SET STATEMENT b = 1 FOR DELETE FROM users",
     "ANALYZE DELETE FROM users",
     "ANALYZE FORMAT=JSON DELETE FROM users",
     "EXPLAIN ANALYZE DELETE FROM users",
     "REPAIR TABLE users",
     "HANDLER users OPEN",
     "XA COMMIT 'x'",
     "CREATE TABLE c (n INT) ENGINE=MERGE UNION=(users)",
     "ALTER TABLE c ENGINE=CONNECT",
     "CREATE TEMPORARY TABLE users (n INT)",
     "CREATE OR REPLACE TEMPORARY TABLE users (n INT)",
     "CREATE TABLE users LIKE b",
     "CREATE TABLE users SELECT 1",
     "DROP TEMPORARY TABLE users",
     "RENAME TABLE users TO x"});
}

BOOST_AUTO_TEST_CASE (names_in_sqlite)
{
  not_missed (
    dialect::sqlite,
    {"WITH RECURSIVE replace AS (SELECT 1), c AS (SELECT 2) "
     "UPDATE 'users' SET n = 1",
     "WITH replace AS (SELECT 1) DELETE FROM users",
     "DELETE FROM \xef\xbb\xbfusers",
     "\xef\xbb\xbf"
     "DELETE FROM users",
     "SELECT $a('); DELETE FROM users; --')",
     "SELECT @a('); DELETE FROM users; --')",
     "SELECT $a::b('); DELETE FROM users; --')", "DELETE FROM'users'",
     "SELECT e'\\'; DELETE FROM users; -- '",
     "SELECT n'\\'; DELETE FROM users", "DETACH app", "ATTACH 'x' AS y",
     "CREATE VIRTUAL TABLE users USING csv", "CREATE TEMP TABLE users (n)",
     "CREATE TEMP VIEW users AS SELECT 1", "-- c\r\nDELETE FROM users"});
}

// These name all other tables.
//
BOOST_AUTO_TEST_CASE (tables_of_the_catalogue)
{
  not_missed (dialect::sqlite,
              {"DELETE FROM sqlite_master WHERE name = 'users'",
               "UPDATE main.SQLite_Schema SET name = 'x'",
               "INSERT INTO \"sqlite_temp_master\" SELECT * FROM x"});
  not_missed (dialect::pgsql,
              {"UPDATE pg_class SET relname = 'x' WHERE relname = 'users'",
               "DELETE FROM pg_catalog.\"pg_class\"",
               "DELETE FROM pg_catalog.pg_type"});
  check ({{"DELETE FROM sqlite_sequence", "sqlite_sequence"}},
         dialect::sqlite);
  check ({{"DELETE FROM pg_games", "pg_games"}}, dialect::pgsql);
}

// Within brackets one that opens is no quote.
//
BOOST_AUTO_TEST_CASE (brackets_in_sqlite)
{
  not_missed (
    dialect::sqlite,
    {"DELETE FROM [a[b]", "DELETE FROM \"a[b\"", "CREATE TABLE [a[b] (n)"},
    "a[b");
}

// Elsewhere nothing has to stand between statements.
//
BOOST_AUTO_TEST_CASE (other_databases)
{
  not_missed (
    dialect::other,
    {"SELECT 1 DELETE FROM users", "UPDATE a SET n = 1 EXEC p",
     "UPDATE u SET n = 1 FROM users u", "DELETE u FROM users u",
     "DELETE FROM u FROM users u", "DELETE users", "UPDATE TOP (1) users SET",
     "WITH u AS (SELECT * FROM users) UPDATE u SET n = 1",
     "WITH u AS (SELECT * FROM users) DELETE FROM u",
     "INSERT INTO a OUTPUT inserted.n INTO users VALUES (1)",
     "INSERT ALL INTO a VALUES (1) INTO users VALUES (2) SELECT 1 FROM dual",
     "SELECT q'[']' FROM a; DELETE FROM users; -- '",
     "SELECT [a]]', [b]; DELETE FROM users; -- '",
     "/* /* */ DELETE FROM users; -- */",
     "SELECT 1 /* /* */ ' */; DELETE FROM users; -- '",
     "SELECT 1 -- \rDELETE FROM users",
     "UPDATE (SELECT * FROM users) SET n = 1"});
}

BOOST_AUTO_TEST_CASE (what_is_not_ascii)
{
  check ({{"DELETE FROM \"\xc3\xa4\xc3\xb6\"", "\xc3\xa4\xc3\xb6"},
          {"UPDATE users SET \"\xc3\xa4\" = '\xc3\xb6'", "users"}});
  check ({{"UPDATE `users` SET `\xc3\xa4`=?, `\xe4\xb8\xad`=?", "users"}},
         dialect::mysql);
  check ({{"DELETE FROM \xc3\xa4", "\xc3\xa4"}}, dialect::sqlite);
  check ({{"SELECT \xc3\xa4 FROM a", ""}}, dialect::pgsql);
  check ({{"UPDATE user\xe4 SET n = 1", "user commits anything"}},
         dialect::mysql);
}

BOOST_AUTO_TEST_SUITE_END ()
