#include <odb_alkey/changes/table-definition.hxx>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/changes/statement-cache.hxx>

using odb_alkey::changes::statement_cache;
using odb_alkey::changes::statement_ptr;
using odb_alkey::changes::table_catalog;
using odb_alkey::detail::table_names;
using odb_alkey::sql::dialect;

namespace
{
  // A shelf has notes, and books, some in a list; a book has pages of a kind
  // of its own, and a card that forgets its book. All as ODB has it.
  //
  const char* const schema[] = {
    "CREATE TABLE \"shelf\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
    " \"up\" INTEGER NULL, CONSTRAINT \"up_fk\" FOREIGN KEY (\"up\")"
    " REFERENCES \"shelf\" (\"id\") ON DELETE CASCADE)",

    "CREATE TABLE \"shelf_notes\" (\"object_id\" INTEGER NOT NULL,"
    " \"value\" TEXT NOT NULL, CONSTRAINT \"object_id_fk\""
    " FOREIGN KEY (\"object_id\") REFERENCES \"shelf\" (\"id\")"
    " ON DELETE CASCADE)",

    "CREATE TABLE \"book\" (\"id_a\" INTEGER NOT NULL,"
    " \"id_b\" DECIMAL(1, 2) NOT NULL, \"shelf\" INTEGER NULL,"
    " PRIMARY KEY (\"id_a\", \"id_b\"),"
    " CONSTRAINT \"shelf_fk\" FOREIGN KEY (\"shelf\")"
    " REFERENCES \"shelf\" (\"id\") ON DELETE CASCADE"
    " DEFERRABLE INITIALLY DEFERRED)",

    "CREATE TABLE \"atlas\" (\"id_a\" INTEGER NOT NULL,"
    " \"id_b\" INTEGER NOT NULL, PRIMARY KEY (\"id_a\", \"id_b\"),"
    " CONSTRAINT \"id_fk\" FOREIGN KEY (\"id_a\", \"id_b\")"
    " REFERENCES \"book\" (\"id_a\", \"id_b\") ON DELETE CASCADE)",

    "CREATE TABLE \"list\" (\"id\" INTEGER NOT NULL PRIMARY KEY)",

    "CREATE TABLE \"list_books\" (\"object_id\" INTEGER NOT NULL,"
    " \"value\" INTEGER NULL, CONSTRAINT \"object_id_fk\""
    " FOREIGN KEY (\"object_id\") REFERENCES \"list\" (\"id\")"
    " ON DELETE CASCADE, CONSTRAINT \"value_fk\" FOREIGN KEY (\"value\")"
    " REFERENCES \"book\" (\"id\") ON DELETE CASCADE)",

    "CREATE TABLE \"card\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
    " \"atlas\" INTEGER NULL)",

    "ALTER TABLE \"card\" ADD CONSTRAINT \"atlas_fk\""
    " FOREIGN KEY (\"atlas\") REFERENCES \"atlas\" (\"id\")"
    " ON DELETE SET NULL INITIALLY DEFERRED",

    "CREATE TABLE \"stamp\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
    " \"card\" INTEGER NULL, CONSTRAINT \"card_fk\" FOREIGN KEY (\"card\")"
    " REFERENCES \"card\" (\"id\") ON DELETE CASCADE,"
    " CONSTRAINT \"list_fk\""
    " FOREIGN KEY (\"list\") REFERENCES \"list\" (\"id\")"
    " ON DELETE NO ACTION)",

    "CREATE INDEX \"card_i\" ON \"card\" (\"id\")"};

  struct library
  {
    library ()
    {
      std::vector<table_catalog::schema_table> tables;

      for (const char* text : schema)
        odb_alkey::changes::read_definition (text, dialect::pgsql, tables);

      catalog.add_schema (tables);

      for (const char* t : {"shelf", "book", "list", "card", "stamp"})
        catalog.owns ({"", t}, t);
    }

    // The tables whose objects are swept.
    //
    std::string swept (const char* text)
    {
      std::string r;
      statement_ptr s (cache.find (text, catalog));

      if (s == nullptr)
        return r;

      s->each_change (
        [&] (const odb_alkey::identifier& i)
        {
          const std::string& n (i.str ());
          std::string t (n, 6, n.find ('#') - 6);

          if ((' ' + r + ' ').find (' ' + t + ' ') == std::string::npos)
            r += (r.empty () ? "" : " ") + t;
        });
      return r;
    }

    table_names names;
    table_catalog catalog {names, dialect::pgsql};
    statement_cache cache;
  };
}

BOOST_FIXTURE_TEST_SUITE (cascades, library)

BOOST_AUTO_TEST_CASE (go_over_several_levels)
{
  BOOST_TEST (swept ("DELETE FROM shelf") == "shelf book list card");
  BOOST_TEST (swept ("DELETE FROM book") == "book list card");
  BOOST_TEST (swept ("DELETE FROM list") == "list");
}

BOOST_AUTO_TEST_CASE (end_at_what_is_only_changed)
{
  BOOST_TEST (swept ("DELETE FROM atlas") == "book card");
  BOOST_TEST (swept ("DELETE FROM card") == "card stamp");
}

BOOST_AUTO_TEST_CASE (come_of_whatever_may_erase)
{
  BOOST_TEST (swept ("UPDATE shelf SET id = 1") == "shelf");
  BOOST_TEST (swept ("INSERT INTO shelf VALUES (1)") == "shelf");
  BOOST_TEST (swept ("REPLACE INTO book VALUES (1)") == "book list card");
  BOOST_TEST (swept ("INSERT OR REPLACE INTO book VALUES (1)") ==
              "book list card");
  BOOST_TEST (swept ("UPDATE OR REPLACE book SET id = 1") == "book list card");
  BOOST_TEST (swept ("DROP TABLE book") == "book list card");
  BOOST_TEST (swept ("TRUNCATE book") == "book list card");
  BOOST_TEST (swept ("MERGE INTO book USING x ON 1 = 1 "
                     "WHEN MATCHED THEN DELETE") == "book list card");
  BOOST_TEST (swept ("WITH x AS (DELETE FROM book RETURNING *) SELECT 1") ==
              "book list card");

  // It is not told which of several statements erases.
  //
  BOOST_TEST (swept ("UPDATE card SET id = 1; DELETE FROM book") ==
              "card book stamp list");
}

BOOST_AUTO_TEST_CASE (parts_belong_to_one_object_only)
{
  BOOST_TEST (swept ("UPDATE list_books SET value = 1") == "list");
  BOOST_TEST (swept ("DELETE FROM shelf_notes") == "shelf");
  BOOST_TEST (swept ("UPDATE atlas SET id_a = 1") == "book");
}

BOOST_AUTO_TEST_CASE (start_from_what_is_not_tracked)
{
  std::vector<table_catalog::schema_table> tables;
  odb_alkey::changes::read_definition (
    "CREATE TABLE ghost (\"id\" INTEGER NOT NULL PRIMARY KEY,"
    " \"house\" INTEGER, FOREIGN KEY (\"house\")"
    " REFERENCES \"house\" (\"id\") ON DELETE SET NULL)",
    dialect::pgsql, tables);
  catalog.add_schema (tables);
  catalog.owns ({"", "ghost"}, "ghost");
  BOOST_TEST (swept ("DELETE FROM house") == "* ghost");
  BOOST_TEST (cache.find ("DELETE FROM house", catalog)->affects_tracked ());
}

BOOST_AUTO_TEST_SUITE_END ()
