#ifndef ODB_ALKEY_SQL_CHARACTERS_HXX
#define ODB_ALKEY_SQL_CHARACTERS_HXX

// Classes of characters in SQL, which do not depend on the locale.

namespace odb_alkey
{
  namespace sql
  {
    inline bool space (char c) noexcept
    {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }

    inline bool digit (char c) noexcept
    {
      return c >= '0' && c <= '9';
    }

    inline bool letter (char c) noexcept
    {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    inline bool ascii (char c) noexcept
    {
      return (static_cast<unsigned char> (c) & 0x80) == 0;
    }

    inline bool control (char c) noexcept
    {
      return (c >= '\0' && c < ' ') || c == '\x7f';
    }
  }
}

#endif // ODB_ALKEY_SQL_CHARACTERS_HXX
