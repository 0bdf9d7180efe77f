#include <odb_alkey/tokens/batch.hxx>

#include <algorithm>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/support/random.hxx>

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

    const std::size_t batch::largest;

    std::vector<std::string> batch::sweeps () const
    {
      std::vector<std::string> r;
      const auto& all (*identifiers);

      for (std::size_t i (begin); i != end; ++i)
      {
        const std::string& text (*all[i]);
        detail::identifier_view v (view (text));

        if (v.wildcard ())
          continue;

        std::size_t table (v.hash + 1);

        auto of_table = [&] (const std::string& s)
        {
          return s.size () == table + 1 &&
                 s.compare (0, table, text, 0, table) == 0;
        };

        // It is mostly the table of the row before, hence the last one.
        //
        if (std::find_if (r.rbegin (), r.rend (), of_table) == r.rend ())
          r.push_back (text.substr (0, table) + '!');
      }

      for (std::size_t i (begin); i != end; ++i)
        if (view (*all[i]).sweep ())
          r.erase (std::remove (r.begin (), r.end (), *all[i]), r.end ());

      return r;
    }

    std::vector<const std::string*> batch::without_rows () const
    {
      std::vector<const std::string*> r;

      for (std::size_t i (begin); i != end; ++i)
        if (view (*(*identifiers)[i]).wildcard ())
          r.push_back ((*identifiers)[i]);

      return r;
    }

    std::vector<batch> divide (const identifiers& i, std::uint64_t nonce,
                               rows how, bool fenced, std::size_t first)
    {
      const std::size_t most (batch::largest);
      std::vector<batch> r;

      for (std::size_t n (first / most); n * most < i->size (); ++n)
        r.push_back (batch {
          i, std::max (first, n * most), std::min (i->size (), (n + 1) * most),
          support::nonce_after (nonce, n), fenced, how == rows::by_table});

      return r;
    }
  }
}
