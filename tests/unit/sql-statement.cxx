#include <odb_alkey/sql/statement.hxx>

#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "written.hxx"

using namespace sql_tests;

BOOST_AUTO_TEST_SUITE (sql_statement)

BOOST_AUTO_TEST_CASE (writes_name_their_table)
{
  check ({
    {"INSERT INTO users (id) VALUES (1)", "users"},
    {"insert into users select * from others", "users"},
    {"INSERT INTO users (name) VALUES (REPLACE (?, 'a', 'b'))", "users"},
    {"INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 2",
     "users"},
    {"REPLACE INTO users VALUES (1)", "users"},
    {"UPDATE users SET a = 1 WHERE id IN (SELECT id FROM others)", "users"},
    {"UPDATE users SET a = (SELECT max (a) FROM others), b = 2", "users"},
    {"DELETE FROM users", "users"},
    {"DELETE FROM users WHERE id = ? RETURNING id", "users"},
    {"MERGE INTO users USING others ON users.id = others.id "
     "WHEN MATCHED THEN DELETE",
     "users"},
    {"DELETE FROM app.users WHERE id = 1", "app.users"},
    {"DELETE FROM db.app.users", "app.users"},
    {"  \n\tDELETE\nFROM\n  users  ", "users"},
  });
}

BOOST_AUTO_TEST_CASE (what_odb_generates_is_understood)
{
  check ({{"INSERT INTO \"users\"\n(\"id\",\n\"name\")\nVALUES\n($1,\n$2)",
           "users"},
          {"UPDATE \"users\"\nSET\n\"name\"=$1\nWHERE \"id\"=$2", "users"},
          {"DELETE FROM \"app\".\"users\"\nWHERE \"id\"=$1", "app.users"}},
         dialect::pgsql);
  check ({{"INSERT INTO `users`\n(`id`)\nVALUES\n(?)", "users"},
          {"UPDATE `users`\nSET\n`name`=?\nWHERE `id`=?", "users"},
          {"DELETE FROM `app`.`users`\nWHERE `id`=?", "app.users"}},
         dialect::mysql);
  check (
    {{"INSERT INTO [users] ([name]) OUTPUT INSERTED.[id] VALUES (?)", "users"},
     {"INSERT INTO [users] OUTPUT INSERTED.[id] DEFAULT VALUES", "users"},
     {"UPDATE [users] SET [n]=? OUTPUT INSERTED.[v] WHERE [id]=?", "users"},
     {"INSERT INTO \"users\" (\"id\") VALUES (\"s\".nextval) "
      "RETURNING \"id\" INTO :1",
      "users"}},
    dialect::other);
}

BOOST_AUTO_TEST_CASE (reading_writes_nothing)
{
  check (
    {
      {"SELECT * FROM users WHERE name = 'DELETE FROM users'", ""},
      {"SELECT * FROM users FOR UPDATE", ""},
      {"(SELECT 1) UNION (SELECT 2)", ""},
      {"WITH x AS (SELECT 1) SELECT * FROM x", ""},
      {"SELECT REPLACE (name, 'a', 'b') FROM users", ""},
      {"SELECT (REPLACE (name, 'a', 'b')) FROM users", ""},
      {"VALUES (1)", ""},
      {"SAVEPOINT a", ""},
      {"RELEASE SAVEPOINT a", ""},
      {"ROLLBACK TO SAVEPOINT a", ""},
      {"EXPLAIN DELETE FROM users", ""},
      {"CREATE INDEX i ON users (a)", ""},
      {"", ""},
      {" ; ; ", ""},
      {"-- DELETE FROM users", ""},
      {"/* DELETE FROM users */", ""},
    },
    dialect::sqlite);
  check (
    {
      {"SET search_path TO app", ""},
      {"SHOW all", ""},
      {"COPY users TO STDOUT", ""},
      {"COPY (SELECT * FROM users) TO STDOUT", ""},
      {"PREPARE x AS UPDATE users SET a = 1", ""},
      {"COMMENT ON TABLE users IS 'x'", ""},
      {"LOCK TABLE users", ""},
    },
    dialect::pgsql);
}

BOOST_AUTO_TEST_CASE (comments_and_quotes_do_not_hide_a_write)
{
  check ({
    {"/* a */ -- b\n DELETE /* c */ FROM /* ' */ users -- '", "users"},
    {"DELETE FROM \"users\"", "users"},
    {"DELETE FROM \"a \"\"b\"\"\"", "a \"b\""},
    {"DELETE FROM \"app\".\"a.b\"", "app.a.b"},
    {"SELECT 'a''b'; DELETE FROM users", "users"},
    {"SELECT '--'; DELETE FROM users", "users"},
    {"SELECT '/*'; DELETE FROM users", "users"},
    {"SELECT \"it's\"; DELETE FROM users", "users"},
  });
  check ({{"DELETE FROM [users]", "users"},
          {"DELETE FROM `users`", "users"},
          {"DELETE FROM users /* to the end", "users"}},
         dialect::sqlite);
  check ({{"/* a /* nested */ b */ DELETE FROM users", "users"},
          {"SELECT $$ ' $$; DELETE FROM users", "users"},
          {"SELECT $a$ $$ ' $a$; DELETE FROM users", "users"},
          {"SELECT E'\\''; DELETE FROM users", "users"},
          {"SELECT $1; DELETE FROM users", "users"},
          {"DELETE FROM Users", "users"},
          {"DELETE FROM \"Users\"", "Users"},
          {"DELETE FROM ONLY users", "users"},
          {"DELETE FROM U&\"d\\0061ta\"", "anything"}},
         dialect::pgsql);
  check ({{"# a\nDELETE FROM users", "users"},
          {"SELECT 5--3; DELETE FROM users", "users"},
          {"SELECT 1 -- 3; DELETE FROM users", ""}},
         dialect::mysql);
}

BOOST_AUTO_TEST_CASE (a_backslash_is_taken_both_ways)
{
  // The one reading is refused by a server that reads so.
  //
  check ({{"SELECT 'a\\'; DELETE FROM users; SELECT ''", "users"},
          {"UPDATE users SET path = 'C:\\'", "users"},
          {"UPDATE users SET a = 'b\\\\', c = 'd'", "users"}});
  for (const dialect& d : {dialect::pgsql, dialect::mysql})
    check ({{"SELECT 'a\\''; DELETE FROM users", "users"}}, d);

  // A server may take both.
  //
  check ({{"SELECT 'a\\', '; DELETE FROM users; -- '", "commits anything"}},
         dialect::pgsql);
  check ({{"SELECT 'a\\', '; DELETE FROM users; -- '", "commits anything"},
          {"UPDATE a SET n = \"\\\", m = '\"; DELETE FROM users; -- '",
           "commits anything"}},
         dialect::mysql);
}

BOOST_AUTO_TEST_CASE (statements_within_statements)
{
  for (const dialect& d : {dialect::sqlite, dialect::pgsql, dialect::mysql})
    check (
      {{"WITH x AS (SELECT 1) UPDATE users SET a = 1", "users"},
       {"WITH RECURSIVE x (a) AS (SELECT 1), y AS (SELECT 2) "
        "DELETE FROM users WHERE id IN (SELECT a FROM x)",
        "users"},
       {"WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x",
        "a b"}},
      d);

  check ({
    {"DELETE FROM a; UPDATE b SET c = ';'; SELECT 1; INSERT INTO d SELECT 2",
     "a b d"},
    {"EXPLAIN ANALYZE DELETE FROM users", "users"},
  });

  check (
    {{"WITH x AS (UPDATE a SET n = 1 RETURNING *) SELECT * FROM x", "a"},
     {"WITH x AS (INSERT INTO a VALUES (1)), y AS (DELETE FROM b) SELECT 1",
      "a b"},
     {"EXPLAIN (ANALYZE, VERBOSE) WITH x AS (DELETE FROM a) SELECT 1", "a"}},
    dialect::pgsql);
}

BOOST_AUTO_TEST_CASE (variants_of_databases)
{
  check ({{"INSERT OR REPLACE INTO users VALUES (1)", "users"},
          {"UPDATE OR IGNORE users SET a = 1", "users"},
          {"UPDATE users SET a = 1 FROM others", "users"},
          {"UPDATE \"main\".users SET a = 1", "main.users"}},
         dialect::sqlite);
  check (
    {{"UPDATE ONLY users AS u SET a = 1 FROM others", "users"},
     {"UPDATE users * SET a = 1", "users"},
     {"DELETE FROM users USING others", "users"},
     {"TRUNCATE users", "users"},
     {"TRUNCATE TABLE ONLY a, app.b *, \"C\" RESTART IDENTITY", "a app.b C"},
     {"TRUNCATE a CASCADE", "a anything"},
     {"COPY users (a, b) FROM STDIN", "users"},
     {"REFRESH MATERIALIZED VIEW CONCURRENTLY v", "v"}},
    dialect::pgsql);
  check (
    // Whichever of those that it names.
    //
    {{"INSERT LOW_PRIORITY IGNORE users VALUES (1)", "users"},
     {"INSERT INTO users VALUES (1) ON DUPLICATE KEY UPDATE a = 1", "users"},
     {"REPLACE DELAYED INTO users VALUES (1)", "users"},
     {"UPDATE users u SET u.a = 1", "users"},
     {"UPDATE a JOIN b ON a.x = b.x SET a.n = 1", "a b"},
     {"UPDATE a AS p, (SELECT id FROM c) q, b LEFT JOIN d USING (x) "
      "SET b.n = f (q.id, 2), p.m = 3 WHERE p.id = b.id",
      "a b d"},
     {"DELETE a FROM a JOIN b ON a.x = b.x", "a b"},
     {"DELETE p.*, q FROM a AS p JOIN b q ON p.x = q.x JOIN c USING (x)",
      "p q a b c"},
     {"DELETE FROM p USING a AS p JOIN b ON p.x = b.x", "p a b"},
     {"DELETE QUICK FROM users ORDER BY a LIMIT 1", "users"},
     {"LOAD DATA LOCAL INFILE 'f' REPLACE INTO TABLE users", "users"}},
    dialect::mysql);
}

BOOST_AUTO_TEST_CASE (definitions)
{
  check (
    {
      {"DROP TABLE IF EXISTS a, b", "a b"},
      {"ALTER TABLE a ADD COLUMN n INT", "a"},
      {"ALTER TABLE a RENAME TO b", "a b"},
      {"ALTER TABLE a RENAME COLUMN n TO m", "a"},
      {"DROP INDEX i", ""},
    },
    dialect::sqlite);
  check (
    {
      {"DROP SCHEMA app CASCADE", "anything"},
      {"CREATE OR REPLACE VIEW v AS SELECT 1", "v"},
      {"CREATE TABLE users (id INT, CHECK (id > 0))", "users"},
      {"CREATE FUNCTION f () RETURNS void AS $$ DELETE FROM a $$; "
       "DELETE FROM b",
       "commits anything"},
      {"ALTER TABLE a ATTACH PARTITION b DEFAULT", "a anything"},
      {"ALTER SEQUENCE s RESTART", "anything"},
    },
    dialect::pgsql);
  check (
    {
      {"CREATE TRIGGER t AFTER UPDATE ON a BEGIN DELETE FROM b; "
       "DELETE FROM c; END",
       "commits anything"},
    },
    dialect::sqlite);

  // In MySQL they commit.
  //
  check ({{"CREATE TABLE a (n INT)", "a commits"},
          {"CREATE OR REPLACE TABLE a (n INT)", "a commits"},
          {"RENAME TABLE a TO b, c TO d", "a b c d commits"},
          {"TRUNCATE a", "a commits"},
          {"SET autocommit = 1", "commits"},
          {"LOCK TABLES a READ", "commits"}},
         dialect::mysql);
}

BOOST_AUTO_TEST_CASE (what_is_not_understood_may_change_anything)
{
  check (
    {
      {"CALL f ()", "anything"},
      {"DO $$ BEGIN DELETE FROM a; END $$", "anything"},
      {"EXECUTE x", "anything"},
      {"FROBNICATE users", "anything"},
      {"UPDATE 7", "anything"},
      {"DELETE FROM users WHERE a = 'b", "anything"},
      {"SELECT 1; CALL f (); DELETE FROM users", "commits anything"},
    },
    dialect::pgsql);
  BOOST_TEST (analyse ("CALL f ()", dialect::mysql).word == "CALL");
}

BOOST_AUTO_TEST_CASE (boundaries_of_transactions)
{
  struct
  {
    const char* text;
    boundary b;
  } examples[] = {
    {"BEGIN", boundary::begin},
    {"begin", boundary::begin},
    {"BEGIN IMMEDIATE", boundary::begin},
    {"BEGIN EXCLUSIVE TRANSACTION", boundary::begin},
    {"BEGIN ISOLATION LEVEL SERIALIZABLE", boundary::begin},
    {"START TRANSACTION READ ONLY", boundary::begin},
    {"COMMIT", boundary::commit},
    {"commit;", boundary::commit},
    {"COMMIT WORK", boundary::commit},
    {"END TRANSACTION", boundary::commit},
    {"COMMIT AND NO CHAIN", boundary::commit},
    {"COMMIT AND CHAIN", boundary::none},
    {"/* a */ COMMIT -- b", boundary::commit},
    {"ROLLBACK", boundary::rollback},
    {"ABORT", boundary::rollback},
    {"ROLLBACK TO a", boundary::none},
    {"ROLLBACK TRANSACTION TO SAVEPOINT a", boundary::none},
    {"SAVEPOINT a", boundary::none},
    {"DELETE FROM a; COMMIT", boundary::commit},
    {"COMMIT; BEGIN", boundary::begin},
    {"ROLLBACK; DELETE FROM a", boundary::rollback},
    {"SELECT 'COMMIT'", boundary::none},
  };

  for (const auto& e : examples)
    for (const dialect& d : every_dialect)
      BOOST_TEST ((analyse (e.text, d).boundary == e.b),
                  e.text << ": "
                         << static_cast<int> (analyse (e.text, d).boundary));

  // SQLite takes a name.
  //
  for (const auto& e : std::vector<std::pair<const char*, boundary>> {
         {"BEGIN TRANSACTION x", boundary::begin},
         {"BEGIN IMMEDIATE TRANSACTION 'x'", boundary::begin},
         {"COMMIT TRANSACTION x", boundary::commit},
         {"END TRANSACTION \"x y\"", boundary::commit},
         {"ROLLBACK TRANSACTION x", boundary::rollback},
         {"ROLLBACK TRANSACTION x TO a", boundary::none},
         {"COMMIT TRANSACTION x y", boundary::none}})
    BOOST_TEST ((analyse (e.first, dialect::sqlite).boundary == e.second),
                e.first);

  // A block is no transaction.
  //
  for (const char* text : {"BEGIN DELETE FROM a; END", "BEGIN a; COMMIT",
                           "CREATE TRIGGER t BEGIN DELETE FROM a; END"})
    for (const dialect& d : every_dialect)
      BOOST_TEST ((analyse (text, d).boundary == boundary::none), text);

  // A COMMIT among others is seen as such.
  //
  check ({{"DELETE FROM a; COMMIT", "a commits"},
          {"COMMIT AND CHAIN", "commits"},
          {"COMMIT", ""},
          {"COMMIT; BEGIN", "commits"},
          {"ROLLBACK; DELETE FROM a", "a commits"}});
  check ({{"COMMIT PREPARED 'x'", "anything"}}, dialect::pgsql);
}

BOOST_AUTO_TEST_CASE (forms_that_are_easily_misread)
{
  check (
    {{"TRUNCATE ONLY a, ONLY b", "a b"},
     {"TRUNCATE ONLY (a), ONLY (app.b), c", "a app.b c"},
     {"PREPARE TRANSACTION 'x'", "commits anything"},
     {"COPY BINARY users FROM STDIN", "users"},
     {"SELECT * INTO TEMP users FROM others", "users"},
     {"CREATE TABLE users AS SELECT * FROM others", "users"},
     {"ALTER TABLE archive.users SET SCHEMA app", "archive.users anything"},
     {"ALTER TYPE color RENAME VALUE 'a' TO 'b'", "anything"},
     {"DROP TYPE color CASCADE", "anything"},
     {"DROP TYPE color", "anything"},
     {"UPDATE ignore SET a = 1", "ignore"},
     {"WITH RECURSIVE d AS (DELETE FROM a), r AS (SELECT 1) "
      "CYCLE n SET c USING p DELETE FROM users",
      "a anything"},
     {"WITH x AS (SELECT 1) FROBNICATE users", "anything"}},
    dialect::pgsql);
  check ({{"WITH x AS (SELECT 1) UPDATE 'account' SET a = 1", "account"},
          {"DELETE FROM 'account'", "account"}},
         dialect::sqlite);
  check (
    {{"SELECT n FROM users INTO @n", ""},
     {"SELECT * INTO OUTFILE 'f' FROM users", ""},
     {"SELECT 1 INTO users", "commits anything"},
     {"SET STATEMENT max_statement_time = 5 FOR UPDATE tree SET a = 1",
      "tree"},
     {"UPDATE a JOIN b SET a.x = b.order, b.y = 2", "a b"},
     {"UPDATE a JOIN b ON a.x = b.order JOIN c ON 1 SET c.n = 1", "a b c"},
     {"DELETE p FROM a p JOIN b ON p.x = b.limit", "p a b"},
     {"WITH x AS (SELECT 1) UPDATE (users JOIN x) SET users.a = 1", "users x"},
     {"RENAME TABLE a WAIT 5 TO b, c NOWAIT TO d", "a b c d commits"},
     {"ALTER TABLE a CONVERT TABLE b TO PARTITION p", "a commits anything"},
     {"DELETE HISTORY FROM users", "HISTORY users"}},
    dialect::mysql);
}

BOOST_AUTO_TEST_CASE (what_commits_by_the_way)
{
  for (const char* text :
       {"ANALYZE TABLE a", "OPTIMIZE TABLE a", "CHECK TABLE a",
        "REPAIR TABLE a", "FLUSH TABLES", "GRANT ALL ON a TO b",
        "SET PASSWORD = 'a'", "SET @@autocommit = 1",
        "SET SESSION autocommit = 1", "SET x = 1, autocommit = 1",
        "SET `autocommit` = 1", "RESET QUERY CACHE", "START SLAVE",
        "UNLOCK TABLES", "CREATE TABLE a (n INT)"})
    BOOST_TEST (analyse (text, dialect::mysql).commits, text);

  for (const char* text :
       {"SELECT 1", "UPDATE a SET n = 1", "SAVEPOINT a", "RELEASE SAVEPOINT a",
        "SET NAMES utf8", "SHOW TABLES", "EXPLAIN SELECT 1", "USE a",
        "CREATE TEMPORARY TABLE a (n INT)", "DROP TEMPORARY TABLE a"})
    BOOST_TEST (!analyse (text, dialect::mysql).commits, text);

  BOOST_TEST (analyse ("CALL f ()", dialect::mysql).commits);
  BOOST_TEST (!analyse ("CALL f ()", dialect::pgsql).commits);
  BOOST_TEST (analyse ("RELEASE a", dialect::sqlite).commits_alone);
  BOOST_TEST (!analyse ("RELEASE a", dialect::sqlite).commits);
  BOOST_TEST (!analyse ("RELEASE a", dialect::pgsql).commits_alone);
}

BOOST_AUTO_TEST_CASE (verbs_of_single_statements)
{
  using odb_alkey::sql::verb;
  auto of = [] (const char* text)
  {
    return analyse (text, dialect::pgsql).verb;
  };

  BOOST_TEST ((of ("INSERT INTO a VALUES (1)") == verb::insert));
  BOOST_TEST ((of ("UPDATE a SET n = 1") == verb::update));
  BOOST_TEST ((of ("DELETE FROM a") == verb::erase));
  BOOST_TEST ((of ("TRUNCATE a") == verb::other));
  BOOST_TEST ((of ("SELECT 1") == verb::none));
  BOOST_TEST ((of ("DELETE FROM a; DELETE FROM b") == verb::other));
  BOOST_TEST ((of ("WITH x AS (SELECT 1) DELETE FROM a") == verb::other));
}

BOOST_AUTO_TEST_SUITE_END ()
