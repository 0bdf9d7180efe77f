#include <odb_alkey/sql/statement.hxx>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <odb_alkey/sql/analyser.hxx>

namespace odb_alkey
{
  namespace sql
  {
    namespace
    {
      // Servers take less by default.
      //
      const std::size_t longest = 256 * 1024 * 1024;

      // The settings that a server may have, as far as they matter for the
      // text.
      //
      std::vector<settings> possible (const char* text, const dialect& d)
      {
        std::vector<settings> r {{false, false}};

        if (d.backslash_may_escape && std::strchr (text, '\\') != nullptr)
        {
          r.push_back ({true, false});

          if (d.double_quotes_may_be_text &&
              std::strchr (text, '"') != nullptr)
            r.push_back ({true, true});
        }

        return r;
      }

      bool same (const effect& a, const effect& b) noexcept
      {
        return a.boundary == b.boundary && a.several == b.several &&
               a.verb == b.verb && a.unknown_tables == b.unknown_tables &&
               a.erases == b.erases && a.commits == b.commits &&
               a.commits_alone == b.commits_alone &&
               a.tables.size () == b.tables.size () &&
               std::equal (a.tables.begin (), a.tables.end (),
                           b.tables.begin (),
                           [] (const name& x, const name& y) {
                             return x.schema == y.schema && x.table == y.table;
                           });
      }

      effect unknown (const dialect& d, bool may_be_boundary)
      {
        effect r;
        r.unknown_tables = true;
        r.erases = true;
        r.several = may_be_boundary;
        r.commits = may_be_boundary || d.commits_implicitly;
        r.verb = verb::other;
        r.word = "?";
        return r;
      }
    }

    // Reads the text once for each of the settings, of which the server has
    // one. A reading that a server would refuse does not count. If the others
    // differ, nothing is known.
    //
    effect analyse (const char* text, const dialect& d)
    {
      if (::strnlen (text, longest + 1) > longest)
        return unknown (d, true);

      bool found (false);
      effect r;

      for (const settings& s : possible (text, d))
      {
        analyser a (text, d, s);
        effect e (a.all ());

        if (a.refused ())
          continue;

        if (found && !same (e, r))
          return unknown (d, true);

        e.locks = e.locks || r.locks;
        e.serializes = e.serializes || r.serializes;
        r = std::move (e);
        found = true;
      }

      return found ? r : unknown (d, false);
    }
  }
}
