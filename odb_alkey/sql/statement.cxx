#include <odb_alkey/sql/statement.hxx>

#include <cstring>

#include <odb_alkey/sql/analyser.hxx>

namespace odb_alkey
{
  namespace sql
  {
    effect analyse (const char* text, dialect d)
    {
      effect r;
      bool any (false);

      // Whatever the server makes of a backslash, one of the two is right.
      //
      bool backslash (std::strchr (text, '\\') != nullptr);

      for (int escapes (0); escapes != (backslash ? 2 : 1); ++escapes)
      {
        std::vector<token> tokens;

        if (sql::split (text, d, escapes != 0, tokens))
        {
          analyser (tokens, d, r).all ();
          any = true;
        }
      }

      if (!any)
      {
        r.anything = true;
        r.commits = d == dialect::mysql;
        r.word = "?";
      }

      return r;
    }
  }
}
