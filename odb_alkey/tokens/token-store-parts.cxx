#include <odb_alkey/tokens/token-store.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <cstddef>

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/scripts.hxx>

// The part of the store that divides what a transaction wrote among calls of
// scripts.

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      detail::identifier_view view (const std::string& identifier)
      {
        return detail::view (identifier.data (), identifier.size ());
      }
    }

    std::vector<token_store::part> token_store::parts (const identifiers& i,
                                                       std::uint64_t nonce,
                                                       rows how, bool marked,
                                                       std::size_t first) const
    {
      std::vector<part> r;
      bool by_table (how == rows::by_table ||
                     (how == rows::by_table_if_many &&
                      i->size () > options_.max_row_fences));

      for (std::size_t n (first / at_once); n * at_once < i->size (); ++n)
        r.push_back (part {i, std::max (first, n * at_once),
                           std::min (i->size (), (n + 1) * at_once),
                           support::nonce_after (nonce, n), marked, by_table});

      return r;
    }

    std::vector<std::string> token_store::sweeps (const part& p)
    {
      std::vector<std::string> r;
      const auto& all (*p.identifiers);

      for (std::size_t i (p.begin); i != p.end; ++i)
      {
        const std::string& text (*all[i]);
        detail::identifier_view v (view (text));

        if (v.wildcard ())
          continue;

        std::size_t table (v.hash + 1);

        // Mostly that of the row before.
        //
        auto of_table = [&] (const std::string& s)
        {
          return s.size () == table + 1 &&
                 s.compare (0, table, text, 0, table) == 0;
        };

        if (std::find_if (r.rbegin (), r.rend (), of_table) == r.rend ())
          r.push_back (text.substr (0, table) + '!');
      }

      for (std::size_t i (p.begin); i != p.end; ++i)
        if (view (*all[i]).sweep ())
          r.erase (std::remove (r.begin (), r.end (), *all[i]), r.end ());

      return r;
    }

    std::vector<const std::string*> token_store::without_rows (const part& p)
    {
      std::vector<const std::string*> r;

      for (std::size_t i (p.begin); i != p.end; ++i)
        if (view (*(*p.identifiers)[i]).wildcard ())
          r.push_back ((*p.identifiers)[i]);

      return r;
    }

    std::uint64_t token_store::add_part (redis::script_calls& calls,
                                         const redis::script& s,
                                         const std::string& server,
                                         const part& p)
    {
      auto begin (p.identifiers->begin () +
                  static_cast<std::ptrdiff_t> (p.begin));
      auto end (p.identifiers->begin () + static_cast<std::ptrdiff_t> (p.end));
      std::vector<const std::string*> fenced;
      std::vector<std::string> instead;
      bool lets_go (p.by_table && &s == &scripts::reset);

      if (p.by_table)
        instead = sweeps (p);

      if (p.by_table && !lets_go)
      {
        fenced = without_rows (p);
        begin = fenced.cbegin ();
        end = fenced.cend ();
      }

      if (!p.sweep.empty ())
        instead.push_back (p.sweep);

      redis::request& q (calls.add (
        s, 1 + static_cast<std::size_t> (end - begin) + instead.size (),
        common_arguments + (lets_go ? 2 : 1)));
      q.argument (prefix_, "origin", 6);

      for (auto i (begin); i != end; ++i)
        q.argument (prefix_, (*i)->data (), (*i)->size ());

      for (const std::string& i : instead)
        q.argument (prefix_, i.data (), i.size ());

      std::uint64_t offered (add_common_arguments (q, server, watch_.over ()));
      q.argument (p.nonce);

      if (lets_go)
        q.argument (static_cast<std::uint64_t> (instead.size ()));

      return offered;
    }
  }
}
