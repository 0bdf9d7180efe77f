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
      // More than servers take by default.
      //
      const std::size_t longest = 256 * 1024 * 1024;

      // Those that matter for this text.
      //
      std::vector<settings> possible (const char* text, dialect d)
      {
        std::vector<settings> r {{false, false}};

        if (d != dialect::sqlite && std::strchr (text, '\\') != nullptr)
        {
          r.push_back ({true, false});

          if (d == dialect::mysql && std::strchr (text, '"') != nullptr)
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

      effect unknown (dialect d, bool may_be_boundary)
      {
        effect r;
        r.unknown_tables = true;
        r.erases = true;
        r.several = may_be_boundary;
        r.commits = may_be_boundary || d == dialect::mysql;
        r.verb = verb::other;
        r.word = "?";
        return r;
      }
    }

    // Whatever the server's settings are, one of the readings is right; those
    // that it would refuse are none.
    //
    effect analyse (const char* text, dialect d)
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
