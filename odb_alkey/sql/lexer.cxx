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

    // Beyond ASCII, MySQL's encoding decides what is a letter and what is
    // white space; the others do not tell.
    //
    bool lexer::name_start (char c) const noexcept
    {
      return letter (c) || (!ascii (c) && (dialect_ == dialect::sqlite ||
                                           dialect_ == dialect::pgsql));
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
        else if (dialect_ == dialect::sqlite && is_byte_order_mark (p_))
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

    // MySQL wants white space or a control character behind the dashes.
    //
    bool lexer::line_comment () const noexcept
    {
      if (*p_ == '#')
        return dialect_ == dialect::mysql;

      return p_[0] == '-' && p_[1] == '-' &&
             (dialect_ != dialect::mysql || p_[2] == ' ' || control (p_[2]) ||
              !ascii (p_[2]));
    }

    bool lexer::line () noexcept
    {
      // The encoding decides whether it is white space.
      //
      if (dialect_ == dialect::mysql && *p_ == '-' && !ascii (p_[2]))
      {
        stopped_ = kind::unsure;
        return false;
      }

      for (; *p_ != '\0' && *p_ != '\n'; ++p_)
      {
        if (*p_ != '\r')
          continue;

        if (dialect_ == dialect::pgsql)
          break;

        if (dialect_ == dialect::other)
        {
          stopped_ = kind::unsure;
          return false;
        }
      }

      return true;
    }

    bool lexer::block () noexcept
    {
      p_ += 2;

      // It depends on the version whether MySQL and MariaDB execute this one.
      //
      if (dialect_ == dialect::mysql &&
          (*p_ == '!' || (p_[0] == 'M' && p_[1] == '!')))
      {
        stopped_ = kind::unsure;
        return false;
      }

      for (std::size_t depth (1); depth != 0;)
      {
        if (*p_ == '\0')
        {
          if (dialect_ == dialect::sqlite)
            return true; // It closes by itself.

          stopped_ = kind::unclosed;
          return false;
        }

        if (p_[0] == '*' && p_[1] == '/')
        {
          --depth;
          p_ += 2;
        }
        else if (p_[0] == '/' && p_[1] == '*' && dialect_ == dialect::pgsql)
        {
          ++depth;
          p_ += 2;
        }
        else if (p_[0] == '/' && p_[1] == '*' && dialect_ == dialect::other)
        {
          stopped_ = kind::unsure;
          return false;
        }
        else
          ++p_;
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
        return dialect_ != dialect::pgsql ? literal (kind::quoted, false)
                                          : symbol ();
      case '[':
        return dialect_ == dialect::sqlite || dialect_ == dialect::other
                 ? bracketed ()
                 : symbol ();
      case '$':
      case '@':
      case ':':
      case '#':
        if (dialect_ == dialect::sqlite)
          return variable ();

        return c == '$' && dialect_ == dialect::pgsql && !digit (p_[1])
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

    // SQLite's parameters. Those of Tcl may have anything in parentheses.
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

    // A keyword may begin right behind it, if the server is old enough: SELECT
    // 1INTO t. A name that begins with a digit, in MySQL, is none here.
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
