#include <odb_alkey/tokens/lease-waits.hxx>

#include <algorithm>
#include <string>
#include <thread>

#include <odb_alkey/detail/identifier-view.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      void join (lease_wait& to, const near_list& near,
                 const std::string& identifier)
      {
        typedef lease_waits::milliseconds milliseconds;

        const detail::identifier_view v (
          detail::view (identifier.data (), identifier.size ()));

        // The sweep of everything counts for every row. The token of
        // everything is never leased.
        //
        const milliseconds length (!v.every_table ()
                                     ? near.wait (v.table (), v.table_size ())
                                   : v.sweep () ? near.wait ()
                                                : milliseconds (0));

        if (to.length < length)
          to =
            lease_wait {length, v.every_table ()
                                  ? std::string ()
                                  : std::string (v.table (), v.table_size ())};
      }
    }

    lease_waits::lease_waits (tokens::environment& e): environment_ (e) {}

    void lease_waits::note (milliseconds length) noexcept
    {
      milliseconds::rep known (longest_.load (std::memory_order_relaxed));

      while (known < length.count () &&
             !longest_.compare_exchange_weak (known, length.count (),
                                              std::memory_order_relaxed))
        ;
    }

    lease_wait lease_waits::after (const batch& b, const origin& o)
    {
      lease_wait r;

      if (o.fences.any ())
        r.length = in_quarantine (o.now.epoch);

      if (!o.near.any ())
        return r;

      for (std::size_t i (b.begin); i != b.end; ++i)
        join (r, o.near, *(*b.identifiers)[i]);

      if (!b.sweep.empty ())
        join (r, o.near, b.sweep);

      return r;
    }

    // The list may have been lost with the epoch before. Leases that were
    // given then were given before the present epoch began, and so before this
    // process saw it first.
    //
    lease_waits::milliseconds lease_waits::in_quarantine (std::uint64_t epoch)
    {
      const milliseconds most (near_list::longest);

      std::lock_guard<std::mutex> l (mutex_);
      steady::time_point now (steady::now ());

      if (epoch != epoch_)
      {
        epoch_ = epoch;
        since_ = now;
      }

      milliseconds passed (
        std::chrono::duration_cast<milliseconds> (now - since_));

      return std::max (milliseconds (0), most - passed);
    }

    void lease_waits::wait (const lease_wait& w,
                            steady::time_point until) noexcept
    {
      if (w.length.count () == 0 || environment_.faults.no_lease_waits)
        return;

      const steady::time_point begin (steady::now ());
      std::this_thread::sleep_until (until);

      const std::uint64_t passed (static_cast<std::uint64_t> (
        std::chrono::duration_cast<std::chrono::microseconds> (steady::now () -
                                                               begin)
          .count ()));

      environment_.counters->lease_waits.add ();
      environment_.counters->lease_wait_time.add (passed);

      if (w.table.empty ())
        return;

      if (table_traffic::table* t =
            environment_.traffic.of (w.table.data (), w.table.size ()))
      {
        t->lease_waits.add ();
        t->lease_wait_time.add (passed);
      }
    }
  }
}
