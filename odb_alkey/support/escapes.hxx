#ifndef ODB_ALKEY_SUPPORT_ESCAPES_HXX
#define ODB_ALKEY_SUPPORT_ESCAPES_HXX

#include <cstddef>
#include <string>

#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace support
  {
    // Bytes as %XX, in URLs and in identifiers. None of this depends on
    // the locale.

    inline bool digit (char c) noexcept
    {
      return c >= '0' && c <= '9';
    }

    inline bool alphanumeric (char c) noexcept
    {
      return digit (c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    inline void append_escape (std::string& to, char c)
    {
      unsigned char u (static_cast<unsigned char> (c));
      to += '%';
      to += upper_hexadecimal_digit (u >> 4u);
      to += upper_hexadecimal_digit (u & 15u);
    }

    // Reads the %XX at the beginning. Returns false if there is none.
    //
    inline bool read_escape (const char* s, std::size_t size, char& c) noexcept
    {
      if (size < 3 || s[0] != '%' || hexadecimal_value (s[1]) < 0 ||
          hexadecimal_value (s[2]) < 0)
        return false;

      c = static_cast<char> (hexadecimal_value (s[1]) * 16 +
                             hexadecimal_value (s[2]));
      return true;
    }

    // Appends the text with the bytes that its escapes stand for. Returns
    // false if a '%' of it begins no escape; this one is appended itself.
    //
    inline bool append_unescaped (std::string& to, const std::string& text)
    {
      bool valid (true);

      for (std::size_t i (0); i != text.size (); ++i)
      {
        char c (text[i]);

        if (read_escape (text.data () + i, text.size () - i, c))
          i += 2;
        else if (c == '%')
          valid = false;

        to += c;
      }

      return valid;
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_ESCAPES_HXX
