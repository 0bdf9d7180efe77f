#include <odb_alkey/detail/table-names.hxx>

#include <utility>

namespace odb_alkey
{
  namespace detail
  {
    std::size_t next_type_index () noexcept
    {
      static std::atomic<std::size_t> next (0);
      return next.fetch_add (1, std::memory_order_relaxed);
    }

    table_names::table_names (): latest_ (nullptr)
    {
      tables_.push_back (std::unique_ptr<const table> (new table));
      latest_.store (tables_.back ().get (), std::memory_order_release);
    }

    table_names::~table_names () = default;

    const std::string* table_names::find (std::size_t type) const noexcept
    {
      const table& t (*latest_.load (std::memory_order_acquire));
      return type < t.size () ? t[type] : nullptr;
    }

    void table_names::add (std::size_t type, std::string escaped_name)
    {
      std::lock_guard<std::mutex> l (adding_);

      std::unique_ptr<table> t (new table (*tables_.back ()));

      if (t->size () <= type)
        t->resize (type + 1);

      names_.push_back (std::unique_ptr<const std::string> (
        new std::string (std::move (escaped_name))));
      (*t)[type] = names_.back ().get ();

      tables_.push_back (std::move (t));
      latest_.store (tables_.back ().get (), std::memory_order_release);
      count_.fetch_add (1, std::memory_order_release);
    }
  }
}
