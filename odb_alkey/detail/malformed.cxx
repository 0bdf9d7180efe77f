#include <odb_alkey/detail/malformed.hxx>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void malformed (const std::string& expected, const std::string& bytes)
    {
      const std::size_t shown (40);
      std::string text;

      for (char c : bytes.substr (0, shown))
      {
        if (c > ' ' && c <= '~' && c != '%')
          text += c;
        else
          support::append_escape (text, c);
      }

      if (bytes.size () > shown)
        text += "...";

      throw exception ("stored bytes are not " + expected + ": '" + text +
                       "' (" + std::to_string (bytes.size ()) +
                       " bytes): tell values of different types apart by an "
                       "argument of their keys");
    }
  }
}
