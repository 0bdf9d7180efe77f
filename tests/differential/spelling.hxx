#ifndef ODB_ALKEY_TESTS_DIFFERENTIAL_SPELLING_HXX
#define ODB_ALKEY_TESTS_DIFFERENTIAL_SPELLING_HXX

#include <string>
#include <vector>

#include "grammar.hxx"

namespace differential
{
  // A part of a text, and what separates it from the one before.
  //
  struct piece
  {
    std::string gap;
    std::string text;
  };

  // Roughly as SQL has them; together they are the text again.
  //
  std::vector<piece> take_apart (const std::string&);
  std::string put_together (const std::vector<piece>&);

  // The same text for a server, in another spelling: with what the rule gap
  // gives between its parts, and keywords in other cases.
  //
  std::string respell (const std::string&, const grammar&, chance&);

  // Another text, by chance one that is valid: parts or bytes are left out,
  // repeated, exchanged, or taken from the other text.
  //
  std::string mutate (const std::string&, const std::string& other, chance&);
}

#endif // ODB_ALKEY_TESTS_DIFFERENTIAL_SPELLING_HXX
