#ifndef ODB_ALKEY_SQL_LEXEME_HXX
#define ODB_ALKEY_SQL_LEXEME_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace sql
  {
    // One of the smallest parts of a text, without comments and white space.
    // It points into the text.
    //
    struct lexeme
    {
      enum class kind
      {
        word,   // A keyword or a name that is not quoted.
        part,   // The same behind a dot, where it is always a name.
        quoted, // A quoted name, without the quotes.
        text,   // A literal in quotes, without them.
        number,
        symbol, // One character of punctuation.

        // Nothing comes after these.
        //
        end,
        unclosed, // A quote or comment is not closed: no server accepts it.
        unsure    // The settings of the server decide how it reads this.
      };

      lexeme::kind what;
      const char* begin;
      std::size_t size;

      bool is (char symbol) const noexcept
      {
        return what == kind::symbol && *begin == symbol;
      }

      // True if it is this keyword, which is given in capitals.
      //
      bool is (const char* keyword) const noexcept
      {
        return what == kind::word && reads (keyword);
      }

      // True if it reads like this, quoted or not, which is given in capitals.
      //
      bool reads (const char* capitals) const noexcept;

      // The name or the literal that is meant: quotes inside are not doubled.
      //
      std::string value () const;
    };
  }
}

#endif // ODB_ALKEY_SQL_LEXEME_HXX
