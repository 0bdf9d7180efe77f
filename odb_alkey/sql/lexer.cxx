#include <odb_alkey/sql/lexer.hxx>

#include <cstring>

#include <odb_alkey/sql/characters.hxx>

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      bool is_byte_order_mark (const char* p) noexcept
      {
        return std::strncmp (p, "\xef\xbb\xbf", 3) == 0;
      }
    }

    bool lexer::name_start (char c) const noexcept
    {
      return letter (c) || (!ascii (c) && dialect_.letters_beyond_ascii);
    }

    bool lexer::name_part (char c) const noexcept
    {
      return name_start (c) || digit (c) || c == '$';
    }

    lexeme lexer::next () noexcept
    {
      if (stopped_ != kind::word || !comments ())
        return stop (stopped_);

      if (*p_ == '\0')
        return stop (kind::end);

      lexeme t (one ());
      behind_dot_ = t.is ('.');
      return t;
    }

    bool lexer::comments () noexcept
    {
      for (;;)
      {
        if (space (*p_))
          ++p_;
        else if (dialect_.skips_byte_order_marks && is_byte_order_mark (p_))
          p_ += 3;
        else if (line_comment ())
        {
          if (!line ())
            return false;
        }
        else if (p_[0] == '/' && p_[1] == '*')
        {
          if (!block ())
            return false;
        }
        else
          return true;
      }
    }

    // A control character counts as the white space that MySQL wants behind
    // the dashes.
    //
    bool lexer::line_comment () const noexcept
    {
      if (*p_ == '#')
        return dialect_.hash_comments;

      return p_[0] == '-' && p_[1] == '-' &&
             (!dialect_.dashes_want_space || p_[2] == ' ' || control (p_[2]) ||
              !ascii (p_[2]));
    }

    bool lexer::line () noexcept
    {
      // The encoding decides whether it is white space.
      //
      if (dialect_.dashes_want_space && *p_ == '-' && !ascii (p_[2]))
      {
        stopped_ = kind::unsure;
        return false;
      }

      for (; *p_ != '\0' && *p_ != '\n'; ++p_)
      {
        if (*p_ != '\r' ||
            dialect_.carriage_return_ends_comment == dialect::answer::no)
          continue;

        if (dialect_.carriage_return_ends_comment == dialect::answer::yes)
          break;

        stopped_ = kind::unsure;
        return false;
      }

      return true;
    }

    bool lexer::block () noexcept
    {
      p_ += 2;

      // Versions differ in whether they execute this one. MariaDB has M! too.
      //
      if (dialect_.executes_comments &&
          (*p_ == '!' || (p_[0] == 'M' && p_[1] == '!')))
      {
        stopped_ = kind::unsure;
        return false;
      }

      for (std::size_t depth (1); depth != 0;)
      {
        if (*p_ == '\0')
        {
          if (dialect_.end_closes_comments)
            return true;

          stopped_ = kind::unclosed;
          return false;
        }

        if (p_[0] == '*' && p_[1] == '/')
        {
          --depth;
          p_ += 2;
        }
        else if (p_[0] != '/' || p_[1] != '*' ||
                 dialect_.nests_comments == dialect::answer::no)
          ++p_;
        else if (dialect_.nests_comments == dialect::answer::yes)
        {
          ++depth;
          p_ += 2;
        }
        else
        {
          stopped_ = kind::unsure;
          return false;
        }
      }

      return true;
    }

    lexeme lexer::one () noexcept
    {
      char c (*p_);

      switch (c)
      {
      case '\'':
        return literal (kind::text, settings_.backslash);
      case '"':
        return literal (kind::quoted, settings_.backslash_in_double);
      case '`':
        return dialect_.backquotes ? literal (kind::quoted, false) : symbol ();
      case '[':
        return dialect_.brackets ? bracketed () : symbol ();
      case '$':
      case '@':
      case ':':
      case '#':
        if (dialect_.named_parameters)
          return variable ();

        return c == '$' && dialect_.dollar_quotes && !digit (p_[1])
                 ? dollar ()
                 : symbol ();
      }

      if (name_start (c))
        return word ();

      if (digit (c))
        return number ();

      return ascii (c) ? symbol () : stop (kind::unsure);
    }

    lexeme lexer::symbol () noexcept
    {
      return lexeme {kind::symbol, p_++, 1};
    }

    // A named parameter. Tcl's may have anything in parentheses.
    //
    lexeme lexer::variable () noexcept
    {
      const char* begin (p_++);

      while (name_part (*p_))
        ++p_;

      if (p_ != begin + 1 && (*p_ == '(' || (p_[0] == ':' && p_[1] == ':')))
        return stop (kind::unsure);

      return lexeme {kind::number, begin,
                     static_cast<std::size_t> (p_ - begin)};
    }

    lexeme lexer::word () noexcept
    {
      const char* begin (p_);
      while (name_part (*p_))
        ++p_;

      lexeme t {behind_dot_ ? kind::part : kind::word, begin,
                static_cast<std::size_t> (p_ - begin)};

      return *p_ == '\'' ? prefixed (t) : t;
    }

    void lexer::digits () noexcept
    {
      while (digit (*p_))
        ++p_;
    }

    // Old servers take a keyword right behind it: SELECT 1INTO t. So a name of
    // MySQL that begins with a digit is not read as a name.
    //
    lexeme lexer::number () noexcept
    {
      const char* begin (p_);

      if (p_[0] == '0' && std::strchr ("xXbBoO", p_[1]) != nullptr)
      {
        while (digit (*p_) || letter (*p_))
          ++p_;
      }
      else
      {
        digits ();

        if (*p_ == '.')
        {
          ++p_;
          digits ();
        }

        if ((*p_ == 'e' || *p_ == 'E') &&
            digit (p_[1] == '+' || p_[1] == '-' ? p_[2] : p_[1]))
        {
          p_ += 2;
          digits ();
        }
      }

      return lexeme {kind::number, begin,
                     static_cast<std::size_t> (p_ - begin)};
    }
  }
}
