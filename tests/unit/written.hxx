#ifndef TESTS_UNIT_WRITTEN_HXX
#define TESTS_UNIT_WRITTEN_HXX

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/sql/statement.hxx>

// The tables that a text writes, in short, for tests of sql::analyse ().

namespace sql_tests
{
  using odb_alkey::sql::analyse;
  using odb_alkey::sql::boundary;
  using odb_alkey::sql::dialect;
  using odb_alkey::sql::effect;

  const dialect every_dialect[] = {dialect::sqlite, dialect::pgsql,
                                   dialect::mysql, dialect::other};

  // The effect in short: the tables in the order of the text, then
  // "commits" and "anything".
  //
  inline std::string written (const std::string& text, const dialect& d)
  {
    effect e (analyse (text.c_str (), d));
    std::string r;

    for (const odb_alkey::sql::name& n : e.tables)
      r += (r.empty () ? "" : " ") +
           (n.schema.empty () ? "" : n.schema + '.') + n.table;

    if (e.commits)
      r += r.empty () ? "commits" : " commits";

    if (e.unknown_tables)
      r += r.empty () ? "anything" : " anything";

    return r;
  }

  struct example
  {
    const char* text;
    const char* written;
  };

  inline void check (const std::vector<example>& v, const dialect& d)
  {
    for (const example& e : v)
      BOOST_TEST (written (e.text, d) == e.written,
                  e.text << ": " << written (e.text, d)
                         << " is not: " << e.written);
  }

  inline void check (const std::vector<example>& v)
  {
    for (const dialect& d : every_dialect)
      check (v, d);
  }
}

#endif // TESTS_UNIT_WRITTEN_HXX
