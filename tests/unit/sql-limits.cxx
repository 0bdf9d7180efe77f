// Texts that are long, deep or wide.

#include <string>

#include <boost/test/unit_test.hpp>

#include "written.hxx"

using namespace sql_tests;

BOOST_AUTO_TEST_SUITE (sql_limits)

BOOST_AUTO_TEST_CASE (what_is_nested_too_deep_may_change_anything)
{
  auto nested =
    [] (const char* text, unsigned times, const char* inner, const char* end)
  {
    std::string r;
    for (unsigned i (0); i != times; ++i)
      r += text;
    r += inner;
    for (unsigned i (0); i != times; ++i)
      r += end;
    return r;
  };

  for (unsigned times : {3U, 100U, 1000000U})
  {
    std::string last (times == 3 ? "users" : "anything");

    BOOST_TEST (written (nested ("(", times, "SELECT 1 INTO users", ")"),
                         dialect::pgsql) == last);
    BOOST_TEST (written (nested ("WITH a AS (", times, "DELETE FROM users",
                                 ") SELECT 1"),
                         dialect::pgsql) == last);
    BOOST_TEST (written (nested ("SET STATEMENT a = 1 FOR ", times,
                                 "DELETE FROM users", ""),
                         dialect::mysql) ==
                (times == 3 ? last : "commits anything"));
  }

  // Where nothing is nested it does not matter.
  //
  BOOST_TEST (
    written ("DELETE FROM users WHERE " + nested ("(", 1000000, "1", ")"),
             dialect::mysql) == "users");
}

BOOST_AUTO_TEST_CASE (many_tables_are_any)
{
  std::string text ("TRUNCATE a0");
  for (int i (1); i != 256; ++i)
    text += ", a" + std::to_string (i);

  BOOST_TEST (!analyse (text.c_str (), dialect::pgsql).unknown_tables);
  BOOST_TEST (
    analyse ((text + ", b").c_str (), dialect::pgsql).unknown_tables);
}

BOOST_AUTO_TEST_CASE (long_texts_are_read_to_the_end)
{
  std::string text ("INSERT INTO users (id, name) VALUES (1, 'a')");
  while (text.size () < 4 * 1024 * 1024)
    text += ", (-1.5e3, 'it''s; DELETE FROM others')";

  for (const dialect& d : every_dialect)
  {
    BOOST_TEST (written (text, d) == "users");
    BOOST_TEST (written (text + "; DELETE FROM a", d) == "users a");
  }
}

BOOST_AUTO_TEST_SUITE_END ()
