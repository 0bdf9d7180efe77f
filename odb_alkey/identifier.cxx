#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <ostream>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace
  {
    const char prefix[] = "alkey:";
    const std::size_t prefix_size = sizeof (prefix) - 1;

    bool plain (char c) noexcept
    {
      return support::alphanumeric (c) || c == '_' || c == '-' || c == '.' ||
             c == '~' || c == '+' || c == '@';
    }

    // Digits of an identifier are upper-case.
    //
    bool lower (char c) noexcept
    {
      return c >= 'a';
    }

    // True if escape () or escape_table () can produce [i, e). Only the needed
    // escapes are accepted: otherwise one object would have two identifiers,
    // and a write would change the token of one of them.
    //
    bool escaped (const char* i, const char* e, char separator) noexcept
    {
      for (; i != e; ++i)
      {
        if (plain (*i) || *i == separator)
          continue;

        char c;

        if (!support::read_escape (i, static_cast<std::size_t> (e - i), c) ||
            lower (i[1]) || lower (i[2]))
          return false;

        // The dot is plain in an id but separates the parts of a table.
        //
        if (plain (c) && !(separator == '.' && c == '.'))
          return false;

        i += 2;
      }

      return true;
    }
  }

  identifier::identifier (const std::string& text): text_ (text)
  {
    if (!valid (text))
      throw invalid_identifier (
        "'" + text +
        "' is not an identifier: use alkey:<table>#<id>, alkey:<table>#* or "
        "alkey:*#*, where bytes of a table or an id other than letters, "
        "digits, '_', '-', '.', '~', '+' and '@' are written as %XX, for "
        "example alkey:users#1 or alkey:files#a%2Fb");
  }

  identifier::identifier (canonical, std::string text)
      : text_ (std::move (text))
  {
    assert (valid (text_));
  }

  identifier identifier::object (const std::string& table,
                                 const std::string& id)
  {
    return identifier (canonical (), prefix + table + '#' + id);
  }

  identifier identifier::table (const std::string& table)
  {
    return identifier (canonical (), prefix + table + "#*");
  }

  identifier identifier::sweep (const std::string& table)
  {
    return identifier (canonical (), prefix + table + "#!");
  }

  identifier identifier::everything ()
  {
    return table ("*");
  }

  identifier identifier::sweep_of_everything ()
  {
    return sweep ("*");
  }

  bool identifier::valid (const char* text, std::size_t size) noexcept
  {
    if (size <= prefix_size || std::memcmp (text, prefix, prefix_size) != 0)
      return false;

    const char* table (text + prefix_size);
    const char* end (text + size);
    const char* hash (static_cast<const char*> (
      std::memchr (table, '#', static_cast<std::size_t> (end - table))));

    if (hash == nullptr || hash == table)
      return false;

    bool wildcard (end - hash == 2 && (hash[1] == '*' || hash[1] == '!'));

    if (hash - table == 1 && *table == '*')
      return wildcard;

    return escaped (table, hash, '.') &&
           (wildcard || escaped (hash + 1, end, ','));
  }

  identifier::kind identifier::what () const noexcept
  {
    detail::identifier_view v (detail::view (text_.data (), text_.size ()));

    if (!v.wildcard ())
      return kind::object;

    if (v.every_table ())
      return v.sweep () ? kind::sweep_of_everything : kind::everything;

    return v.sweep () ? kind::sweep : kind::table;
  }

  std::string identifier::table_name () const
  {
    detail::identifier_view v (detail::view (text_.data (), text_.size ()));
    return text_.substr (prefix_size, v.hash - prefix_size);
  }

  std::ostream& operator<< (std::ostream& o, const identifier& i)
  {
    return o << i.str ();
  }

  namespace detail
  {
    void escape (std::string& to, const char* data, std::size_t size)
    {
      for (const char *i (data), *e (data + size); i != e; ++i)
      {
        if (plain (*i))
          to += *i;
        else
          support::append_escape (to, *i);
      }
    }

    std::string escape (const std::string& bytes)
    {
      std::string r;
      r.reserve (bytes.size ());
      escape (r, bytes.data (), bytes.size ());
      return r;
    }

    void append_object (std::string& to, const std::string& table)
    {
      // In one piece, since appending costs more than copying.
      //
      std::size_t size (to.size ());
      to.resize (size + prefix_size + table.size () + 1);
      char* i (&to[size]);
      i = std::copy_n (prefix, prefix_size, i);
      i = std::copy_n (table.data (), table.size (), i);
      *i = '#';
    }

    std::string escape_table (const char* sql_name)
    {
      std::string r;

      for (const char* p (sql_name); *p != '\0'; ++p)
      {
        char open (*p);
        char close (open == '[' ? ']' : open);

        if (open != '"' && open != '`' && open != '[')
        {
          // Between quoted parts there is only the separator; a name that is
          // not quoted at all is taken as it stands.
          //
          if (open == '.' || plain (open))
            r += open;
          else
            support::append_escape (r, open);

          continue;
        }

        // A quote inside a quoted name is doubled.
        //
        for (++p; *p != '\0' && (*p != close || p[1] == close); ++p)
        {
          if (*p == close)
            ++p;

          if (plain (*p) && *p != '.')
            r += *p;
          else
            support::append_escape (r, *p);
        }

        if (*p == '\0')
          break;
      }

      return r;
    }

    identifier_view view (const char* text, std::size_t size) noexcept
    {
      const void* hash (std::memchr (text, '#', size));
      assert (hash != nullptr);
      return {
        text, size,
        static_cast<std::size_t> (static_cast<const char*> (hash) - text)};
    }

    identifier stands_for (const identifier_view& v)
    {
      std::string table (v.text, v.hash + 1);
      table += '*';

      return has_own_token (table.size ()) ? identifier (table)
                                           : identifier::everything ();
    }
  }
}
