// The statements that ODB 2.4 makes, with random names and values: of these
// exactly the table is told, not more, so that nothing else has to change.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/sql/statement.hxx>
#include <tests/support/seed.hxx>

#include "grammar.hxx"
#include "subject.hxx"
#include "told.hxx"

using namespace differential;
using odb_alkey::sql::analyse;
using odb_alkey::sql::boundary;
using odb_alkey::sql::effect;
using odb_alkey::sql::verb;

namespace
{
  // The text has a parameter or a value for each of those.
  //
  std::string with_parameters (const std::string& text, chance* values)
  {
    std::string r;
    unsigned number (0);

    for (char c : text)
    {
      if (c != grammar::parameter)
        r += c;
      else if (values != nullptr)
        r += std::to_string (values->below (9) + 1);
      else if (dialect.dollar_quotes)
        r += '$' + std::to_string (++number);
      else
        r += '?';
    }

    return r;
  }

  // "schema"."table" as it is meant.
  //
  std::string unquoted (const std::string& name)
  {
    std::string r;

    for (std::size_t i (0); i != name.size (); ++i)
    {
      bool quote (name[i] == name[0]);

      if (quote && i + 1 != name.size () && name[i + 1] == name[0])
        r += name[++i];
      else if (!quote)
        r += name[i];
    }

    return r;
  }

  std::string in_short (const effect& e)
  {
    std::string r;

    for (const auto& n : e.tables)
      r += (n.schema.empty () ? "" : n.schema + '.') + n.table + ' ';

    if (e.unknown_tables || e.several || e.boundary != boundary::none)
      r += "and more ";

    switch (e.verb)
    {
    case verb::insert:
      return r + "INSERT";
    case verb::update:
      return r + "UPDATE";
    case verb::erase:
      return r + "DELETE";
    case verb::none:
      return r + "SELECT";
    case verb::other:
      break;
    }

    return r + "other";
  }
}

BOOST_AUTO_TEST_SUITE (own_statements)

BOOST_AUTO_TEST_CASE (exactly_their_table_is_told)
{
  chance random (tests::seed ());
  grammar g (rules);
  told library (database ());
  const unsigned executed (300);
  unsigned accepted (0), changed (0);

  for (unsigned i (0); i != executed; ++i)
  {
    grammar::memory m;
    std::string text (g.text ("own", random, m));
    std::string prepared (with_parameters (text, nullptr));
    std::string executable (with_parameters (text, &random));

    std::string kind (text, 0, 6);
    std::string expected (
      kind == "SELECT" ? kind : unquoted (m.at ("own-table#1")) + ' ' + kind);

    effect e (analyse (executable.c_str (), dialect));
    BOOST_TEST (in_short (analyse (prepared.c_str (), dialect)) == expected,
                prepared);
    BOOST_TEST (in_short (e) == expected, executable);

    outcome o (database ().execute ("", executable));
    accepted += o.accepted;
    changed += !o.changed.empty ();
    BOOST_TEST (library.missed (e, o.changed).empty (), executable);
  }

  BOOST_TEST_MESSAGE ("ODB's own: " << executed << " executed, " << accepted
                                    << " accepted, " << changed
                                    << " changed something");
  BOOST_TEST (accepted >= executed / 2);
  BOOST_TEST (changed >= executed / 8);
}

BOOST_AUTO_TEST_SUITE_END ()
