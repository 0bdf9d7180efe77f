#include <odb_alkey/changes/statement-cache.hxx>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      const std::size_t entry_count = 256;

      // A longer text has values in it, and does not come again.
      //
      const std::size_t longest = 4 * 1024;

      // The address of a text finds it again: the texts of ODB's own
      // statements are constants, and those of queries are mostly allocated
      // where they were before.
      //
      std::size_t place_of (const char* text) noexcept
      {
        std::uint64_t a (reinterpret_cast<std::uintptr_t> (text));
        return static_cast<std::size_t> ((a * 0x9e3779b97f4a7c15) >> 56);
      }
    }

    statement_ptr statement_cache::understand (const char* text,
                                               const table_catalog& catalog)
    {
      sql::effect e (sql::analyse (text, catalog.dialect ()));
      std::shared_ptr<statement_meaning> m (
        std::make_shared<statement_meaning> ());

      m->boundary = e.boundary;
      m->verb = e.verb;
      m->commits = e.commits;
      m->commits_alone = e.commits_alone;
      m->unknown_tables = e.unknown_tables;
      m->locks = e.locks;
      m->serializes = e.serializes;
      m->word = std::move (e.word);

      for (const sql::name& n : e.tables)
      {
        m->tables.push_back (catalog.resolve (n));

        if (e.erases)
          catalog.add_cascades (n, m->cascades);
      }

      return m->matters () ? m : nullptr;
    }

    bool statement_meaning::is_of (const std::string& table) const noexcept
    {
      return !unknown_tables &&
             std::all_of (tables.begin (), tables.end (),
                          [&] (const table_effect& t)
                          { return t.owners.empty () || t.owned_by (table); });
    }

    bool statement_meaning::shared () const noexcept
    {
      return std::any_of (tables.begin (), tables.end (),
                          [] (const table_effect& t)
                          { return !t.guessed && t.owners.size () > 1; });
    }

    bool statement_meaning::objects () const noexcept
    {
      return std::any_of (tables.begin (), tables.end (),
                          [] (const table_effect& t) { return t.objects; });
    }

    bool statement_meaning::affects_tracked () const noexcept
    {
      return unknown_tables || !cascades.empty () ||
             std::any_of (tables.begin (), tables.end (),
                          [] (const table_effect& t)
                          { return !t.owners.empty (); });
    }

    const statement_ptr& statement_cache::find (const char* text,
                                                const table_catalog& catalog)
    {
      if (statements_.empty ())
        statements_.resize (entry_count);

      cached_statement& s (statements_[place_of (text)]);
      std::size_t generation (catalog.generation ());

      if (s.address == text && s.generation == generation &&
          std::strcmp (s.text.c_str (), text) == 0)
        return s.meaning;

      s.address = nullptr;
      s.meaning = understand (text, catalog);

      if (std::strlen (text) <= longest)
      {
        s.text = text;
        s.generation = generation;
        s.address = text;
      }

      return s.meaning;
    }
  }
}
