#ifndef ODB_ALKEY_DETAIL_TABLE_NAMES_HXX
#define ODB_ALKEY_DETAIL_TABLE_NAMES_HXX

#include <cstddef>
#include <memory>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    // Each type that is asked for has a small number, from 0 on, which is the
    // same in the whole process.
    //
    std::size_t next_type_index () noexcept;

    template <typename T>
    std::size_t type_index () noexcept
    {
      static const std::size_t type (next_type_index ());
      return type;
    }

    // The tables of classes in a program that is built for several databases,
    // where their names are known at run time only. They are added at
    // start-up. Any thread may look them up, without a lock.
    //
    class table_names
    {
    public:
      table_names ();
      ~table_names ();

      // Shared by address.
      //
      table_names (const table_names&) = delete;
      table_names& operator= (const table_names&) = delete;

      // Returns the escaped name, or null if there is none for the type.
      //
      const std::string* find (std::size_t type) const noexcept;

      void add (std::size_t type, std::string escaped_name);

      // The number of names that were added.
      //
      std::size_t count () const noexcept;

    private:
      struct tables;

      std::unique_ptr<tables> tables_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TABLE_NAMES_HXX
