#include <odb_alkey/tokens/script-answer.hxx>

#include <algorithm>
#include <cstring>

#include <odb_alkey/support/decimal.hxx>
#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    bool parse (const char* text, std::size_t size, std::uint64_t offered,
                script_answer& r)
    {
      char tie[16];
      support::write_hexadecimal (tie, offered);

      if (size <= sizeof (tie) || std::memcmp (text, tie, sizeof (tie)) != 0 ||
          text[sizeof (tie)] != ' ')
        return false;

      const char* end (text + size);
      const char* begin (text + sizeof (tie) + 1);
      const char* line (std::find (begin, end, '\n'));

      if (!parse (begin, static_cast<std::size_t> (line - begin), r.origin))
        return false;

      if (line == end)
        return true;

      const char* key (support::read_decimal (line + 1, end, r.replaced));

      if (key == line + 1 || key == end || *key != ' ')
        return false;

      // No Redis key of this library contains a newline.
      //
      const char* rest (std::find (++key, end, '\n'));

      if (rest == end)
        return false;

      r.first.assign (key, rest);
      return parse (rest + 1, static_cast<std::size_t> (end - rest - 1),
                    r.others);
    }
  }
}
