#include <odb_alkey/sql/reader.hxx>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace odb_alkey
{
  namespace sql
  {
    void reader::next () noexcept
    {
      if (at_end ())
        return;

      locks_ = locks_ || at_lock ();
      behind_ = tokens_[0];
      tokens_[0] = tokens_[1];
      tokens_[1] = tokens_[2];
      tokens_[2] = lexer_.next ();
    }

    // FOR UPDATE, FOR SHARE and LOCK IN SHARE MODE stand at the end of a
    // query, which may be within any other statement.
    //
    bool reader::at_lock () const noexcept
    {
      return dialect_.ended_by == dialect::failures::statements &&
             ((tokens_[0].is ("FOR") &&
               (tokens_[1].is ("UPDATE") || tokens_[1].is ("SHARE"))) ||
              (tokens_[0].is ("LOCK") && tokens_[1].is ("IN")));
    }

    bool reader::skip (const char* keyword) noexcept
    {
      if (!(**this).is (keyword))
        return false;

      next ();
      return true;
    }

    bool reader::skip (char symbol) noexcept
    {
      if (!(**this).is (symbol))
        return false;

      next ();
      return true;
    }

    bool
    reader::is_any (std::initializer_list<const char*> keywords) const noexcept
    {
      return std::any_of (keywords.begin (), keywords.end (),
                          [this] (const char* k) { return (**this).is (k); });
    }

    bool reader::is_any (dialect::keywords k) const noexcept
    {
      while (*k != nullptr && !(**this).is (*k))
        ++k;

      return *k != nullptr;
    }

    void
    reader::skip_any (std::initializer_list<const char*> keywords) noexcept
    {
      while (is_any (keywords))
        next ();
    }

    void reader::skip_if_exists () noexcept
    {
      bool negated (ahead ().is ("NOT"));

      if ((**this).is ("IF") && ahead (negated ? 2 : 1).is ("EXISTS"))
        for (unsigned n (negated ? 3 : 2); n != 0; --n)
          next ();
    }

    void reader::skip_parentheses () noexcept
    {
      std::size_t depth (0);

      do
      {
        if ((**this).is ('('))
          ++depth;
        else if ((**this).is (')'))
          --depth;

        next ();
      } while (depth != 0 && !at_stop ());
    }

    bool reader::at_name () const noexcept
    {
      const lexeme& t (**this);

      switch (t.what)
      {
      case lexeme::kind::quoted:
        return true;
      case lexeme::kind::text:
        return dialect_.text_as_name;
      case lexeme::kind::word:
      case lexeme::kind::part:
        // PostgreSQL's U&"…" is written in escapes.
        //
        return !ahead ().is ('&') &&
               (!dialect_.folds_names ||
                std::all_of (t.begin, t.begin + t.size,
                             [] (char c)
                             { return static_cast<signed char> (c) >= 0; }));
      default:
        return false;
      }
    }

    std::string reader::take_name ()
    {
      std::string r ((**this).value ());

      if (dialect_.folds_names && (**this).what != lexeme::kind::quoted)
        for (char& c : r)
          if (c >= 'A' && c <= 'Z')
            c = static_cast<char> (c - 'A' + 'a');

      next ();
      return r;
    }

    bool reader::read (name& n)
    {
      if (!at_name ())
        return false;

      n.schema.clear ();
      n.table = take_name ();

      while (skip ('.'))
      {
        // DELETE may list them as users.*
        //
        if (dialect_.joins_targets && skip ('*'))
          return true;

        if (!at_name ())
          return false;

        n.schema = std::move (n.table);
        n.table = take_name ();
      }

      return true;
    }

    bool reader::read_relation (name& n)
    {
      if (!dialect_.inherits_tables)
        return read (n);

      bool only (skip ("ONLY"));
      bool parentheses (only && skip ('('));

      if (!read (n) || (parentheses && !skip (')')))
        return false;

      if (!only)
        skip ('*');

      return true;
    }
  }
}
