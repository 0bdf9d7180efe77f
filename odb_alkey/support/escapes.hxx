#ifndef ODB_ALKEY_SUPPORT_ESCAPES_HXX
#define ODB_ALKEY_SUPPORT_ESCAPES_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace support
  {
    // Bytes as %XX, in URLs and in identifiers. None of it depends on the
    // locale.

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
      static const char digits[] = "0123456789ABCDEF";
      unsigned char u (static_cast<unsigned char> (c));
      to += '%';
      to += digits[u >> 4];
      to += digits[u & 15];
    }

    // The value of a digit, or -1.
    //
    inline int hexadecimal (char c) noexcept
    {
      return digit (c)              ? c - '0'
             : c >= 'A' && c <= 'F' ? c - 'A' + 10
             : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                    : -1;
    }

    // Reads the %XX at the beginning; false if there is none.
    //
    inline bool read_escape (const char* s, std::size_t size, char& c) noexcept
    {
      if (size < 3 || s[0] != '%' || hexadecimal (s[1]) < 0 ||
          hexadecimal (s[2]) < 0)
        return false;

      c = static_cast<char> (hexadecimal (s[1]) * 16 + hexadecimal (s[2]));
      return true;
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_ESCAPES_HXX
