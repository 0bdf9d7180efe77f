#include <tests/fault/support/page.hxx>

#include <numeric>

#include <odb/transaction.hxx>

#include "stock-odb.hxx"

namespace workload
{
  namespace
  {
    typedef std::function<void ()> step;

    std::vector<subject> from_to (subject first, subject last)
    {
      std::vector<subject> v (last - first);
      std::iota (v.begin (), v.end (), first);
      return v;
    }

    std::vector<page> make_pages ()
    {
      std::vector<page> v;

      auto add = [&v] (page::kind k, std::vector<subject> s)
      {
        v.push_back (page {static_cast<unsigned> (v.size ()), k, s});
      };

      for (subject s (0); s != item_count; ++s)
        add (page::kind::items, {s});

      for (subject s (0); s != 6; ++s)
        add (page::kind::items, {s, (s * 3 + 5) % item_count});

      for (subject s (item_count); s != subject_count; ++s)
        add (page::kind::box, {s});

      add (page::kind::table, from_to (0, item_count));
      add (page::kind::catalogue, from_to (0, item_count));
      add (page::kind::everything, from_to (0, subject_count));
      return v;
    }

    std::uint64_t edition_of (odb::database& db, subject s)
    {
      ledger l;
      db.load (ledger_id (s), l);
      return l.edition;
    }

    // Shows the ledger's number for an item that is gone.
    //
    void load_item (subject s, odb::database& db, const step& next,
                    contents& c)
    {
      std::shared_ptr<item> p (db.find<item> (item_id (s)));
      next ();
      c.shown.push_back (p != nullptr ? p->edition : edition_of (db, s));
      c.keyed = c.keyed && p != nullptr;

      if (p != nullptr)
        c.items.push_back (p);
    }

    // The head comes first: it is to tell how old the rest may be.
    //
    void load_table (const page& p, odb::database& db, const step& next,
                     contents& c)
    {
      if (p.what == page::kind::catalogue)
        c.items.push_back (
          std::shared_ptr<item> (db.load<item> (item_id (0))));
      else
        c.keyed = false;

      next ();
      editions e (recorded (db));

      for (const item& i : db.query<item> ())
        e.at (i.id - 1) = i.edition;

      c.shown = p.part (e);
    }
  }

  std::uint64_t page::bits () const
  {
    std::uint64_t b (0);

    for (subject s : subjects)
      b |= bit (s);

    return b;
  }

  editions page::part (const editions& all) const
  {
    editions e;

    for (subject s : subjects)
      e.push_back (all.at (s));

    return e;
  }

  const std::vector<page>& pages ()
  {
    static const std::vector<page> v (make_pages ());
    return v;
  }

  contents load (const page& p, odb::database& db,
                 const std::function<void ()>& next)
  {
    contents c;
    c.keyed = true;

    switch (p.what)
    {
    case page::kind::items:
      for (subject s : p.subjects)
        load_item (s, db, next, c);
      break;
    case page::kind::box:
      c.box.reset (db.load<box> (box_id (p.subjects[0])));
      next ();
      c.shown.push_back (edition_of (db, p.subjects[0]));
      break;
    case page::kind::table:
    case page::kind::catalogue:
      load_table (p, db, next, c);
      break;
    case page::kind::everything:
      c.shown = recorded (db);
      c.keyed = false;
      break;
    }

    return c;
  }

  contents load (const page& p, reading& r)
  {
    return load (p, r.database (), [&r] { r.next_statement (); });
  }

  namespace
  {
    // Calls f with the arguments of the page's key.
    //
    template <typename F>
    auto with_arguments (const page& p, const contents* of, F f)
    {
      using odb_alkey::all;
      using odb_alkey::one;

      bool keyed (of != nullptr && of->keyed);

      switch (p.what)
      {
      case page::kind::items:
      {
        if (keyed)
          return f ("items", of->items);

        std::vector<decltype (one<item> (1ul))> ids;

        for (subject s : p.subjects)
          ids.push_back (one<item> (item_id (s)));

        return f ("items", ids);
      }
      case page::kind::box:
        return keyed ? f ("box", of->box)
                     : f ("box", one<box> (box_id (p.subjects[0])));
      case page::kind::table:
        return f ("table", all<item> ());
      case page::kind::catalogue:
        return keyed ? f ("catalogue", all<item> (), of->items[0])
                     : f ("catalogue", all<item> (), one<item> (item_id (0)));
      case page::kind::everything:
        break;
      }

      return f ("everything", odb_alkey::everything ());
    }
  }

  odb_alkey::detail::written_arguments arguments_of (const page& p,
                                                     const contents* of)
  {
    return with_arguments (
      p, of, [] (const auto&... a) { return odb_alkey::args (a...); });
  }

  odb_alkey::key key_of (const odb_alkey::plugin& alkey, const page& p,
                         const contents* of)
  {
    return with_arguments (
      p, of, [&] (const auto&... a) { return alkey.cache_key (a...); });
  }

  std::string identifier (subject s)
  {
    return s < item_count ? "alkey:item#" + std::to_string (item_id (s))
                          : "alkey:box#" + std::to_string (box_id (s));
  }

  std::vector<std::string> identifiers (const page& p)
  {
    std::vector<std::string> v {"alkey:*#!", "alkey:item#!", "alkey:item#*",
                                "alkey:box#!", "alkey:*#*"};

    if (p.what == page::kind::items || p.what == page::kind::box)
      for (subject s : p.subjects)
        v.push_back (identifier (s));

    return v;
  }
}
