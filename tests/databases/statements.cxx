// Writes that are seen as statements only, as each database has them.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>
#include <odb/exceptions.hxx>

#include <tests/support/changed.hxx>

#include "clients.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::one;

namespace
{
  struct statements: tests::clients
  {
    statements ()
    {
      commit (
        [this]
        {
          db->persist (x);
          db->persist (y);
        });
    }

    bool is (odb::database_id id) const
    {
      return db->id () == id;
    }

    // The names of tables in quotes, as the database has them.
    //
    std::string quoted (std::string text) const
    {
      if (is (odb::id_mysql))
        for (char& c : text)
          if (c == '"')
            c = '`';

      return text;
    }

    // Tells which of a tree, a bed and a label a commit of f changes.
    //
    template <typename F>
    std::string changed (F f)
    {
      return tests::changed (*writer, *reader, {"tree#1", "bed#1", "label#1"},
                             [&] { commit (f); });
    }

    std::string changed_by (const std::string& text)
    {
      return changed ([&] { db->execute (text); });
    }

    tree x {"oak"};
    bed y {{"rose", "lily"}};
  };
}

BOOST_FIXTURE_TEST_SUITE (statements_suite, statements)

BOOST_AUTO_TEST_CASE (what_every_database_understands)
{
  BOOST_TEST (changed_by ("UPDATE tree SET name = 'a'") == "tree#1");
  BOOST_TEST (changed_by (quoted ("UPDATE \"tree\" SET \"name\" = 'a'")) ==
              "tree#1");
  BOOST_TEST (changed_by ("INSERT INTO tree (name) SELECT name FROM tree") ==
              "tree#1");
  BOOST_TEST (changed_by ("/* a */ DELETE FROM tree WHERE name = 'b' -- c") ==
              "tree#1");
  BOOST_TEST (changed_by ("SELECT * FROM tree") == "");

  // A container's table.
  //
  BOOST_TEST (changed_by ("DELETE FROM bed_plants") == "bed#1");
  BOOST_TEST (changed ([this] { db->erase_query<bed> (); }) == "bed#1");
  BOOST_TEST (changed ([this] { db->erase<tree> (x.id); }) == "tree#1");
  BOOST_TEST (writer->stats ().not_understood == 0U);
}

BOOST_AUTO_TEST_CASE (operations_by_object_do_not_sweep)
{
  std::string by_object (changed (
    [this]
    {
      tree a ("elm");
      db->persist (a);
      db->update (a);
      db->erase (a);
      y.plants.push_back ("daisy");
      db->update (y);
      bed b (y.plants);
      db->persist (b);
      db->erase (b);
    }));
  BOOST_TEST (by_object == "bed#1");
  BOOST_TEST (writer->stats ().swept_statements == 0U);
}

BOOST_AUTO_TEST_CASE (an_operation_that_throws_hides_nothing)
{
  tree absent ("none");
  absent.id = 99;

  BOOST_TEST (changed (
                [&]
                {
                  BOOST_CHECK_THROW (db->erase (absent),
                                     odb::object_not_persistent);
                  db->erase_query<bed> ();
                  db->execute ("UPDATE tree SET name = 'c'");
                }) == "tree#1 bed#1");
}

BOOST_AUTO_TEST_CASE (statements_that_commit_by_themselves)
{
  odb::connection_ptr c (db->connection ());
  std::string before (key_of<tree> (x.id).str ());

  hook.at ("UPDATE tree SET name = 'd'", [&] (odb::connection&)
           { BOOST_TEST (!key_of<tree> (x.id).storable ()); });
  c->execute ("UPDATE tree SET name = 'd'");
  BOOST_TEST (key_of<tree> (x.id).storable () ==
              (db->id () == odb::id_sqlite));

  // On a server two statements show that the connection goes on.
  //
  c->execute ("SELECT 1");
  c->execute ("SELECT 2");
  BOOST_TEST (key_of<tree> (x.id).storable ());
  BOOST_TEST (key_of<tree> (x.id).str () != before);
  BOOST_TEST (writer->stats ().unknown_commits == 0U);
}

BOOST_AUTO_TEST_CASE (forms_of_one_database)
{
  struct form
  {
    odb::database_id id;
    std::string text;
    std::string changed;
  } forms[] = {
    {odb::id_pgsql, "UPDATE TREE SET name = 'a'", "tree#1"},
    {odb::id_pgsql, "UPDATE public.tree SET name = 'a'", "tree#1"},
    {odb::id_pgsql, "UPDATE ONLY tree AS t SET name = 'a'", "tree#1"},
    {odb::id_pgsql, "DELETE FROM bed_plants USING tree", "bed#1"},
    {odb::id_pgsql,
     "INSERT INTO tree (id, name) VALUES (1, 'b') "
     "ON CONFLICT (id) DO UPDATE SET name = 'c'",
     "tree#1"},
    {odb::id_pgsql,
     "WITH a AS (DELETE FROM label RETURNING id) "
     "UPDATE tree SET name = 'd' WHERE id IN (SELECT id FROM a)",
     "tree#1 label#1"},
    {odb::id_pgsql, "SELECT 1; DELETE FROM label; SELECT ';'", "label#1"},
    {odb::id_pgsql, "TRUNCATE bed_plants, label", "bed#1 label#1"},
    {odb::id_pgsql, "DO $$ BEGIN DELETE FROM label; END $$",
     "tree#1 bed#1 label#1"},
    {odb::id_mysql, "UPDATE test.tree t SET t.name = \"a\"", "tree#1"},
    {odb::id_mysql, "UPDATE tree t, bed b SET t.name = 'a'", "tree#1 bed#1"},
    {odb::id_mysql, "DELETE l FROM label l JOIN tree t ON t.id = l.id",
     "tree#1 label#1"},
    {odb::id_mysql,
     "INSERT INTO tree (id, name) VALUES (1, 'b') "
     "ON DUPLICATE KEY UPDATE name = 'c'",
     "tree#1"},
    {odb::id_mysql, "REPLACE INTO tree (id, name) VALUES (1, 'c')", "tree#1"},
    {odb::id_mysql, "/*!50000 DELETE FROM label */", "tree#1 bed#1 label#1"},
    {odb::id_mysql, "# a\nDELETE FROM label", "label#1"},
    {odb::id_mysql, "EXECUTE IMMEDIATE 'DELETE FROM label'",
     "tree#1 bed#1 label#1"},
    {odb::id_mysql, "TRUNCATE label", "label#1"},
    {odb::id_sqlite, "UPDATE TREE SET name = 'a'", "tree#1"},
    {odb::id_sqlite, "UPDATE OR IGNORE main.[tree] SET name = 'a'", "tree#1"},
    {odb::id_sqlite, "REPLACE INTO tree (id, name) VALUES (1, 'c')", "tree#1"},
  };

  for (const form& f : forms)
  {
    if (!is (f.id))
      continue;

    BOOST_TEST_INFO (f.text);
    std::string s;
    BOOST_CHECK_NO_THROW (s = changed_by (f.text));
    BOOST_TEST_INFO (f.text);
    BOOST_TEST (s == f.changed);
  }

  BOOST_TEST (writer->stats ().not_understood == (is (odb::id_sqlite)  ? 0U
                                                  : is (odb::id_pgsql) ? 1U
                                                                       : 2U));
}

BOOST_AUTO_TEST_CASE (what_commits_on_the_way)
{
  // DDL does in MySQL. Writes of the transaction after that commit at
  // once, and cannot be rolled back.
  //
  if (!is (odb::id_mysql))
    return;

  std::string before (key_of<tree> (x.id).str ());
  std::string bed_before (key_of<bed> (y.id).str ());
  bool in_flight (false);
  hook.at ("CREATE TABLE scratch (n INT)", [&] (odb::connection&)
           { in_flight = !key_of<tree> (x.id).storable (); });
  {
    odb::transaction t (db->begin ());
    x.name = "elm";
    db->update (x);
    db->execute ("CREATE TABLE scratch (n INT)");
    BOOST_TEST (in_flight);
    db->execute ("DELETE FROM bed_plants");
    BOOST_TEST (!key_of<bed> (y.id).storable ());
    t.rollback ();
  }
  db->connection ()->execute ("DROP TABLE scratch");

  BOOST_TEST (key_of<tree> (x.id).storable ());
  BOOST_TEST (key_of<tree> (x.id).str () != before);
  BOOST_TEST (key_of<bed> (y.id).storable ());
  BOOST_TEST (key_of<bed> (y.id).str () != bed_before);
}

BOOST_AUTO_TEST_CASE (what_commits_without_being_about_rows)
{
  if (!is (odb::id_mysql))
    return;

  for (const char* text :
       {"ANALYZE TABLE tree", "FLUSH TABLES", "SET @@autocommit = 1",
        "EXECUTE IMMEDIATE 'COMMIT'", "CHECK TABLE tree"})
  {
    std::string before (key_of<tree> (x.id).str ());
    {
      odb::transaction t (db->begin ());
      db->execute ("UPDATE tree SET name = concat(name, 'a')");
      db->execute (text);
      t.rollback ();
    }
    BOOST_TEST (key_of<tree> (x.id).str () != before, text);
  }

  // The same happens without autocommit.
  //
  odb::connection_ptr c (db->connection ());
  for (const char* text : {"SET autocommit = 1", "COMMIT AND CHAIN",
                           "START TRANSACTION", "COMMIT"})
  {
    c->execute ("SET autocommit = 0");
    c->execute ("UPDATE tree SET name = 'b'");
    c->execute ("SELECT 1");
    c->execute ("SELECT 2");
    std::string before (key_of<tree> (x.id).str ());
    c->execute (text);
    c->execute ("SELECT 1");
    c->execute ("SELECT 2");
    BOOST_TEST (key_of<tree> (x.id).str () != before, text);
  }
  c->execute ("SET autocommit = 1");
}

BOOST_AUTO_TEST_CASE (several_statements_with_boundaries_among_them)
{
  if (!is (odb::id_pgsql))
    return;

  odb::connection_ptr c (db->connection ());
  auto changes = [&] (std::vector<const char*> texts)
  {
    std::string before (key_of<tree> (x.id).str ());
    for (const char* t : texts)
      c->execute (t);
    c->execute ("SELECT 1");
    c->execute ("SELECT 2");
    return key_of<tree> (x.id).str () != before;
  };

  BOOST_TEST (changes ({"BEGIN", "ROLLBACK; UPDATE tree SET name = 'a'"}));
  BOOST_TEST (changes ({"BEGIN; UPDATE tree SET name = 'b'", "COMMIT"}));
  BOOST_TEST (
    changes ({"BEGIN", "UPDATE tree SET name = 'c'", "BEGIN", "COMMIT"}));
  BOOST_TEST (changes ({"BEGIN", "UPDATE tree SET name = 'd'; COMMIT"}));

  writer->owns<tree> ("Garden_Log");
  commit ([this] { db->execute ("CREATE TABLE garden_log (n INT)"); });
  BOOST_TEST (changes ({"INSERT INTO Garden_LOG VALUES (1)"}));
  commit ([this] { db->execute ("DROP TABLE garden_log"); });
}

BOOST_AUTO_TEST_SUITE_END ()
