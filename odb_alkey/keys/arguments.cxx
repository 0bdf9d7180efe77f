#include <odb_alkey/keys/arguments.hxx>

#include <odb_alkey/changes/identity.hxx>
#include <odb_alkey/changes/table-names.hxx>
#include <odb_alkey/keys/written-arguments.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void arguments::identifier (const char* data, std::size_t size)
    {
      slots.push_back (slot {text.size (), size,
                             detail::view (data, size).hash, false, stamp ()});
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
        gaps.push_back (gap {slots.size (), type, &of});
      }
    }

    void arguments::append (const arguments& a)
    {
      append (a.text.data (), a.text.size (), a.slots.data (),
              a.slots.data () + a.slots.size (), a.gaps);
    }

    void arguments::append (const written_arguments& a)
    {
      append (a.text.data (), a.text.size (), a.slots.data (),
              a.slots.data () + a.slots.size (), a.gaps);
    }

    void arguments::append (const char* from, std::size_t size,
                            const slot* first, const slot* last,
                            const std::vector<gap>& g)
    {
      if (names != nullptr && !g.empty ())
      {
        fill (from, size, first, last, g);
        return;
      }

      for (gap x : g)
      {
        x.slot += slots.size ();
        gaps.push_back (x);
      }

      for (const slot* s (first); s != last; ++s)
      {
        slots.push_back (*s);
        slots.back ().begin += text.size ();
      }

      text.append (from, size);
    }

    // The same, with a table in each gap. Slots and gaps are in the order of
    // the text.
    //
    void arguments::fill (const char* from, std::size_t size,
                          const slot* first, const slot* last,
                          const std::vector<gap>& g)
    {
      std::size_t done (0);
      std::size_t moved (text.size ());
      std::vector<gap>::const_iterator next (g.begin ());

      for (const slot* i (first); i != last; ++i)
      {
        slot s (*i);
        s.begin += moved;

        if (next != g.end () &&
            next->slot == static_cast<std::size_t> (i - first))
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

        slots.push_back (s);
      }

      text.append (from + done, size - done);
    }
  }
}
