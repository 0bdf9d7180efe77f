#include <odb_alkey/detail/class-registration.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // Used while statics are constructed, hence constants at first.
      //
      std::atomic<const class_registration*> first_fact {nullptr};
      std::atomic<std::size_t> changes {0};
    }

    class_registration::class_registration (const std::type_info& c, name t,
                                            kind k, name o, climber m) noexcept
        : what (k), type (c),
          next (first_fact.load (std::memory_order_relaxed)), table_ (t),
          other_ (o), climb_ (m)
    {
      while (!first_fact.compare_exchange_weak (
        next, this, std::memory_order_release, std::memory_order_relaxed))
        ;

      changes.fetch_add (1, std::memory_order_release);
    }

    const class_registration* class_registration::first () noexcept
    {
      return first_fact.load (std::memory_order_acquire);
    }

    std::size_t class_registration::count () noexcept
    {
      return changes.load (std::memory_order_acquire);
    }

    scoped_registration::scoped_registration (const std::type_info& c,
                                              class_registration::name table,
                                              class_registration::kind k,
                                              class_registration::name other)
        : fact_ (*new class_registration (c, table, k, other, nullptr))
    {
    }

    scoped_registration::scoped_registration (const std::type_info& c,
                                              class_registration::name table,
                                              class_registration::climber m)
        : fact_ (*new class_registration (
            c, table, class_registration::kind::climbs, nullptr, m))
    {
    }

    scoped_registration::~scoped_registration ()
    {
      fact_.table_.store (nullptr, std::memory_order_release);
      changes.fetch_add (1, std::memory_order_release);
    }
  }
}
