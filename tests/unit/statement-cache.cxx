#include <odb_alkey/changes/statement-cache.hxx>

#include <cstring>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/detail/class-registration.hxx>

using odb_alkey::changes::statement_cache;
using odb_alkey::changes::statement_ptr;
using odb_alkey::changes::table_catalog;
using odb_alkey::detail::class_registration;
using odb_alkey::detail::scoped_registration;
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

// Until it is, a table that seems to belong to no class may be of that one.
//
BOOST_AUTO_TEST_CASE (a_class_whose_table_is_not_known_may_own_any)
{
  typedef table_catalog::schema_table table;

  table notes {{"", "notes"}, {}}, lines {{"", "lines"}, {}};
  table users {{"", "users"}, {}}, visits {{"", "visits"}, {}};
  lines.references.push_back ({users.name, table::reference::kind::cascade});
  visits.references.push_back ({notes.name, table::reference::kind::cascade});
  catalog.add_schema ({notes, lines, users, visits});
  catalog.owns (users.name, "users");
  catalog.owns (visits.name, "visits");

  auto unknown = [] (const table_names&) -> const std::string*
  {
    return nullptr;
  };

  for (bool known : {true, false, true})
    BOOST_TEST_CONTEXT (known)
    {
      std::unique_ptr<scoped_registration> f;

      if (!known)
        f.reset (new scoped_registration (
          typeid (fixture), unknown, class_registration::kind::owns, unknown));

      BOOST_TEST (changes ("UPDATE notes SET a = 1") ==
                  (known ? "" : "alkey:*#!"));
      BOOST_TEST (changes ("UPDATE strange SET a = 1") ==
                  (known ? "alkey:*#*" : "alkey:*#!"));
      BOOST_TEST (changes ("DELETE FROM users") ==
                  (known ? "alkey:users#!" : "alkey:users#! alkey:*#!"));
      BOOST_TEST (changes ("DELETE FROM notes") ==
                  (known ? "alkey:visits#!" : "alkey:*#! alkey:visits#!"));
    }
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
  t.references.push_back (
    {odb_alkey::sql::name {"", "notes"},
     table_catalog::schema_table::reference::kind::part});
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

// PostgreSQL cuts them off after 63 bytes.
//
BOOST_AUTO_TEST_CASE (long_names_are_the_same_if_they_are_cut_off)
{
  const std::string all (80, 'x');
  catalog.owns ({"", all}, "users");
  auto erase = [this] (const std::string& table)
  {
    return changes (("DELETE FROM " + table).c_str ());
  };

  BOOST_TEST (erase (all) == "alkey:users#!");
  BOOST_TEST (erase (all.substr (0, 63)) == "alkey:users#!");
  BOOST_TEST (erase (all.substr (0, 63) + "yz") == "alkey:users#!");
  BOOST_TEST (erase (all.substr (0, 59)) == "alkey:*#*");
  BOOST_TEST (erase ('y' + all) == "alkey:*#*");
}

BOOST_AUTO_TEST_SUITE_END ()
