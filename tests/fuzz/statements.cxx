#include <odb_alkey/sql/statement.hxx>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/sql/analyser.hxx>

#include "require.hxx"

// Properties of a statement's effect that hold for any text, in each dialect.

using namespace fuzz;
using namespace odb_alkey::sql;

namespace
{
  const std::size_t most_tables (256);
  const char erases[] = "DELETE FROM users";

  // The buffer has exactly this size, so that a read beyond it is noticed.
  //
  effect read (const std::string& text, const dialect& d)
  {
    std::unique_ptr<char[]> exact (new char[text.size () + 1]);
    std::memcpy (exact.get (), text.c_str (), text.size () + 1);
    return analyse (exact.get (), d);
  }

  std::string capitals (std::string s)
  {
    for (char& c : s)
      if (c >= 'a' && c <= 'z')
        c = static_cast<char> (c - 'a' + 'A');

    return s;
  }

  typedef std::vector<std::pair<std::string, std::string>> names;

  names tables (const effect& e)
  {
    names r;

    for (const name& n : e.tables)
      r.emplace_back (n.schema, n.table);

    return r;
  }

  names set_in_capitals (const effect& e)
  {
    names r;

    for (const name& n : e.tables)
      r.emplace_back (capitals (n.schema), capitals (n.table));

    std::sort (r.begin (), r.end ());
    r.erase (std::unique (r.begin (), r.end ()), r.end ());
    return r;
  }

  bool same_but_for_tables (const effect& a, const effect& b)
  {
    return a.boundary == b.boundary && a.several == b.several &&
           a.verb == b.verb && a.unknown_tables == b.unknown_tables &&
           a.erases == b.erases && a.commits == b.commits &&
           a.commits_alone == b.commits_alone &&
           capitals (a.word) == capitals (b.word);
  }

  bool same (const effect& a, const effect& b)
  {
    return same_but_for_tables (a, b) && tables (a) == tables (b);
  }

  bool erases_users (const effect& e)
  {
    return e.unknown_tables ||
           (e.erases &&
            std::any_of (e.tables.begin (), e.tables.end (),
                         [] (const name& n)
                         { return n.schema.empty () && n.table == "users"; }));
  }

  // Whichever settings the server has, what it takes does no more than is
  // known, or anything.
  //
  void check_readings (const std::string& text, const dialect& d,
                       const effect& e)
  {
    for (settings s : {settings {false, false}, settings {true, false},
                       settings {true, true}})
    {
      if ((s.backslash && !d.backslash_may_escape) ||
          (s.backslash_in_double && !d.double_quotes_may_be_text))
        continue;

      analyser a (text.c_str (), d, s);
      effect one (a.all ());
      require (a.refused () || e.unknown_tables || same (one, e),
               "all readings are the same");
    }
  }

  // Returns true if the case of a letter counts elsewhere than in a name, or
  // makes the server's settings count.
  //
  bool case_counts (const std::string& text, const dialect& d)
  {
    return text.find ('\\') != std::string::npos ||
           (d.dollar_quotes && text.find ('$') != std::string::npos) ||
           (d.executes_comments && text.find ("/*m!") != std::string::npos);
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  if (size == 0)
    return 0;

  const dialect* const all[] = {&dialect::sqlite, &dialect::pgsql,
                                &dialect::mysql, &dialect::other};
  const dialect& d (*all[*data % 4]);
  std::string text (reinterpret_cast<const char*> (data) + 1, size - 1);
  text.erase (std::min (text.size (), text.find ('\0')));

  effect e (read (text, d));

  require (e.tables.size () <= most_tables, "the tables are bounded");
  require (!e.unknown_tables || e.erases, "anything may be erased");

  require (same (e, read (text, d)), "it is read in one way");
  require (same (e, read (text + '\n', d)), "white space changes nothing");
  require (same (e, read (std::string ("/* ") + erases + " */" + text, d)),
           "a comment changes nothing");

  check_readings (text, d, e);

  // Any text may follow a whole statement.
  //
  require (erases_users (read (std::string (erases) + ';' + text, d)),
           "what comes before is not forgotten");

  // A statement that is understood has an end. SQLite closes a comment by
  // itself.
  //
  if (!e.unknown_tables && !d.end_closes_comments)
    require (erases_users (read (text + "\n;" + erases, d)),
             "what comes behind is not overlooked");

  if (!case_counts (text, d))
  {
    effect c (read (capitals (text), d));

    if (e.tables.size () < most_tables && c.tables.size () < most_tables)
      require (same_but_for_tables (e, c) &&
                 set_in_capitals (e) == set_in_capitals (c),
               "the case of keywords changes nothing");
  }

  return 0;
}
