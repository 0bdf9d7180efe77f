#ifndef ODB_ALKEY_DETAIL_TABLE_NAMES_HXX
#define ODB_ALKEY_DETAIL_TABLE_NAMES_HXX

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace odb_alkey
{
  namespace detail
  {
    // A small number for each type that was asked for, from 0 on, the same in
    // the whole process.
    //
    std::size_t next_type_index () noexcept;

    template <typename T>
    std::size_t type_index () noexcept
    {
      static const std::size_t type (next_type_index ());
      return type;
    }

    // The tables of the classes whose name only the run time knows, because
    // the program is built for several databases. Filled at start-up; any
    // thread may look up, without a lock.
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

      // The escaped name, or null if there is none for the type.
      //
      const std::string* find (std::size_t type) const noexcept;

      void add (std::size_t type, std::string escaped_name);

      // How many were added.
      //
      std::size_t count () const noexcept
      {
        return count_.load (std::memory_order_acquire);
      }

    private:
      typedef std::vector<const std::string*> table;

      // Readers use the latest table; the former ones stay, for a reader that
      // is still in one, until the end.
      //
      std::atomic<const table*> latest_;
      std::vector<std::unique_ptr<const table>> tables_;
      std::vector<std::unique_ptr<const std::string>> names_;
      std::atomic<std::size_t> count_ {0};
      std::mutex adding_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TABLE_NAMES_HXX
