#include <odb_alkey/tokens/near-tables.hxx>

#include <algorithm>
#include <cstring>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      // If listing fails, the next attempt is made after this time.
      //
      const std::chrono::seconds patience (1);
    }

    near_tables::near_tables (tokens::environment& e): environment_ (e) {}

    near_tables::~near_tables () = default;

    void near_tables::add (const std::string& name, milliseconds length)
    {
      std::lock_guard<std::mutex> l (adding_);
      const tables* before (wanted_.load (std::memory_order_relaxed));
      tables now;

      if (before != nullptr)
        now = *before;

      for (table* t : now)
        if (t->name == name)
        {
          t->length.store (length.count (), std::memory_order_relaxed);
          return;
        }

      if (owned_ == nullptr)
      {
        owned_.reset (new leases);
        leases_.store (owned_.get (), std::memory_order_release);
      }

      all_.emplace_front (
        name, length, environment_.traffic.of (name.data (), name.size ()));
      now.push_back (&all_.front ());
      publish (std::move (now));
    }

    bool near_tables::remove (const std::string& name)
    {
      std::lock_guard<std::mutex> l (adding_);
      const tables* before (wanted_.load (std::memory_order_relaxed));

      if (before == nullptr)
        return false;

      tables now (*before);
      auto gone (std::remove_if (now.begin (), now.end (),
                                 [&] (const table* t)
                                 { return t->name == name; }));

      if (gone == now.end ())
        return false;

      now.erase (gone, now.end ());
      publish (std::move (now));
      owned_->end ();
      return true;
    }

    void near_tables::publish (tables now)
    {
      lists_.push_front (std::move (now));
      wanted_.store (lists_.front ().empty () ? nullptr : &lists_.front (),
                     std::memory_order_release);
    }

    near_tables::table* near_tables::find (const char* name,
                                           std::size_t size) const noexcept
    {
      const tables* all (wanted_.load (std::memory_order_acquire));

      if (all == nullptr)
        return nullptr;

      for (table* t : *all)
        if (t->name.size () == size &&
            std::memcmp (t->name.data (), name, size) == 0)
          return t;

      return nullptr;
    }

    bool near_tables::read (const std::vector<detail::identifier_view>& wanted,
                            reading& r) const
    {
      const leases* l (leases_.load (std::memory_order_acquire));

      return l != nullptr && !wanted.empty () && l->read (wanted, r);
    }

    void near_tables::count_hit (
      const std::vector<detail::identifier_view>& of) noexcept
    {
      environment_.counters->near_keys.add ();

      for_each_table (of,
                      [&] (std::size_t begin, std::size_t)
                      {
                        const table* t (find (of[begin]));

                        if (t != nullptr && t->traffic != nullptr)
                          t->traffic->near_hits.add ();
                      });
    }

    void near_tables::keep (const std::vector<detail::identifier_view>& of,
                            const reading& r) noexcept
    {
      leases* l (leases_.load (std::memory_order_acquire));

      if (l == nullptr)
        return;

      const bool leases (r.one_reply && !r.quarantine);

      auto keep_of_one = [&] (std::size_t begin, std::size_t end)
      {
        const table* t (find (of[begin]));

        if (t == nullptr)
          return;

        if (t->traffic != nullptr)
          t->traffic->near_reads.add ();

        for (std::size_t i (begin); leases && i != end; ++i)
        {
          const version& v (r.versions[i]);

          if (v.lease.count () != 0 &&
              (!v.in_flight || environment_.faults.leases_in_flight))
            l->keep (of[i], v, r.now.epoch,
                     r.sent + std::chrono::nanoseconds (v.lease) * 3 / 4);
        }
      };

      for_each_table (of, keep_of_one);
    }

    void near_tables::end (const identifiers& of, std::size_t first,
                           const std::string& sweep) noexcept
    {
      leases* l (leases_.load (std::memory_order_acquire));

      if (l == nullptr)
        return;

      // A sweep counts for every row of its table. It is written seldom.
      //
      bool all (!sweep.empty () || of->size () - first > batch::largest);

      for (std::size_t i (first); i != of->size () && !all; ++i)
      {
        const std::string& text (*(*of)[i]);
        const detail::identifier_view v (
          detail::view (text.data (), text.size ()));

        if (v.sweep ())
          all = true;
        else
          l->end (v);
      }

      if (all)
        l->end ();
    }

    std::vector<near_tables::listing>
    near_tables::unlisted (const std::vector<detail::identifier_view>& of,
                           const reading& r) const
    {
      std::vector<listing> all;

      if (!any () || !r.one_reply || r.quarantine)
        return all;

      time_point now (support::boot_clock::now ());

      for (std::size_t i (0); i != of.size (); ++i)
      {
        table* t (find (of[i]));

        if (t == nullptr || r.versions[i].in_flight)
          continue;

        milliseconds length (t->length.load (std::memory_order_relaxed));

        if (r.versions[i].lease >= length)
          continue;

        // One thread tries, and not in vain again and again.
        //
        support::boot_clock::rep next (
          t->next_try.load (std::memory_order_relaxed));

        if (now.time_since_epoch ().count () >= next &&
            t->next_try.compare_exchange_strong (
              next, (now + patience).time_since_epoch ().count (),
              std::memory_order_relaxed))
          all.push_back (listing {t->name, milliseconds (t->length.load (
                                             std::memory_order_relaxed))});
      }

      return all;
    }

    void near_tables::before_fork () noexcept
    {
      adding_.lock ();
    }

    // A thread that was writing a lease does not exist in the child.
    //
    void near_tables::after_fork (bool child) noexcept
    {
      if (child && owned_ != nullptr)
        owned_->forget ();

      adding_.unlock ();
    }
  }
}
