#ifndef ODB_ALKEY_CHANGES_CLASS_FACTS_HXX
#define ODB_ALKEY_CHANGES_CLASS_FACTS_HXX

#include <atomic>
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
    // Never freed, and gone when the shared library is unloaded that it comes
    // from. Any thread may walk through them.
    //
    struct class_fact
    {
      enum class kind
      {
        // Rows of the other table are objects of the class.
        //
        owns,

        // The class's touches () names objects of the other table, or of
        // tables that only the run time knows.
        //
        touches,
        touches_anything
      };

      // An escaped name, or null if it is not known (yet).
      //
      typedef const std::string* (*name) (const table_names&);

      // The table that names the objects of the class.
      //
      const std::string* table (const table_names& n) const
      {
        name f (table_.load (std::memory_order_acquire));
        return f != nullptr ? f (n) : nullptr;
      }

      const std::string* other (const table_names& n) const
      {
        name f (gone () ? nullptr : other_);
        return f != nullptr ? f (n) : nullptr;
      }

      bool gone () const noexcept
      {
        return table_.load (std::memory_order_acquire) == nullptr;
      }

      static const class_fact* first () noexcept;

      // Changes with every change of what is known.
      //
      static std::size_t count () noexcept;

      const kind what;
      const class_fact* next;

    private:
      friend class known_fact;

      class_fact (name table, kind, name other) noexcept;

      std::atomic<name> table_;
      const name other_;
    };

    // Makes it known while it exists, as a static object.
    //
    class known_fact
    {
    public:
      known_fact (class_fact::name table, class_fact::kind,
                  class_fact::name other);
      ~known_fact ();

      known_fact (const known_fact&) = delete;
      known_fact& operator= (const known_fact&) = delete;

    private:
      class_fact& fact_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CLASS_FACTS_HXX
