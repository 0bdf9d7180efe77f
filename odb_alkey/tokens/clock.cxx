#include <odb_alkey/tokens/clock.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    const std::size_t clock::cell_count;

    clock::values clock::load () const noexcept
    {
      for (;;)
      {
        std::uint64_t n (newest_.load (std::memory_order_acquire));
        const cell& s (cells_[n % cell_count]);

        values v;
        v.now.epoch = s.epoch.load (std::memory_order_acquire);
        v.now.clock = s.clock.load (std::memory_order_acquire);
        v.seen = s.seen.load (std::memory_order_acquire);

        if (s.number.load (std::memory_order_relaxed) == n)
          return v;
      }
    }

    detail::stamp clock::known () const noexcept
    {
      return load ().now;
    }

    bool clock::learn (const origin& o) noexcept
    {
      const detail::stamp& s (o.now);
      detail::stamp k (known ());

      if (k.epoch == s.epoch && k.clock >= s.clock)
        return true;

      std::lock_guard<std::mutex> l (writing_);

      k = known ();

      if (k.epoch == s.epoch && k.clock >= s.clock)
        return true;

      if (!o.comes_after (k))
        return false;

      store (s);
      return true;
    }

    void clock::believe (const detail::stamp& s,
                         const detail::stamp& before) noexcept
    {
      std::lock_guard<std::mutex> l (writing_);

      if (known () == before)
        store (s);
    }

    void clock::store (const detail::stamp& s) noexcept
    {
      // The number is stored first, so that no reader takes the old number for
      // that of the new values.
      //
      std::uint64_t n (newest_.load (std::memory_order_relaxed) + 1);
      cell& to (cells_[n % cell_count]);
      to.number.store (n, std::memory_order_relaxed);
      to.epoch.store (s.epoch, std::memory_order_release);
      to.clock.store (s.clock, std::memory_order_release);
      to.seen.store (steady::now ().time_since_epoch ().count (),
                     std::memory_order_release);
      newest_.store (n, std::memory_order_release);
    }

    detail::tick clock::estimate () const noexcept
    {
      values v (load ());
      steady::duration passed (steady::now ().time_since_epoch () -
                               steady::duration (v.seen));

      return v.now.clock +
             static_cast<detail::tick> (
               std::chrono::duration_cast<std::chrono::microseconds> (passed)
                 .count ());
    }
  }
}
