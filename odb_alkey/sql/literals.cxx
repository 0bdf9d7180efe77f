#include <odb_alkey/sql/lexer.hxx>

#include <cstddef>
#include <cstring>

#include <odb_alkey/sql/characters.hxx>

// What is in quotes.

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      // Whether there is a whole character of several bytes before it.
      //
      bool ends_in_utf8 (const char* p) noexcept
      {
        unsigned following (0);

        while ((static_cast<unsigned char> (*--p) & 0xc0) == 0x80)
          if (++following == 4)
            return false;

        unsigned char first (static_cast<unsigned char> (*p));

        return (following == 1 && (first & 0xe0) == 0xc0) ||
               (following == 2 && (first & 0xf0) == 0xe0) ||
               (following == 3 && (first & 0xf8) == 0xf0);
      }
    }

    // In some encodings a backslash or a backquote, if it comes behind what is
    // not ASCII, is the second half of a character. In UTF-8, which is what
    // most names are in, none is.
    //
    bool lexer::may_be_half (bool backslash) const noexcept
    {
      if (*p_ == '`' && dialect_ == dialect::mysql)
        return !ends_in_utf8 (p_);

      return *p_ == '\\' && (dialect_ == dialect::mysql ||
                             (dialect_ == dialect::pgsql && backslash));
    }

    lexeme lexer::literal (kind k, bool backslash) noexcept
    {
      char quote (*p_);
      const char* begin (++p_);

      for (;; ++p_)
      {
        if (*p_ == '\0')
          return stop (kind::unclosed);

        if (p_ != begin && !ascii (p_[-1]) && may_be_half (backslash))
          return stop (kind::unsure);

        if (*p_ == '\\' && backslash)
        {
          if (*++p_ == '\0')
            return stop (kind::unclosed);
        }
        else if (*p_ == quote)
        {
          if (p_[1] == quote)
          {
            ++p_;
            continue;
          }

          std::size_t size (static_cast<std::size_t> (p_++ - begin));

          if (quote == '\'' && continued ())
            continue;

          return lexeme {k, begin, size};
        }
      }
    }

    // PostgreSQL goes on with a literal on another line, and by the same
    // rules. If it does, at its quote.
    //
    bool lexer::continued () noexcept
    {
      if (dialect_ != dialect::pgsql)
        return false;

      const char* p (p_);
      bool another_line (false);

      for (;; ++p)
      {
        if (*p == '\n' || *p == '\r')
          another_line = true;
        else if (p[0] == '-' && p[1] == '-')
        {
          while (p[1] != '\0' && p[1] != '\n' && p[1] != '\r')
            ++p;
        }
        else if (!space (*p))
          break;
      }

      if (!another_line || *p != '\'')
        return false;

      p_ = p;
      return true;
    }

    lexeme lexer::bracketed () noexcept
    {
      const char* end (std::strchr (p_, ']'));

      if (end == nullptr)
        return stop (kind::unclosed);

      // Elsewhere than in SQLite it may be doubled.
      //
      if (end[1] == ']' && dialect_ == dialect::other)
        return stop (kind::unsure);

      lexeme t {kind::quoted, p_ + 1, static_cast<std::size_t> (end - p_ - 1)};
      p_ = end + 1;
      return t;
    }

    // $tag$ … $tag$
    //
    lexeme lexer::dollar () noexcept
    {
      const char* end (p_ + 1);
      while (name_start (*end) || digit (*end))
        ++end;

      if (*end != '$')
        return symbol ();

      const char* begin (++end);
      std::size_t size (static_cast<std::size_t> (begin - p_));

      for (; (end = std::strchr (end, '$')) != nullptr; ++end)
      {
        if (std::strncmp (end, p_, size) == 0)
        {
          p_ = end + size;
          return lexeme {kind::text, begin,
                         static_cast<std::size_t> (end - begin)};
        }
      }

      return stop (kind::unclosed);
    }

    // What is part of the literal that it stands before: N'…', X'…', B'…',
    // E'…', MySQL's _utf8'…'. Oracle's q'[…]' ends by rules of its own.
    //
    lexeme lexer::prefixed (const lexeme& word) noexcept
    {
      bool part (false);
      bool backslash (settings_.backslash);

      switch (dialect_)
      {
      case dialect::sqlite:
        part = word.reads ("X");
        break;
      case dialect::pgsql:
        part = word.reads ("N") || word.reads ("X") || word.reads ("B") ||
               word.reads ("E");
        backslash = backslash || word.reads ("E");
        break;
      case dialect::mysql:
        part = word.reads ("N") || word.reads ("X") || word.reads ("B") ||
               *word.begin == '_';
        break;
      case dialect::other:
        part = word.reads ("N");

        if (!part)
          return stop (kind::unsure);
      }

      return part ? literal (kind::text, backslash) : word;
    }
  }
}
