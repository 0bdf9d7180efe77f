#include <odb_alkey/changes/operations.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>

namespace odb_alkey
{
  namespace changes
  {
    // The position of the innermost operation on the object; the number of all
    // operations if there is none.
    //
    std::size_t operations::find (const void* object) const noexcept
    {
      for (std::size_t i (open_.size ()); i != 0; --i)
        if (open_[i - 1].object == object)
          return i - 1;

      return open_.size ();
    }

    // True if this operation and those within it may be one bulk operation:
    // all do the same, and nothing was executed between their beginnings.
    //
    bool operations::bulk (std::size_t from) const noexcept
    {
      const operation& o (open_[from]);

      return std::all_of (open_.begin () + static_cast<std::ptrdiff_t> (from),
                          open_.end (),
                          [&o] (const operation& other)
                          {
                            return other.first == o.first &&
                                   other.verb == o.verb && other.id == o.id &&
                                   *other.table == *o.table;
                          });
    }

    // Moves the notes from this one on to the set, and ends the operations
    // from the first one on.
    //
    std::size_t operations::cut (std::size_t first, std::size_t note,
                                 change_set& set)
    {
      std::size_t r (notes_.size () - note);

      for (std::size_t i (note); i != notes_.size (); ++i)
        notes_[i]->each_change ([&] (const identifier& c) { set.insert (c); });

      notes_.resize (note);
      open_.resize (first);
      return r;
    }

    std::size_t operations::begin (const void* object,
                                   const std::string& table, sql::verb v,
                                   detail::row_id id, change_set& set)
    {
      std::size_t i (find (object));
      std::size_t r (i != open_.size () ? cut (i, open_[i].first, set) : 0);

      open_.push_back (operation {object, &table, v, id, notes_.size ()});
      return r;
    }

    std::size_t operations::end (const void* object, change_set& set)
    {
      std::size_t i (find (object));

      if (i == open_.size ())
        return give_up (set);

      // The statement is that of all, so it stays noted until the last one.
      //
      if (i + 1 != open_.size () && bulk (i))
      {
        open_.erase (open_.begin () + static_cast<std::ptrdiff_t> (i));
        return 0;
      }

      std::size_t first (open_[i].first);
      std::size_t r (0);

      if (i + 1 != open_.size ())
        r = cut (i + 1, open_[i + 1].first, set);

      notes_.resize (first);
      open_.resize (i);
      return r;
    }

    const std::string* operations::note (const statement_ptr& s)
    {
      if (open_.empty () || !s->is_of (*open_.back ().table))
        return nullptr;

      const operation& o (open_.back ());

      if (s->objects () &&
          (s->verb != o.verb ||
           std::find (notes_.begin () + static_cast<std::ptrdiff_t> (o.first),
                      notes_.end (), s) != notes_.end ()))
        return nullptr;

      notes_.push_back (s);
      return o.table;
    }

    std::size_t operations::give_up (change_set& set)
    {
      return cut (0, 0, set);
    }

    bool operations::covers (const detail::identifier_view& v) const
    {
      if (notes_.empty ())
        return false;

      change_set noted;

      for (const statement_ptr& s : notes_)
        s->each_change ([&] (const identifier& c) { noted.insert (c); });

      return noted.covers (v);
    }
  }
}
