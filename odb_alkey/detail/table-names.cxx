#include <odb_alkey/detail/table-names.hxx>

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace odb_alkey
{
  namespace detail
  {
    std::size_t next_type_index () noexcept
    {
      static std::atomic<std::size_t> next (0);
      return next.fetch_add (1, std::memory_order_relaxed);
    }

    struct table_names::tables
    {
      // Indexed by the number of the type.
      //
      typedef std::vector<const std::string*> table;

      // Readers use the latest table. The former ones stay until the end, for
      // a reader that is still in one.
      //
      std::atomic<const table*> latest {nullptr};
      std::atomic<std::size_t> count {0};

      std::mutex adding;
      std::vector<std::unique_ptr<const table>> all;
      std::vector<std::unique_ptr<const std::string>> names;

      void add (std::unique_ptr<const table> t)
      {
        all.push_back (std::move (t));
        latest.store (all.back ().get (), std::memory_order_release);
      }
    };

    table_names::table_names (): tables_ (new tables)
    {
      tables_->add (std::unique_ptr<const tables::table> (new tables::table));
    }

    table_names::~table_names () = default;

    const std::string* table_names::find (std::size_t type) const noexcept
    {
      const tables::table& t (
        *tables_->latest.load (std::memory_order_acquire));
      return type < t.size () ? t[type] : nullptr;
    }

    std::size_t table_names::count () const noexcept
    {
      return tables_->count.load (std::memory_order_acquire);
    }

    void table_names::add (std::size_t type, std::string escaped_name)
    {
      std::lock_guard<std::mutex> l (tables_->adding);

      std::unique_ptr<tables::table> t (
        new tables::table (*tables_->all.back ()));

      if (t->size () <= type)
        t->resize (type + 1);

      tables_->names.push_back (std::unique_ptr<const std::string> (
        new std::string (std::move (escaped_name))));
      (*t)[type] = tables_->names.back ().get ();

      tables_->add (std::move (t));
      tables_->count.fetch_add (1, std::memory_order_release);
    }
  }
}
