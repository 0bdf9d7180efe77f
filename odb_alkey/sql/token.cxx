#include <odb_alkey/sql/token.hxx>

#include <cstring>

#include <strings.h>

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      typedef token::kind kind;

      bool space (char c) noexcept
      {
        return c == ' ' || (c >= '\t' && c <= '\r');
      }

      bool digit (char c) noexcept
      {
        return c >= '0' && c <= '9';
      }

      // Whatever is not ASCII may be part of a name.
      //
      bool name_start (char c) noexcept
      {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               (static_cast<unsigned char> (c) & 0x80) != 0;
      }

      bool name_part (char c) noexcept
      {
        return name_start (c) || digit (c) || c == '$';
      }

      class splitter
      {
      public:
        splitter (const char* text, dialect d, bool backslash_escapes,
                  std::vector<token>& to)
            : p_ (text), dialect_ (d), backslash_ (backslash_escapes), to_ (to)
        {
        }

        bool all ()
        {
          for (;;)
          {
            if (!comments ())
              return false;

            if (*p_ == '\0')
              break;

            if (!one ())
              return false;
          }

          add (kind::end, std::string ());
          return true;
        }

      private:
        void add (kind k, std::string value)
        {
          to_.push_back (token {k, std::move (value)});
        }

        // What stands behind a dot is a name, though it be that of a keyword.
        //
        void add_word (std::string value)
        {
          bool part (!to_.empty () && to_.back ().is ('.'));

          if (part && dialect_ == dialect::pgsql)
            fold (value);

          add (part ? kind::quoted : kind::word, std::move (value));
        }

        // Skips white space and comments.
        //
        bool comments ()
        {
          for (;;)
          {
            if (space (*p_))
              ++p_;
            else if (p_[0] == '-' && p_[1] == '-' &&
                     (dialect_ != dialect::mysql || space (p_[2]) ||
                      p_[2] == '\0'))
              line ();
            else if (*p_ == '#' && dialect_ == dialect::mysql)
              line ();
            else if (p_[0] == '/' && p_[1] == '*')
            {
              if (!block ())
                return false;
            }
            else if (p_[0] == '*' && p_[1] == '/' && executable_ != 0)
            {
              p_ += 2;
              --executable_;
            }
            else
              return true;
          }
        }

        void line ()
        {
          while (*p_ != '\0' && *p_ != '\n')
            ++p_;
        }

        bool block ()
        {
          p_ += 2;

          // MySQL executes what is in such a comment.
          //
          if (dialect_ == dialect::mysql &&
              (*p_ == '!' || (p_[0] == 'M' && p_[1] == '!')))
          {
            p_ += *p_ == '!' ? 1 : 2;
            while (digit (*p_))
              ++p_;

            ++executable_;
            return true;
          }

          for (unsigned depth (1); depth != 0;)
          {
            if (*p_ == '\0')
              return dialect_ == dialect::sqlite; // It closes by itself.

            if (p_[0] == '*' && p_[1] == '/')
            {
              --depth;
              p_ += 2;
            }
            else if (p_[0] == '/' && p_[1] == '*' &&
                     dialect_ == dialect::pgsql)
            {
              ++depth;
              p_ += 2;
            }
            else
              ++p_;
          }

          return true;
        }

        bool one ()
        {
          char c (*p_);

          switch (c)
          {
          case '\'':
            return literal ('\'', backslash_, kind::text);
          case '"':
            // A literal, unless MySQL is told to follow the standard.
            //
            return literal ('"', backslash_ && dialect_ == dialect::mysql,
                            kind::quoted);
          case '`':
            if (dialect_ != dialect::pgsql)
              return literal ('`', false, kind::quoted);
            break;
          case '[':
            if (dialect_ == dialect::sqlite || dialect_ == dialect::other)
              return bracketed ();
            break;
          case '$':
            if (dialect_ == dialect::pgsql && !digit (p_[1]))
              return dollar_quoted ();
            break;
          }

          if (name_start (c))
            return word ();

          if (digit (c))
            number ();
          else
          {
            ++p_;
            add (kind::symbol, std::string (1, c));
          }

          return true;
        }

        bool literal (char quote, bool backslash, kind k)
        {
          std::string value;

          for (++p_; *p_ != '\0'; ++p_)
          {
            if (*p_ == '\\' && backslash)
            {
              if (*++p_ == '\0')
                return false;
            }
            else if (*p_ == quote)
            {
              if (p_[1] != quote)
              {
                ++p_;
                add (k, std::move (value));
                return true;
              }

              ++p_;
            }

            value += *p_;
          }

          return false;
        }

        bool bracketed ()
        {
          const char* end (std::strchr (p_, ']'));
          if (end == nullptr)
            return false;

          add (kind::quoted, std::string (p_ + 1, end));
          p_ = end + 1;
          return true;
        }

        // $tag$ … $tag$
        //
        bool dollar_quoted ()
        {
          const char* e (p_ + 1);
          while (name_start (*e) || digit (*e))
            ++e;

          if (*e != '$')
          {
            ++p_;
            add (kind::symbol, "$");
            return true;
          }

          std::string tag (p_, e + 1);
          const char* close (std::strstr (e + 1, tag.c_str ()));
          if (close == nullptr)
            return false;

          p_ = close + tag.size ();
          add (kind::text, std::string ());
          return true;
        }

        bool word ()
        {
          const char* b (p_);
          while (name_part (*p_))
            ++p_;

          std::string value (b, p_);

          // N'…', X'…', B'…', E'…', U&'…' and MySQL's _utf8'…' are literals;
          // only one of them escapes by itself.
          //
          if (*p_ == '\'' && (value.size () == 1 || value[0] == '_'))
            return literal ('\'', backslash_ || value == "e" || value == "E",
                            kind::text);

          add_word (std::move (value));
          return true;
        }

        void number ()
        {
          const char* b (p_);
          while (name_part (*p_) || *p_ == '.')
            ++p_;

          add (kind::number, std::string (b, p_));
        }

        const char* p_;
        dialect dialect_;
        bool backslash_;
        std::vector<token>& to_;
        unsigned executable_ = 0;
      };
    }

    void fold (std::string& name) noexcept
    {
      for (char& c : name)
        if (c >= 'A' && c <= 'Z')
          c = static_cast<char> (c - 'A' + 'a');
    }

    bool token::is (const char* keyword) const noexcept
    {
      return what == kind::word && strcasecmp (value.c_str (), keyword) == 0;
    }

    bool split (const char* text, dialect d, bool backslash_escapes,
                std::vector<token>& to)
    {
      to.clear ();
      return splitter (text, d, backslash_escapes, to).all ();
    }
  }
}
