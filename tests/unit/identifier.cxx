#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

#include <map>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

#include <tests/support/seed.hxx>
#include <tests/support/thrown.hxx>

using odb_alkey::identifier;
using odb_alkey::detail::escape;
using odb_alkey::detail::escape_table;

BOOST_AUTO_TEST_SUITE (identifiers)

BOOST_AUTO_TEST_CASE (valid_identifiers_parse_to_their_kind)
{
  typedef identifier::kind kind;

  const std::map<std::string, kind> examples {
    {"alkey:users#1", kind::object},
    {"alkey:users#*", kind::table},
    {"alkey:users#!", kind::sweep},
    {"alkey:*#*", kind::everything},
    {"alkey:*#!", kind::sweep_of_everything},
    {"alkey:app.Users#a%20b", kind::object},
    {"alkey:users2#", kind::object},
    {"alkey:orders#1,2", kind::object},
    {"alkey:users#me@example.org", kind::object},
    {"alkey:a%2Eb#1", kind::object},
    {"alkey:%2A#%2A", kind::object}};

  for (const auto& e : examples)
  {
    BOOST_TEST_CONTEXT (e.first)
    {
      identifier i (e.first);
      BOOST_TEST (i.str () == e.first);
      BOOST_TEST ((i.what () == e.second));
    }
  }
}

BOOST_AUTO_TEST_CASE (whatever_is_not_canonical_is_refused)
{
  // %41 is A and %2e is a dot: one object must have one identifier.
  //
  for (const char* s : {"",
                        "alkey",
                        "alkey:",
                        "alkey:users",
                        "alkey:#1",
                        "alkey:#*",
                        "alkey:users#1#2",
                        "alkey:users#%41",
                        "alkey:users#%2e",
                        "alkey:users#%2E",
                        "alkey:users#%",
                        "alkey:users#%2",
                        "alkey:users#a b",
                        "alkey:us ers#1",
                        "alkey:*#1",
                        "alkey:**#*",
                        "alkey:users#**",
                        "alkey:users#*!",
                        "alkey:users#1 ",
                        " alkey:users#1",
                        "Alkey:users#1",
                        "alkey:users,x#1",
                        "users#1",
                        "alkey:users#1\n",
                        "alkey:us:ers#1"})
  {
    BOOST_TEST (!identifier::valid (s), s);
    BOOST_CHECK_THROW (identifier {std::string (s)},
                       odb_alkey::invalid_identifier);
  }

  BOOST_TEST (!identifier::valid ("alkey:users#1\0", 14));
}

BOOST_AUTO_TEST_CASE (the_error_names_the_text_and_the_form)
{
  tests::refuses<odb_alkey::invalid_identifier> (
    [] { identifier ("users/1"); }, {"'users/1'", "alkey:users#1"});
}

BOOST_AUTO_TEST_CASE (tables_are_taken_out_of_sql_quotes)
{
  BOOST_TEST (escape_table ("\"users\"") == "users");
  BOOST_TEST (escape_table ("\"app\".\"Users\"") == "app.Users");
  BOOST_TEST (escape_table ("\"app.Users\"") == "app%2EUsers");
  BOOST_TEST (escape_table ("`app`.`users`") == "app.users");
  BOOST_TEST (escape_table ("[app].[users]") == "app.users");
  BOOST_TEST (escape_table ("users") == "users");
  BOOST_TEST (escape_table ("\"a\"\"b\"") == "a%22b");
  BOOST_TEST (escape_table ("\"*\"") == "%2A");
  BOOST_TEST (escape_table ("\"the table\"") == "the%20table");
}

BOOST_AUTO_TEST_CASE (parts_are_told)
{
  BOOST_TEST (identifier ("alkey:app.users#7").table_name () == "app.users");
  BOOST_TEST (identifier::everything ().table_name () == "*");
  BOOST_TEST (identifier::object ("users", "7").str () == "alkey:users#7");
  BOOST_TEST (identifier::table ("users").str () == "alkey:users#*");
  BOOST_TEST (identifier::sweep ("users").str () == "alkey:users#!");
}

// Any two different pairs of table and id have different identifiers, and
// every identifier is valid.
//
BOOST_AUTO_TEST_CASE (random_names_and_ids_never_collide)
{
  std::mt19937 random (tests::seed ());

  // Mostly bytes that mean something.
  //
  auto bytes = [&random] (std::size_t least)
  {
    const std::string special ("%#*!:;,./ \0aA1", 14);
    std::string s;

    for (std::size_t n (least + random () % 4); n != 0; --n)
      s += random () % 8 == 0 ? static_cast<char> (random ())
                              : special[random () % special.size ()];
    return s;
  };

  auto quoted = [] (const std::string& name)
  {
    std::string r ("\"");

    for (char c : name)
    {
      if (c == '"')
        r += c;
      r += c;
    }
    return r + '"';
  };

  typedef std::pair<std::string, std::string> pair;
  std::map<std::string, pair> seen;

  for (int i (0); i != 20000; ++i)
  {
    // A C string holds no null.
    //
    std::string table;
    do
      table = bytes (1);
    while (table.find ('\0') != std::string::npos);

    pair p (table, bytes (0));
    identifier id (identifier::object (
      escape_table (quoted (p.first).c_str ()), escape (p.second)));

    BOOST_REQUIRE (identifier::valid (id.str ()));
    BOOST_REQUIRE ((id.what () == identifier::kind::object));

    auto r (seen.emplace (id.str (), p));
    BOOST_REQUIRE (r.second || r.first->second == p);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
