// Random statements, each executed by a real server: the tables that are not
// the same afterwards must be among those that sql::analyse () tells.
//
// The environment variable STATEMENTS says how many, to look for longer than
// each run of the tests does: STATEMENTS=1000000. SEED makes the same ones
// again. REFUSED=1 prints those that the server refuses, to help to extend
// the grammar.

#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/sql/statement.hxx>
#include <tests/support/seed.hxx>

#include "grammar.hxx"
#include "spelling.hxx"
#include "subject.hxx"
#include "told.hxx"

using namespace differential;
using odb_alkey::sql::analyse;
using odb_alkey::sql::boundary;
using odb_alkey::sql::effect;

namespace
{
  unsigned how_many ()
  {
    const char* given (std::getenv ("STATEMENTS"));
    return given != nullptr
             ? static_cast<unsigned> (std::strtoul (given, nullptr, 10))
             : STATEMENTS;
  }

  struct fixture
  {
    const unsigned seed {tests::seed ()};
    chance random {seed};
    grammar rules_read {rules};
    told library {database ()};

    struct counts
    {
      unsigned executed = 0;
      unsigned accepted = 0;
      unsigned changed = 0;
      unsigned tables = 0;   // It changed some, and was told to.
      unsigned anything = 0; // It was accepted, and told to change any.
    };

    // Returns what is wrong with the analysis of the text; empty if nothing
    // is.
    //
    std::string wrong (const std::string& settings, const std::string& text,
                       counts& c)
    {
      effect e (analyse (text.c_str (), dialect));
      outcome o (database ().execute (settings, text));
      std::string r;

      for (const table_name& t : library.missed (e, o.changed))
        r += ' ' + (t.schema.empty () ? "" : t.schema + '.') + t.table;

      if (o.accepted && o.ended && !e.commits && e.boundary == boundary::none)
        r += " (the end of the transaction)";

      ++c.executed;
      c.accepted += o.accepted;
      c.changed += !o.changed.empty ();
      c.tables += !o.changed.empty () && !e.unknown_tables;
      c.anything += o.accepted && e.unknown_tables;
      last_error = o.error;
      return r;
    }

    // Parts are left out as long as it stays wrong.
    //
    std::string reduced (const std::string& settings, std::string text)
    {
      counts c;

      for (std::size_t n (take_apart (text).size () / 2); n != 0; n /= 2)
        for (std::size_t i (0);;)
        {
          std::vector<piece> v (take_apart (text));

          if (i + n > v.size ())
            break;

          auto begin (v.begin () + static_cast<std::ptrdiff_t> (i));
          v.erase (begin, begin + static_cast<std::ptrdiff_t> (n));
          std::string shorter (put_together (v));

          if (wrong (settings, shorter, c).empty ())
            ++i;
          else
            text = shorter;
        }

      return text;
    }

    void look_at (const std::string& settings, const std::string& text,
                  counts& c)
    {
      std::string w (wrong (settings, text, c));

      if (w.empty ())
        return;

      ++misses;
      std::string shorter (reduced (settings, text));
      counts none;
      BOOST_ERROR ("SEED=" << seed << ": it is not told that this changes"
                           << wrong (settings, shorter, none) << "\n"
                           << shorter << "\nwith " << settings << "\nwhich was"
                           << w << "\n"
                           << text);
    }

    std::string last_error;
    unsigned misses = 0;
  };

  void report (const char* what, const fixture::counts& c)
  {
    BOOST_TEST_MESSAGE (what << ": " << c.executed << " executed, "
                             << c.accepted << " accepted, " << c.changed
                             << " changed something, of " << c.tables
                             << " the tables were told, " << c.anything
                             << " accepted ones may change anything");
  }

  // Each is made shorter, which takes long if everything is missed.
  //
  const unsigned most_misses (5);

  unsigned percent (unsigned n, unsigned of)
  {
    return of == 0 ? 0 : n * 100 / of;
  }
}

BOOST_FIXTURE_TEST_SUITE (statements, fixture)

BOOST_AUTO_TEST_CASE (no_changed_table_is_missed)
{
  counts generated, mutated;
  std::string former (rules_read.text ("text", random));
  bool print (std::getenv ("REFUSED") != nullptr);

  for (unsigned n (how_many ()); n != 0 && misses != most_misses; --n)
  {
    std::string settings (rules_read.text ("settings", random));
    std::string text (rules_read.text ("text", random));
    std::size_t separator (text.find (grammar::separator));

    if (separator != std::string::npos)
    {
      settings = text.substr (0, separator);
      text.erase (0, separator + 1);
    }

    bool plain (random.percent (70));
    std::string spelled (plain ? text : respell (text, rules_read, random));

    if (random.percent (30))
      look_at (settings, mutate (spelled, former, random), mutated);
    else
    {
      unsigned accepted (generated.accepted);
      look_at (settings, spelled, generated);

      if (print && generated.accepted == accepted)
        BOOST_TEST_MESSAGE (last_error << ": " << spelled);
    }

    former = spelled;
  }

  report ("generated", generated);
  report ("mutated", mutated);

  BOOST_REQUIRE (misses != most_misses);

  // Servers refuse one of six, and of what changes something the tables are
  // told three times in four.
  //
  BOOST_TEST (percent (generated.accepted, generated.executed) >= 65U);
  BOOST_TEST (percent (generated.changed, generated.executed) >= 40U);
  BOOST_TEST (percent (generated.tables, generated.changed) >= 60U);
}

BOOST_AUTO_TEST_SUITE_END ()
