#ifndef ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX
#define ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX

#include <atomic>
#include <cstddef>
#include <string>
#include <typeinfo>
#include <vector>

#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class recorder;
    class table_names;

    // What the program's tracked classes tell of tables, for statements that
    // name nothing but tables: collected when the program is loaded, from
    // wherever a class's track () is compiled, and from wherever its objects
    // are made or destroyed, in sources that include its x-odb.hxx.
    //
    // Never freed, and gone when the shared library is unloaded that it comes
    // from. Any thread may walk through them.
    //
    struct class_registration
    {
      enum class kind
      {
        // Rows of the other table are objects of the class.
        //
        owns,

        // The same, of a class that has tracked<T> as a base. Nothing has to
        // call its track (): unless there is an owns as well, ODB does not,
        // and its objects are written without a word. The second one has a
        // touches () that nobody has looked into.
        //
        derives,
        derives_and_touches,

        // The class's touches () names objects of the other table, or of
        // tables that only the run time knows.
        //
        touches,
        touches_anything,

        // How the parents of one object are found.
        //
        climbs
      };

      // An escaped name, or null if it is not known (yet).
      //
      typedef const std::string* (*name) (const table_names&);

      // Finds the parents of the object with this id, escaped as identifiers
      // hold it, by loading it in the current transaction. False if it cannot
      // be told from the text.
      //
      typedef bool (*climber) (recorder&, const std::string& id,
                               std::vector<identifier>& parents);

      // Null unless it climbs.
      //
      climber climb () const noexcept
      {
        return gone () ? nullptr : climb_;
      }

      // Whether it tells that the class's objects have parents.
      //
      bool names_parents () const noexcept
      {
        return what == kind::touches || what == kind::touches_anything;
      }

      // Whether it tells that the rows of a table are objects of a class.
      //
      bool names_rows () const noexcept
      {
        return what == kind::owns || derived ();
      }

      bool derived () const noexcept
      {
        return what == kind::derives || what == kind::derives_and_touches;
      }

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

      static const class_registration* first () noexcept;

      // Changes with every change of what is known.
      //
      static std::size_t count () noexcept;

      const kind what;
      const std::type_info& type;
      const class_registration* next;

    private:
      friend class scoped_registration;

      class_registration (const std::type_info&, name table, kind, name other,
                          climber) noexcept;

      std::atomic<name> table_;
      const name other_;
      const climber climb_;
    };

    // Makes it known while it exists, as a static object.
    //
    class scoped_registration
    {
    public:
      // The class, and what it tells.
      //
      scoped_registration (const std::type_info&,
                           class_registration::name table,
                           class_registration::kind,
                           class_registration::name other);
      scoped_registration (const std::type_info&,
                           class_registration::name table,
                           class_registration::climber);
      ~scoped_registration ();

      scoped_registration (const scoped_registration&) = delete;
      scoped_registration& operator= (const scoped_registration&) = delete;

    private:
      class_registration& fact_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX
