#ifndef ODB_ALKEY_CHANGES_CLASS_FACTS_HXX
#define ODB_ALKEY_CHANGES_CLASS_FACTS_HXX

#include <cstddef>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    class table_names;

    // What the program's tracked classes tell of tables, for statements that
    // name nothing but tables: collected when the program is loaded, from
    // wherever a class's track () is compiled.
    //
    struct class_fact
    {
      enum class kind
      {
        // The object is a table with rows of the subject's objects.
        //
        owns,

        // The subject's touches () names objects of this table, or of tables
        // that only the run time knows.
        //
        touches,
        touches_anything
      };

      // An escaped name, or null if it is not known (yet). The subject is the
      // table that names the objects of the class.
      //
      typedef const std::string* (*table) (const table_names&);

      class_fact (table subject, kind, table object) noexcept;

      class_fact (const class_fact&) = delete;
      class_fact& operator= (const class_fact&) = delete;

      // All that are known by now, which may become more when a shared
      // library is loaded. Any thread may walk through them.
      //
      static const class_fact* first () noexcept;
      static std::size_t count () noexcept;

      const table subject;
      const kind what;
      const table object;
      const class_fact* next;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CLASS_FACTS_HXX
