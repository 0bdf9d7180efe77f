#include <odb_alkey/tokens/recovery.hxx>

#include <algorithm>
#include <set>
#include <string>

#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const std::chrono::milliseconds longest_flush (std::chrono::hours (24));
    }

    recovery::recovery (environment& e, script_runner& s)
        : environment_ (e), scripts_ (s), backlog_ (e.options.max_pending),
          retrying_ ([this] { return attempt (); })
    {
    }

    void recovery::close () noexcept
    {
      if (backlog_.size () != 0)
        flush (environment_.options.budget);

      retrying_.stop ();
      std::size_t left (backlog_.size ());

      if (left != 0)
      {
        environment_.counters->lost_resets.add (left);
        environment_.log.write (
          support::topic::lost_reset, log_level::error,
          "Redis did not learn of " + std::to_string (left) +
            " identifiers that were written, before the plugin was "
            "destroyed: their old values stay valid until they expire; set "
            "another name_space, or empty Redis");
      }

      // Resets that were posted have been sent. They are not lost because
      // nobody takes the replies any more.
      //
      closed_.store (true, std::memory_order_relaxed);
    }

    // The batches are those that would have been fenced, so that their nonces
    // remove the fences that there are.
    //
    bool recovery::later (backlog::kind k, const identifiers& i,
                          std::uint64_t nonce, std::size_t first) noexcept
    {
      bool done (false);

      try
      {
        rows how (how_to_fence (i->size (), environment_.options));

        for (const batch& b : divide (i, nonce, how, false, first))
          remember (k, b);

        done = true;
      }
      catch (...)
      {
      }

      retrying_.start ();
      return done;
    }

    void recovery::later (const batch& b) noexcept
    {
      try
      {
        remember (
          b.fenced ? backlog::kind::reset_fenced : backlog::kind::reset, b);
      }
      catch (...)
      {
        // Fences heal when they are over.
        //
        if (!b.fenced)
          lost (b.size ());
      }

      retrying_.start ();
    }

    // Many rows are remembered as the sweeps of their tables: the thread may
    // send the entry in pieces, and no piece may remove the fence of a sweep
    // before the rows of another one are changed.
    //
    void recovery::remember (backlog::kind k, const batch& b)
    {
      // The thread is gone.
      //
      if (closed_.load (std::memory_order_relaxed))
      {
        if (k != backlog::kind::reset_fenced)
          environment_.counters->lost_resets.add (b.size ());

        return;
      }

      std::vector<std::string> tables;
      std::vector<const std::string*> names;

      if (b.by_table)
      {
        tables = b.sweeps ();
        names = b.without_rows ();

        for (const std::string& t : tables)
          names.push_back (&t);
      }
      else
        names.assign (
          b.identifiers->begin () + static_cast<std::ptrdiff_t> (b.begin),
          b.identifiers->begin () + static_cast<std::ptrdiff_t> (b.end));

      backlog_.add (k, names, b.nonce);
      environment_.counters->retries.add ();
    }

    void recovery::lost (std::size_t count) noexcept
    {
      environment_.counters->lost_resets.add (count);
      environment_.log.write (
        support::topic::lost_reset, log_level::error,
        "no memory is left to remember what a transaction wrote: old values "
        "stay valid until they expire");
    }

    std::size_t recovery::flush (std::chrono::milliseconds timeout) noexcept
    {
      scripts_.breaker ().pool ().drain_replies ();

      if (backlog_.size () != 0 || scripts_.breaker ().down ())
        retrying_.wait (std::chrono::steady_clock::now () +
                        std::min (timeout, longest_flush));

      return backlog_.size ();
    }

    // Returns true if nothing is left to do.
    //
    bool recovery::attempt () noexcept
    {
      redis::circuit_breaker& breaker (scripts_.breaker ());

      if (breaker.down () && !breaker.probe ())
        return false;

      try
      {
        while (!retrying_.stopped ())
        {
          std::vector<backlog::entry> some (
            backlog_.front (progress_.at_once));

          if (some.empty ())
            return !breaker.down ();

          catch_up (some);
          progress_.at_once = std::min (batch::largest, 2 * progress_.at_once);
        }
      }
      catch (...)
      {
        // Perhaps it was too much for one call.
        //
        progress_.at_once = std::max<std::size_t> (1, progress_.at_once / 2);
        breaker.failed ("changing tokens that were written before");
      }

      return false;
    }

    void recovery::catch_up (const std::vector<backlog::entry>& entries)
    {
      const backlog::entry& first (entries.front ());

      if (first.identifiers->size () > progress_.at_once)
      {
        catch_up_in_pieces (first);
        return;
      }

      // The fences go first. A transaction that is to be reset as well needs
      // none.
      //
      std::vector<batch> fences, resets;
      std::set<std::uint64_t> nonces_of_resets;
      bool any_unfenced (false);

      for (const backlog::entry& e : entries)
        if (e.kind != backlog::kind::fence)
        {
          resets.push_back (whole (e));
          nonces_of_resets.insert (e.nonce);
          any_unfenced = any_unfenced || e.kind == backlog::kind::reset;
        }

      for (const backlog::entry& e : entries)
        if (e.kind == backlog::kind::fence &&
            nonces_of_resets.count (e.nonce) == 0)
          fences.push_back (whole (e));

      if (!fences.empty ())
        scripts_.run (scripts::fence, fences);

      if (!resets.empty ())
      {
        const lease_wait wait (scripts_.run (scripts::reset, resets));

        if (any_unfenced)
          outlast_leases (wait);
      }

      backlog_.remove (entries);
    }

    batch recovery::whole (const backlog::entry& e)
    {
      return batch {e.identifiers, 0, e.identifiers->size (), e.nonce};
    }

    // A piece that is done is not done again, however often Redis is lost.
    //
    void recovery::catch_up_in_pieces (const backlog::entry& e)
    {
      if (progress_.entry != e.number)
      {
        progress_.entry = e.number;
        progress_.done = 0;
        progress_.wait = lease_wait ();
      }

      std::size_t size (e.identifiers->size ());
      std::size_t end (std::min (size, progress_.done + progress_.at_once));

      const lease_wait wait (scripts_.run (
        e.kind == backlog::kind::fence ? scripts::fence : scripts::reset,
        {batch {e.identifiers, progress_.done, end, e.nonce}}));

      if (e.kind == backlog::kind::reset)
        progress_.wait.join (wait);

      progress_.done = end;

      if (end != size)
        return;

      outlast_leases (progress_.wait);
      backlog_.remove ({e});
    }

    // Without a fence other processes may have leased the tokens just before
    // they were changed. So the change is pending until these leases have
    // ended.
    //
    void recovery::outlast_leases (const lease_wait& w) noexcept
    {
      scripts_.waits ().wait (w);
    }

    void recovery::before_fork () noexcept
    {
      backlog_.lock ();
    }

    void recovery::after_fork (bool) noexcept
    {
      backlog_.unlock ();
    }
  }
}
