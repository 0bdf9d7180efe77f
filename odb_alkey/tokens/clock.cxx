#include <odb_alkey/tokens/clock.hxx>

namespace odb_alkey
{
  namespace detail
  {
    clock::values clock::load () const noexcept
    {
      for (;;)
      {
        unsigned before (sequence_.load (std::memory_order_acquire));

        values v;
        v.now.epoch = epoch_.load (std::memory_order_acquire);
        v.now.clock = clock_.load (std::memory_order_acquire);
        v.seen = seen_.load (std::memory_order_acquire);

        if (before % 2 == 0 &&
            sequence_.load (std::memory_order_relaxed) == before)
          return v;
      }
    }

    stamp clock::known () const noexcept
    {
      return load ().now;
    }

    void clock::learn (const stamp& s) noexcept
    {
      stamp k (known ());

      if (k.epoch == s.epoch && k.clock >= s.clock)
        return;

      std::lock_guard<std::mutex> l (writing_);

      if (epoch_.load (std::memory_order_relaxed) == s.epoch &&
          clock_.load (std::memory_order_relaxed) >= s.clock)
        return;

      unsigned n (sequence_.load (std::memory_order_relaxed));
      sequence_.store (n + 1, std::memory_order_relaxed);
      epoch_.store (s.epoch, std::memory_order_release);
      clock_.store (s.clock, std::memory_order_release);
      seen_.store (steady::now ().time_since_epoch ().count (),
                   std::memory_order_release);
      sequence_.store (n + 2, std::memory_order_release);
    }

    tick clock::estimate () const noexcept
    {
      values v (load ());
      steady::duration passed (steady::now ().time_since_epoch () -
                               steady::duration (v.seen));

      return v.now.clock +
             static_cast<tick> (
               std::chrono::duration_cast<std::chrono::microseconds> (passed)
                 .count ());
    }
  }
}
