#include <odb_alkey/changes/known-classes.hxx>

#include <algorithm>

#include <odb_alkey/detail/table-names.hxx>

namespace odb_alkey
{
  namespace changes
  {
    bool known_classes::every_table_known () const
    {
      for (const detail::class_registration* i (
             detail::class_registration::first ());
           i != nullptr; i = i->next)
        if (!i->gone () && i->table (names_) == nullptr)
          return false;

      return true;
    }

    bool known_classes::is_of (const detail::class_registration& f,
                               const std::string& table) const
    {
      const std::string* t (f.table (names_));
      return t != nullptr && *t == table;
    }

    // Nothing calls the touches () of a class whose callback is missing, so
    // its parents may be of any class.
    //
    bool known_classes::may_have_any_parent (const std::string& table) const
    {
      const detail::class_registration* f (forgotten (table));
      return f != nullptr &&
             f->what == detail::class_registration::kind::derives_and_touches;
    }

    bool known_classes::has_parents (const std::string& table) const
    {
      for (const detail::class_registration* i (
             detail::class_registration::first ());
           i != nullptr; i = i->next)
        if (i->names_parents () && is_of (*i, table))
          return true;

      return may_have_any_parent (table);
    }

    detail::class_registration::climber
    known_classes::climber (const std::string& table) const
    {
      for (const detail::class_registration* i (
             detail::class_registration::first ());
           i != nullptr; i = i->next)
        if (i->what == detail::class_registration::kind::finds_parents &&
            is_of (*i, table))
          return i->climb ();

      return nullptr;
    }

    bool known_classes::is_called (const std::type_info& type)
    {
      for (const detail::class_registration* i (
             detail::class_registration::first ());
           i != nullptr; i = i->next)
        if (i->what == detail::class_registration::kind::owns && !i->gone () &&
            i->type == type)
          return true;

      return false;
    }

    const detail::class_registration*
    known_classes::forgotten (const std::string& table) const
    {
      const detail::class_registration* r (nullptr);

      for (const detail::class_registration* i (
             detail::class_registration::first ());
           i != nullptr; i = i->next)
        if (i->derived () && is_of (*i, table) && !is_called (i->type) &&
            (r == nullptr ||
             i->what == detail::class_registration::kind::derives_and_touches))
          r = i;

      return r;
    }

    void known_classes::add_changes (const std::string& table,
                                     std::vector<identifier>& to) const
    {
      to.push_back (identifier::sweep (table));
      add_parents (table, to);
    }

    void known_classes::add_parents (const std::string& table,
                                     std::vector<identifier>& to) const
    {
      std::vector<std::string> tables {table};
      bool any (false);

      for (std::size_t n (0); n != tables.size () && !any; ++n)
      {
        any = may_have_any_parent (tables[n]);

        for (const detail::class_registration* i (
               detail::class_registration::first ());
             i != nullptr; i = i->next)
        {
          if (!i->names_parents () || !is_of (*i, tables[n]))
            continue;

          const std::string* parent (i->other (names_));
          any = any || parent == nullptr;

          if (parent != nullptr && std::find (tables.begin (), tables.end (),
                                              *parent) == tables.end ())
            tables.push_back (*parent);
        }
      }

      for (std::size_t n (1); n != tables.size (); ++n)
        to.push_back (identifier::sweep (tables[n]));

      if (any)
        to.push_back (identifier::sweep_of_everything ());
    }
  }
}
