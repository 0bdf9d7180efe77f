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
    // A position in a text, and what can be read from there.
    //
    class reader
    {
    public:
      reader (const char* text, dialect d, settings s = settings ())
          : lexer_ (text, d, s), dialect_ (d)
      {
        for (lexeme& t : tokens_)
          t = lexer_.next ();
      }

      // Whether a clause was passed by which MySQL locks the rows that it
      // reads.
      //
      bool locks () const noexcept
      {
        return locks_;
      }

      // Stays at the end.
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

      // At the end of the text, whichever.
      //
      bool at_end () const noexcept
      {
        return tokens_[0].what >= lexeme::kind::end;
      }

      // The same, or of one of its statements.
      //
      bool at_stop () const noexcept
      {
        return at_end () || tokens_[0].is (';');
      }

      // Goes on if it is this one, or, any number of times, one of these.
      //
      bool skip (const char* keyword) noexcept;
      bool skip (char symbol) noexcept;
      void skip_any (std::initializer_list<const char*> keywords) noexcept;

      // IF EXISTS, IF NOT EXISTS; each of these words may be a table's name.
      //
      void skip_if_exists () noexcept;

      bool is_any (std::initializer_list<const char*> keywords) const noexcept;

      // From an opening parenthesis to behind the closing one; not beyond the
      // statement.
      //
      void skip_parentheses () noexcept;

      // Whether a name is here, of a table or something else. Beyond ASCII,
      // PostgreSQL may fold one without quotes: that is none.
      //
      bool at_name () const noexcept;

      // A table's name. False if there is none.
      //
      bool read (name&);

      // The same as PostgreSQL has it where rows are: ONLY t, ONLY (t), t *.
      //
      bool read_relation (name&);

    private:
      bool at_lock () const noexcept;
      std::string take_name ();

      lexer lexer_;
      const dialect dialect_;
      lexeme behind_ {lexeme::kind::symbol, ";", 1};
      lexeme tokens_[3];
      bool locks_ = false;
    };
  }
}

#endif // ODB_ALKEY_SQL_READER_HXX
