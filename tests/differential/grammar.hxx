#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_GRAMMAR_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_GRAMMAR_HXX

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <tests/support/chance.hxx>

namespace differential
{
  using tests::chance;

  // Rules by which random texts are made, read from a text:
  //
  //   delete: DELETE FROM {table} {?AS} {alias#1} {where?}
  //   table: users
  //     | 3* logs
  //     | "{name}"
  //
  // A line that goes on is indented. A vertical bar between spaces begins an
  // alternative, and 3* makes it three times as likely. Of what is in braces
  // {name} is another rule, {name?} one that may be left out, {name#1} one
  // that is the same wherever it has this number within a text, and {?WORD} a
  // word that may be left out. A tilde is a space within a literal; {nl} is a
  // new line, {t}, {r}, {v} and {f} other white space, {xbf} is that byte,
  // {bom} a byte order mark, {p} a value, or the parameter for one, and
  // {then} stands between settings and a text that goes with them. Lines
  // that begin with # are comments.
  //
  // Rules may be recursive; the first alternative must not be, as it is taken
  // where a text is nested too deep.
  //
  class grammar
  {
  public:
    explicit grammar (const std::string& rules);

    // The choice that was made for {name#1}, by this name.
    //
    typedef std::map<std::string, std::string> memory;

    // Makes a text by the rule of this name. A value is a parameter's
    // character.
    //
    std::string text (const std::string& name, chance&) const;
    std::string text (const std::string& name, chance&, memory&) const;

    static const char parameter = '\x01';
    static const char separator = '\x02';

  private:
    struct alternative
    {
      unsigned weight;
      std::vector<std::string> words;
    };

    typedef std::vector<alternative> rule;

    class expansion;

    void add (const std::string& name, const std::string& alternatives);
    void check () const;

    std::map<std::string, rule> rules_;
  };
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_GRAMMAR_HXX
