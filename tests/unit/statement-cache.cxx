#include <odb_alkey/changes/statement-cache.hxx>

#include <cstring>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::detail::statement_cache;
using odb_alkey::detail::statement_ptr;
using odb_alkey::detail::table_catalog;
using odb_alkey::detail::table_names;

namespace
{
  struct fixture
  {
    std::string changes (const char* text)
    {
      std::string r;
      statement_ptr s (cache.find (text, catalog));

      if (s == nullptr)
        return r;

      s->each_change ([&] (const odb_alkey::identifier& i)
                      { r += (r.empty () ? "" : " ") + i.str (); });
      return r;
    }

    table_names names;
    table_catalog catalog {names, odb_alkey::sql::dialect::pgsql};
    statement_cache cache;
  };
}

BOOST_FIXTURE_TEST_SUITE (statements_seen_before, fixture)

BOOST_AUTO_TEST_CASE (are_not_read_again)
{
  const char text[] = "DELETE FROM users";
  statement_ptr first (cache.find (text, catalog));
  BOOST_TEST ((cache.find (text, catalog) == first));
}

BOOST_AUTO_TEST_CASE (another_text_in_the_same_place_is_another)
{
  catalog.owns ({"", "users"}, "users");
  char text[] = "SELECT 1 FROM users";
  BOOST_TEST (changes (text) == "");
  std::strcpy (text, "DELETE FROM users");
  BOOST_TEST (changes (text) == "alkey:users#!");
}

BOOST_AUTO_TEST_CASE (what_is_told_later_counts)
{
  const char text[] = "DELETE FROM notes";
  BOOST_TEST (changes (text) == "alkey:*#*");
  catalog.owns ({"", "notes"}, "users");
  BOOST_TEST (changes (text) == "alkey:users#!");

  const char part[] = "DELETE FROM parts";
  BOOST_TEST (changes (part) == "alkey:*#*");
  table_catalog::schema_table t;
  t.name.table = "parts";
  t.parents.push_back (odb_alkey::sql::name {"", "notes"});
  catalog.add_schema ({t});
  BOOST_TEST (changes (part) == "alkey:users#!");
}

BOOST_AUTO_TEST_CASE (long_ones_are_understood_and_not_kept)
{
  catalog.owns ({"", "users"}, "users");
  std::string text ("DELETE FROM users WHERE name = '" +
                    std::string (100000, 'x') + "'");
  BOOST_TEST (changes (text.c_str ()) == "alkey:users#!");
  statement_ptr first (cache.find (text.c_str (), catalog));
  BOOST_TEST ((cache.find (text.c_str (), catalog) != first));
}

BOOST_AUTO_TEST_SUITE_END ()
