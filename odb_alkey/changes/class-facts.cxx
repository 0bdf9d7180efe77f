#include <odb_alkey/changes/class-facts.hxx>

#include <atomic>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // Used while statics are constructed, hence constants at first.
      //
      std::atomic<const class_fact*> first_fact {nullptr};
      std::atomic<std::size_t> fact_count {0};
    }

    class_fact::class_fact (table s, kind k, table o) noexcept
        : subject (s), what (k), object (o),
          next (first_fact.load (std::memory_order_relaxed))
    {
      while (!first_fact.compare_exchange_weak (
        next, this, std::memory_order_release, std::memory_order_relaxed))
        ;

      fact_count.fetch_add (1, std::memory_order_release);
    }

    const class_fact* class_fact::first () noexcept
    {
      return first_fact.load (std::memory_order_acquire);
    }

    std::size_t class_fact::count () noexcept
    {
      return fact_count.load (std::memory_order_acquire);
    }
  }
}
