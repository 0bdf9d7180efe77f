#include <odb_alkey/changes/class-facts.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // Used while statics are constructed, hence constants at first.
      //
      std::atomic<const class_fact*> first_fact {nullptr};
      std::atomic<std::size_t> changes {0};
    }

    class_fact::class_fact (const std::type_info& c, name t, kind k, name o,
                            climber m) noexcept
        : what (k), type (c),
          next (first_fact.load (std::memory_order_relaxed)), table_ (t),
          other_ (o), climb_ (m)
    {
      while (!first_fact.compare_exchange_weak (
        next, this, std::memory_order_release, std::memory_order_relaxed))
        ;

      changes.fetch_add (1, std::memory_order_release);
    }

    const class_fact* class_fact::first () noexcept
    {
      return first_fact.load (std::memory_order_acquire);
    }

    std::size_t class_fact::count () noexcept
    {
      return changes.load (std::memory_order_acquire);
    }

    known_fact::known_fact (const std::type_info& c, class_fact::name table,
                            class_fact::kind k, class_fact::name other)
        : fact_ (*new class_fact (c, table, k, other, nullptr))
    {
    }

    known_fact::known_fact (const std::type_info& c, class_fact::name table,
                            class_fact::climber m)
        : fact_ (
            *new class_fact (c, table, class_fact::kind::climbs, nullptr, m))
    {
    }

    known_fact::~known_fact ()
    {
      fact_.table_.store (nullptr, std::memory_order_release);
      changes.fetch_add (1, std::memory_order_release);
    }
  }
}
