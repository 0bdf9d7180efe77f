#ifndef ODB_ALKEY_SQL_LEXEME_HXX
#define ODB_ALKEY_SQL_LEXEME_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace sql
  {
    // Whose SQL it is, as far as quoting, comments and names differ.
    //
    enum class dialect
    {
      sqlite,
      pgsql,
      mysql,
      other
    };

    // One of the smallest parts of a text, without comments and white space.
    // Points into the text.
    //
    struct lexeme
    {
      enum class kind
      {
        word,   // A keyword or a name that is not quoted.
        part,   // The same behind a dot, where it is always a name.
        quoted, // A quoted name, without the quotes.
        text,   // A literal in quotes; likewise.
        number,
        symbol, // One character of punctuation.

        // There is nothing behind these.
        //
        end,
        unclosed, // A quote or comment is not closed: no server accepts it.
        unsure    // How the server reads it is a matter of its settings.
      };

      lexeme::kind what;
      const char* begin;
      std::size_t size;

      bool is (char symbol) const noexcept
      {
        return what == kind::symbol && *begin == symbol;
      }

      // Whether it is this keyword, given in capitals.
      //
      bool is (const char* keyword) const noexcept
      {
        return what == kind::word && reads (keyword);
      }

      // Whether it reads like this, given in capitals, quoted or not.
      //
      bool reads (const char* capitals) const noexcept;

      // A name or a literal as it is meant, without its quotes.
      //
      std::string value () const;
    };
  }
}

#endif // ODB_ALKEY_SQL_LEXEME_HXX
