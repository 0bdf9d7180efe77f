#include <odb_alkey/sql/lexer.hxx>

#include <cstddef>
#include <cstring>

#include <odb_alkey/sql/characters.hxx>

// Literals and quoted names.

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      // True if a whole character of several bytes comes before it.
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

    // A backquote behind a character of UTF-8, in which most names are, is no
    // half of one.
    //
    bool lexer::may_be_half (bool backslash) const noexcept
    {
      bool all (dialect_.half_characters == dialect::halves::all);

      if (*p_ == '`' && all)
        return !ends_in_utf8 (p_);

      return *p_ == '\\' && (all || (backslash && dialect_.half_characters ==
                                                    dialect::halves::escapes));
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

    // Goes to the quote where the literal continues on another line, if it
    // does. The same rules hold there.
    //
    bool lexer::continued () noexcept
    {
      if (!dialect_.continues_literals)
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

      if (end[1] == ']' && dialect_.may_double_brackets)
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

    // A word that stands right before a literal may be part of it. Oracle's
    // q'[…]' ends by rules of its own.
    //
    lexeme lexer::prefixed (const lexeme& word) noexcept
    {
      char prefix (word.size != 1 ? '\0'
                   : *word.begin >= 'a' && *word.begin <= 'z'
                     ? static_cast<char> (*word.begin - 'a' + 'A')
                     : *word.begin);

      if ((prefix != '\0' &&
           std::strchr (dialect_.literal_prefixes, prefix) != nullptr) ||
          (dialect_.introduces_literals && *word.begin == '_'))
        return literal (
          kind::text, settings_.backslash ||
                        (prefix != '\0' && prefix == dialect_.escape_prefix));

      return dialect_.unknown_prefixes ? stop (kind::unsure) : word;
    }
  }
}
