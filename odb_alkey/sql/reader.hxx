#ifndef ODB_ALKEY_SQL_READER_HXX
#define ODB_ALKEY_SQL_READER_HXX

#include <initializer_list>
#include <string>

#include <odb_alkey/sql/lexer.hxx>
#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // A position in a text, and the reading of small parts from there.
    //
    class reader
    {
    public:
      reader (const char* text, const dialect& d, settings s = settings ())
          : lexer_ (text, d, s), dialect_ (d)
      {
        for (lexeme& t : tokens_)
          t = lexer_.next ();
      }

      // True if a clause was passed that makes a query lock its rows, where
      // that may end the transaction.
      //
      bool locks () const noexcept
      {
        return locks_;
      }

      // The lexeme at the position. The last one stays.
      //
      const lexeme& operator* () const noexcept
      {
        return tokens_[0];
      }

      const lexeme* operator->() const noexcept
      {
        return &tokens_[0];
      }

      // The next one, or the one after that.
      //
      const lexeme& ahead (unsigned n = 1) const noexcept
      {
        return tokens_[n];
      }

      const lexeme& behind () const noexcept
      {
        return behind_;
      }

      void next () noexcept;

      // True at the end of the text, or where it cannot be read on.
      //
      bool at_end () const noexcept
      {
        return tokens_[0].what >= lexeme::kind::end;
      }

      // True there, and at the end of one of its statements.
      //
      bool at_stop () const noexcept
      {
        return at_end () || tokens_[0].is (';');
      }

      // Go on if the lexeme is this one; skip_any goes on for as long as it is
      // one of these.
      //
      bool skip (const char* keyword) noexcept;
      bool skip (char symbol) noexcept;
      void skip_any (std::initializer_list<const char*> keywords) noexcept;

      // Skips IF EXISTS and IF NOT EXISTS. Each of these words alone may be
      // the name of a table.
      //
      void skip_if_exists () noexcept;

      bool is_any (std::initializer_list<const char*> keywords) const noexcept;
      bool is_any (dialect::keywords) const noexcept;

      // Goes from an opening parenthesis to behind the one that closes it, but
      // not beyond the statement.
      //
      void skip_parentheses () noexcept;

      // True if a name is here, of a table or of something else. A name
      // without quotes and beyond ASCII is none where names are folded: it is
      // not known how.
      //
      bool at_name () const noexcept;

      // Reads the name of a table. False if there is none.
      //
      bool read (name&);

      // The same where it stands for rows. PostgreSQL has ONLY t, ONLY (t) and
      // t * there.
      //
      bool read_relation (name&);

    private:
      bool at_lock () const noexcept;
      std::string take_name ();

      lexer lexer_;
      const dialect& dialect_;
      lexeme behind_ {lexeme::kind::symbol, ";", 1};
      lexeme tokens_[3];
      bool locks_ = false;
    };
  }
}

#endif // ODB_ALKEY_SQL_READER_HXX
