#ifndef ODB_ALKEY_SQL_LEXER_HXX
#define ODB_ALKEY_SQL_LEXER_HXX

#include <odb_alkey/sql/dialect.hxx>
#include <odb_alkey/sql/lexeme.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // Settings of a server that decide where a literal ends, and that cannot
    // be seen from here.
    //
    struct settings
    {
      // A backslash escapes within '…'. It always does in PostgreSQL's E'…'.
      //
      bool backslash;

      // The same within "…": MySQL's "…" is a literal, or a name.
      //
      bool backslash_in_double;
    };

    // Takes a text apart, one lexeme at a time, so that memory does not grow
    // with the text.
    //
    // It is exact where servers agree with their manuals. Where the answer
    // depends on a version, on the encoding, or on a setting that is not among
    // the settings above, it returns a lexeme of the kind unsure.
    //
    class lexer
    {
    public:
      lexer (const char* text, const dialect& d, settings s) noexcept
          : p_ (text), dialect_ (d), settings_ (s)
      {
      }

      // Returns the last one again once nothing comes after it.
      //
      lexeme next () noexcept;

    private:
      typedef lexeme::kind kind;

      // Skip what their names say. False if nothing comes after it.
      //
      bool comments () noexcept;
      bool line () noexcept;
      bool block () noexcept;
      bool line_comment () const noexcept;

      lexeme one () noexcept;
      lexeme literal (kind, bool backslash) noexcept;
      lexeme prefixed (const lexeme&) noexcept;
      lexeme bracketed () noexcept;
      lexeme dollar () noexcept;
      lexeme variable () noexcept;
      lexeme word () noexcept;
      lexeme number () noexcept;
      void digits () noexcept;
      lexeme symbol () noexcept;

      bool may_be_half (bool backslash) const noexcept;
      bool continued () noexcept;
      bool name_start (char) const noexcept;
      bool name_part (char) const noexcept;

      lexeme stop (kind k) noexcept
      {
        stopped_ = k;
        return lexeme {k, p_, 0};
      }

      const char* p_;
      const dialect& dialect_;
      const settings settings_;
      bool behind_dot_ = false;
      kind stopped_ = kind::word;
    };
  }
}

#endif // ODB_ALKEY_SQL_LEXER_HXX
