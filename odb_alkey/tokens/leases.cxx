#include <odb_alkey/tokens/leases.hxx>

#include <algorithm>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    using std::memory_order_acquire;
    using std::memory_order_relaxed;
    using std::memory_order_release;

    // Writes a cell, unless somebody else does. Then nothing is written, which
    // costs a lease.
    //
    class leases::writing
    {
    public:
      explicit writing (cell& c) noexcept
          : cell_ (c), sequence_ (c.sequence.load (memory_order_relaxed))
      {
        alone_ = sequence_ % 2 == 0 &&
                 c.sequence.compare_exchange_strong (sequence_, sequence_ + 1,
                                                     memory_order_acquire,
                                                     memory_order_relaxed);
      }

      ~writing ()
      {
        if (alone_)
          cell_.sequence.store (sequence_ + 2, memory_order_release);
      }

      writing (const writing&) = delete;
      writing& operator= (const writing&) = delete;

      bool alone () const noexcept
      {
        return alone_;
      }

    private:
      cell& cell_;
      std::uint64_t sequence_;
      bool alone_;
    };

    leases::leases (): cells_ (new cell[ways * sets]) {}

    leases::digest
    leases::digest_of (const detail::identifier_view& v) noexcept
    {
      static const XXH64_hash_t secret (support::random_bits ());
      XXH128_hash_t h (XXH3_128bits_withSeed (v.text, v.size, secret));
      return digest {h.low64, h.high64};
    }

    leases::cell* leases::set_of (const digest& d) const noexcept
    {
      return cells_.get () + d.low % sets * ways;
    }

    void leases::keep (const detail::identifier_view& v, const version& from,
                       std::uint64_t epoch, time_point until) noexcept
    {
      const digest d (digest_of (v));
      const support::boot_clock::rep end (until.time_since_epoch ().count ());
      cell* const set (set_of (d));

      // The one that ends soonest makes room, unless there is one of the same
      // identifier.
      //
      cell* to (set);

      for (cell* c (set); c != set + ways; ++c)
      {
        if (c->low.load (memory_order_relaxed) == d.low &&
            c->high.load (memory_order_relaxed) == d.high)
        {
          to = c;
          break;
        }

        if (c->until.load (memory_order_relaxed) <
            to->until.load (memory_order_relaxed))
          to = c;
      }

      if (to->until.load (memory_order_relaxed) >= end)
        return;

      writing w (*to);

      if (!w.alone ())
        return;

      to->low.store (d.low, memory_order_release);
      to->high.store (d.high, memory_order_release);
      to->number.store (from.number, memory_order_release);
      to->changed.store (from.changed, memory_order_release);
      to->epoch.store (epoch, memory_order_release);
      to->until.store (end, memory_order_release);
    }

    bool leases::read (const std::vector<detail::identifier_view>& wanted,
                       reading& r) const
    {
      support::boot_clock::rep soonest (0);

      r.quarantine = false;
      r.versions.resize (wanted.size ());

      for (std::size_t i (0); i != wanted.size (); ++i)
      {
        const digest d (digest_of (wanted[i]));
        const cell* c (set_of (d));
        const cell* const behind (c + ways);

        while (c != behind && (c->low.load (memory_order_acquire) != d.low ||
                               c->high.load (memory_order_acquire) != d.high))
          ++c;

        if (c == behind)
          return false;

        const std::uint64_t n (c->sequence.load (memory_order_acquire));
        version& v (r.versions[i]);
        v.in_flight = false;

        const bool same (c->low.load (memory_order_acquire) == d.low &&
                         c->high.load (memory_order_acquire) == d.high);
        v.number = c->number.load (memory_order_acquire);
        v.changed = c->changed.load (memory_order_acquire);
        const std::uint64_t epoch (c->epoch.load (memory_order_acquire));
        const support::boot_clock::rep until (
          c->until.load (memory_order_acquire));

        if (n % 2 != 0 || c->sequence.load (memory_order_relaxed) != n ||
            !same || (i != 0 && epoch != r.now.epoch))
          return false;

        soonest = i == 0 ? until : std::min (soonest, until);
        r.now.epoch = epoch;
      }

      return !wanted.empty () &&
             support::boot_clock::now ().time_since_epoch ().count () <
               soonest;
    }

    // Whoever is writing the cell is waited for: the lease that it writes may
    // be of this identifier.
    //
    void leases::end (const detail::identifier_view& v) noexcept
    {
      const digest d (digest_of (v));
      cell* const set (set_of (d));

      for (cell* c (set); c != set + ways; ++c)
      {
        for (;;)
        {
          writing w (*c);

          if (!w.alone ())
            continue;

          if (c->low.load (memory_order_relaxed) == d.low &&
              c->high.load (memory_order_relaxed) == d.high)
            c->until.store (0, memory_order_release);

          break;
        }
      }
    }

    void leases::end () noexcept
    {
      for (cell* c (cells_.get ()); c != cells_.get () + ways * sets; ++c)
        for (;;)
        {
          writing w (*c);

          if (!w.alone ())
            continue;

          c->until.store (0, memory_order_release);
          break;
        }
    }

    void leases::forget () noexcept
    {
      for (cell* c (cells_.get ()); c != cells_.get () + ways * sets; ++c)
      {
        c->until.store (0, memory_order_relaxed);
        c->sequence.store (0, memory_order_relaxed);
      }
    }
  }
}
