#ifndef ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX
#define ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX

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

    // One thing that a tracked class of the program tells about tables. The
    // library needs it for statements that name nothing but tables. They are
    // collected when the program is loaded: wherever the track () of a class
    // is compiled, and wherever its objects are made or destroyed in a source
    // that includes its x-odb.hxx.
    //
    // It is never freed, but gone when the shared library that it comes from
    // is unloaded. Any thread may walk through all of them.
    //
    struct class_registration
    {
      enum class kind
      {
        // Rows of the other table are objects of the class.
        //
        owns,

        // The same, of a class that has tracked<T> as a base. Nothing has to
        // call its track (): if there is no owns as well, ODB does not call
        // it, and writes its objects in silence. A class of the second kind
        // has a touches () that has not been compiled.
        //
        derives,
        derives_and_touches,

        // The touches () of the class names objects of the other table, or of
        // tables that only the run time knows.
        //
        touches,
        touches_anything,

        // It has a function that finds the parents of one object.
        //
        finds_parents
      };

      // Returns an escaped name, or null if it is not known (yet).
      //
      typedef const std::string* (*name) (const table_names&);

      // Finds the parents of the object with this id, escaped as identifiers
      // hold it, by loading it in the current transaction. False if the text
      // does not tell the id.
      //
      typedef bool (*climber) (recorder&, const std::string& id,
                               std::vector<identifier>& parents);

      // Null unless it finds parents.
      //
      climber climb () const noexcept;

      // True if it tells that the class's objects have parents.
      //
      bool names_parents () const noexcept
      {
        return what == kind::touches || what == kind::touches_anything;
      }

      // True if it tells that the rows of a table are objects of a class.
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
      const std::string* table (const table_names&) const;

      const std::string* other (const table_names&) const;

      bool gone () const noexcept;

      static const class_registration* first () noexcept;

      // Changes whenever one comes or goes.
      //
      static std::size_t count () noexcept;

      const kind what;
      const std::type_info& type;
      const class_registration* next;

    private:
      // Adds the members that only the library uses, so that persistent
      // classes are compiled without <atomic>.
      //
      struct entry;
      friend class scoped_registration;

      class_registration (kind, const std::type_info&) noexcept;
    };

    // Registers while it exists, as a static object.
    //
    class scoped_registration
    {
    public:
      scoped_registration (const std::type_info& of_class,
                           class_registration::name table,
                           class_registration::kind,
                           class_registration::name other);
      scoped_registration (const std::type_info& of_class,
                           class_registration::name table,
                           class_registration::climber);
      ~scoped_registration ();

      // It stands for one static object.
      //
      scoped_registration (const scoped_registration&) = delete;
      scoped_registration& operator= (const scoped_registration&) = delete;

    private:
      class_registration::entry& entry_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_CLASS_REGISTRATION_HXX
