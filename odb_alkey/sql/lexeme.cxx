#include <odb_alkey/sql/lexeme.hxx>

namespace odb_alkey
{
  namespace sql
  {
    // This is not strcasecmp (), since that depends on the locale.
    //
    bool lexeme::reads (const char* capitals) const noexcept
    {
      for (std::size_t i (0); i != size; ++i)
      {
        char c (begin[i]);

        if (c >= 'a' && c <= 'z')
          c = static_cast<char> (c - 'a' + 'A');

        if (c != capitals[i] || c == '\0')
          return false;
      }

      return capitals[size] == '\0';
    }

    std::string lexeme::value () const
    {
      std::string r (begin, size);

      if (what != kind::quoted && what != kind::text)
        return r;

      // A quote inside is doubled. An opening bracket is not.
      //
      char quote (begin[-1]);

      if (quote == '[')
        return r;

      for (std::size_t i (0); (i = r.find (quote, i)) != std::string::npos;)
        r.erase (i++, 1);

      return r;
    }
  }
}
