#ifndef ODB_ALKEY_CHANGES_KNOWN_CLASSES_HXX
#define ODB_ALKEY_CHANGES_KNOWN_CLASSES_HXX

#include <string>
#include <typeinfo>
#include <vector>

#include <odb_alkey/detail/class-registration.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class table_names;
  }

  namespace changes
  {
    // The tracked classes of the program, by the names that their tables have
    // in one database.
    //
    // Any thread may use it.
    //
    class known_classes
    {
    public:
      explicit known_classes (const detail::table_names& n): names_ (n) {}

      // Calls f with each table whose rows are objects of a class, and with
      // the table whose name is in the identifiers of these objects.
      //
      template <typename F>
      void each_table (F f) const
      {
        for (const detail::class_registration* i (
               detail::class_registration::first ());
             i != nullptr; i = i->next)
        {
          if (!i->names_rows ())
            continue;

          const std::string* owner (i->table (names_));
          const std::string* table (i->other (names_));

          if (owner != nullptr)
            f (*owner, *owner);

          if (owner != nullptr && table != nullptr && table != owner)
            f (*table, *owner);
        }
      }

      // False if there is a class whose table is not known yet.
      //
      bool every_table_known () const;

      // True if objects of the class with this table, or of a class derived
      // from it, have parents.
      //
      bool has_parents (const std::string& table) const;

      // The function that loads an object of the class with this table and
      // finds its parents; null if there is none.
      //
      detail::class_registration::climber
      climber (const std::string& table) const;

      // A class with this table that derives from tracked<T>, and whose
      // track () nothing calls; null if there is none.
      //
      const detail::class_registration*
      forgotten (const std::string& table) const;

      // Adds what changes if unknown objects of the class with this table
      // change: a sweep of the table, and sweeps of their parents' tables,
      // over any number of levels.
      //
      void add_changes (const std::string& table,
                        std::vector<identifier>&) const;

      // The same without the sweep of the table itself.
      //
      void add_parents (const std::string& table,
                        std::vector<identifier>&) const;

    private:
      static bool is_called (const std::type_info&);
      bool is_of (const detail::class_registration&,
                  const std::string& table) const;
      bool may_have_any_parent (const std::string& table) const;

      const detail::table_names& names_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_KNOWN_CLASSES_HXX
