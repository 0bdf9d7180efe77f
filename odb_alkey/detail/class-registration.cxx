#include <odb_alkey/detail/class-registration.hxx>

#include <atomic>

namespace odb_alkey
{
  namespace detail
  {
    struct class_registration::entry: class_registration
    {
      entry (const std::type_info&, name table, kind, name other,
             climber) noexcept;

      static const entry& of (const class_registration& r) noexcept
      {
        return static_cast<const entry&> (r);
      }

      // Null as soon as the shared library is unloaded.
      //
      std::atomic<name> table;

      const name other;
      const climber climb;
    };

    namespace
    {
      // Used while statics are constructed, hence constants at first.
      //
      std::atomic<const class_registration*> first_registration {nullptr};
      std::atomic<std::size_t> changes {0};
    }

    class_registration::class_registration (kind k,
                                            const std::type_info& t) noexcept
        : what (k), type (t),
          next (first_registration.load (std::memory_order_relaxed))
    {
    }

    class_registration::entry::entry (const std::type_info& c, name t, kind k,
                                      name o, climber m) noexcept
        : class_registration (k, c), table (t), other (o), climb (m)
    {
      while (!first_registration.compare_exchange_weak (
        next, this, std::memory_order_release, std::memory_order_relaxed))
        ;

      changes.fetch_add (1, std::memory_order_release);
    }

    bool class_registration::gone () const noexcept
    {
      return entry::of (*this).table.load (std::memory_order_acquire) ==
             nullptr;
    }

    class_registration::climber class_registration::climb () const noexcept
    {
      return gone () ? nullptr : entry::of (*this).climb;
    }

    const std::string* class_registration::table (const table_names& n) const
    {
      name f (entry::of (*this).table.load (std::memory_order_acquire));
      return f != nullptr ? f (n) : nullptr;
    }

    const std::string* class_registration::other (const table_names& n) const
    {
      name f (gone () ? nullptr : entry::of (*this).other);
      return f != nullptr ? f (n) : nullptr;
    }

    const class_registration* class_registration::first () noexcept
    {
      return first_registration.load (std::memory_order_acquire);
    }

    std::size_t class_registration::count () noexcept
    {
      return changes.load (std::memory_order_acquire);
    }

    scoped_registration::scoped_registration (const std::type_info& c,
                                              class_registration::name table,
                                              class_registration::kind k,
                                              class_registration::name other)
        : entry_ (*new class_registration::entry (c, table, k, other, nullptr))
    {
    }

    scoped_registration::scoped_registration (const std::type_info& c,
                                              class_registration::name table,
                                              class_registration::climber m)
        : entry_ (*new class_registration::entry (
            c, table, class_registration::kind::finds_parents, nullptr, m))
    {
    }

    scoped_registration::~scoped_registration ()
    {
      entry_.table.store (nullptr, std::memory_order_release);
      changes.fetch_add (1, std::memory_order_release);
    }
  }
}
