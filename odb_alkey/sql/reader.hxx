#ifndef ODB_ALKEY_SQL_READER_HXX
#define ODB_ALKEY_SQL_READER_HXX

#include <cstddef>
#include <initializer_list>
#include <vector>

#include <odb_alkey/sql/statement.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // A position in the tokens of a text, and what can be read from there.
    //
    class reader
    {
    public:
      reader (const std::vector<token>& t, dialect d)
          : tokens_ (t), dialect_ (d)
      {
      }

      // Stays at the end.
      //
      const token& operator* () const noexcept
      {
        return tokens_[at_];
      }

      const token* operator->() const noexcept
      {
        return &tokens_[at_];
      }

      const token& ahead (std::size_t n = 1) const noexcept
      {
        return at_ + n < tokens_.size () ? tokens_[at_ + n] : tokens_.back ();
      }

      const token& behind () const noexcept
      {
        return tokens_[at_ == 0 ? 0 : at_ - 1];
      }

      void next () noexcept
      {
        if (at_ + 1 < tokens_.size ())
          ++at_;
      }

      bool at_end () const noexcept
      {
        return tokens_[at_].what == token::kind::end;
      }

      // At the end of the text or of one of its statements.
      //
      bool at_stop () const noexcept
      {
        return at_end () || tokens_[at_].is (';');
      }

      // Goes on if it is this one, or, any number of times, one of these.
      //
      bool skip (const char* keyword) noexcept;
      bool skip (char symbol) noexcept;
      void skip_any (std::initializer_list<const char*> keywords) noexcept;

      // Without regard to case.
      //
      static bool same (const std::string&, const std::string&) noexcept;

      bool is_any (std::initializer_list<const char*> keywords) const noexcept;

      // From an opening parenthesis to after the closing one.
      //
      void skip_parentheses () noexcept;

      // A table's name. False, and where it was, if there is none.
      //
      bool read (name&);

      // Names with commas between them; false if one is none.
      //
      bool read_list (std::vector<name>&);

      // Tables as FROM lists and joins them, up to what comes after, and the
      // names that the statement calls them by.
      //
      struct reference
      {
        sql::name name;
        std::string alias;
      };

      bool read_references (std::vector<reference>&);

    private:
      bool name_here () const noexcept;
      std::string take_name ();
      void read_alias (reference&);

      const std::vector<token>& tokens_;
      dialect dialect_;
      std::size_t at_ = 0;
    };
  }
}

#endif // ODB_ALKEY_SQL_READER_HXX
