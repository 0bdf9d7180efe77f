#include <odb_alkey/detail/arguments.hxx>

#include <algorithm>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/detail/written-arguments.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void arguments::identifier (const char* data, std::size_t size)
    {
      identifiers.push_back (identifier_ref {
        text.size (), size, detail::view (data, size).hash, false, stamp ()});
      text.append (data, size);
    }

    void arguments::literal (const char* data, std::size_t size)
    {
      text += '=';
      escape (text, data, size);
    }

    void arguments::string (const char* data, std::size_t size)
    {
      if (odb_alkey::identifier::valid (data, size))
        identifier (data, size);
      else
        literal (data, size);
    }

    const std::string& arguments::table (std::size_t type,
                                         const std::type_info& of) const
    {
      const std::string* n (names->find (type));

      if (n == nullptr)
        unknown_table (of);

      return *n;
    }

    void arguments::table_of (std::size_t type, const std::type_info& of)
    {
      if (names != nullptr)
        append_object (text, table (type, of));
      else
      {
        append_object (text, std::string ());
        gaps.push_back (gap {identifiers.size (), type, &of});
      }
    }

    void arguments::append (const arguments& a)
    {
      append (a.text.data (), a.text.size (), a.identifiers.data (),
              a.identifiers.data () + a.identifiers.size (), a.gaps);
    }

    void arguments::append (const written_arguments& a)
    {
      append (a.text.data (), a.text.size (), a.identifiers.data (),
              a.identifiers.data () + a.identifiers.size (), a.gaps);
    }

    void arguments::append_sorted (const std::vector<arguments>& all)
    {
      std::vector<const arguments*> sorted;

      for (const arguments& a : all)
        sorted.push_back (&a);

      std::sort (sorted.begin (), sorted.end (),
                 [] (const arguments* a, const arguments* b)
                 { return a->text < b->text; });

      for (const arguments* a : sorted)
      {
        if (a != sorted.front ())
          text += ';';
        append (*a);
      }
    }

    void arguments::append (const char* from, std::size_t size,
                            const identifier_ref* first,
                            const identifier_ref* last,
                            const std::vector<gap>& g)
    {
      if (names != nullptr && !g.empty ())
      {
        fill (from, size, first, last, g);
        return;
      }

      for (gap x : g)
      {
        x.identifier += identifiers.size ();
        gaps.push_back (x);
      }

      for (const identifier_ref* s (first); s != last; ++s)
      {
        identifiers.push_back (*s);
        identifiers.back ().begin += text.size ();
      }

      text.append (from, size);
    }

    // Appends with a table in each gap. The identifiers and the gaps are in
    // the order of the text.
    //
    void arguments::fill (const char* from, std::size_t size,
                          const identifier_ref* first,
                          const identifier_ref* last,
                          const std::vector<gap>& g)
    {
      std::size_t done (0);
      std::size_t moved (text.size ());
      std::vector<gap>::const_iterator next (g.begin ());

      for (const identifier_ref* i (first); i != last; ++i)
      {
        identifier_ref s (*i);
        s.begin += moved;

        if (next != g.end () &&
            next->identifier == static_cast<std::size_t> (i - first))
        {
          const std::string& name (table (next->type, *next->of));
          std::size_t hash (i->begin + i->hash);
          text.append (from + done, hash - done);
          text += name;
          done = hash;
          moved += name.size ();
          s.hash += name.size ();
          s.size += name.size ();
          ++next;
        }

        identifiers.push_back (s);
      }

      text.append (from + done, size - done);
    }
  }
}
