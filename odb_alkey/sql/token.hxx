#ifndef ODB_ALKEY_SQL_TOKEN_HXX
#define ODB_ALKEY_SQL_TOKEN_HXX

#include <string>
#include <vector>

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

    // The smallest parts of a statement, without comments and white space.
    //
    struct token
    {
      enum class kind
      {
        word,   // A keyword or a name that is not quoted.
        quoted, // A quoted name, without the quotes.
        text,   // A literal in quotes; what it holds does not matter.
        number, // A number or a parameter.
        symbol, // One character of punctuation.
        end
      };

      token::kind what;
      std::string value;

      bool is (char symbol) const noexcept
      {
        return what == kind::symbol && value[0] == symbol;
      }

      // Whether it is this keyword, given in capitals.
      //
      bool is (const char* keyword) const noexcept;
    };

    // As PostgreSQL reads a name that is not quoted.
    //
    void fold (std::string& name) noexcept;

    // Ends with a token of the kind end. False if a quote or a comment is not
    // closed, which no server accepts.
    //
    // Whether a backslash escapes in a literal is a setting of the server
    // that cannot be seen from here, but for PostgreSQL's E'…'.
    //
    bool split (const char* text, dialect, bool backslash_escapes,
                std::vector<token>&);
  }
}

#endif // ODB_ALKEY_SQL_TOKEN_HXX
