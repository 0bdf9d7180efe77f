#include <odb_alkey/tokens/token-store.hxx>

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/tokens/scripts.hxx>

// The part of the store that makes up for what Redis did not do, once it is
// back.

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      const std::chrono::milliseconds longest_flush (std::chrono::hours (24));
    }

    // What is divided as it was fenced, or would have been, takes the same
    // fences away.
    //
    bool token_store::later (backlog::kind k, const identifiers& i,
                             std::uint64_t nonce, std::size_t first) noexcept
    {
      bool done (false);

      try
      {
        for (const part& p :
             parts (i, nonce, rows::by_table_if_many, false, first))
          later (k, p);

        done = true;
      }
      catch (...)
      {
      }

      retrying_.start ();
      return done;
    }

    void token_store::later (const part& p) noexcept
    {
      backlog::kind k (p.marked ? backlog::kind::change_marked
                                : backlog::kind::change);

      try
      {
        later (k, p);
      }
      catch (...)
      {
        // A marked one heals.
        //
        if (!p.marked)
          forgotten (p.end - p.begin);
      }

      retrying_.start ();
    }

    // Many rows change with their tables: it may be done in pieces, of which
    // none must take a sweep's fence away before the rows of another.
    //
    void token_store::later (backlog::kind k, const part& p)
    {
      // There is nobody to do it any more. What is marked heals.
      //
      if (closing_.load (std::memory_order_relaxed))
      {
        if (k != backlog::kind::change_marked)
          counters_.lost_resets.add (p.end - p.begin);

        return;
      }

      std::vector<std::string> tables;
      std::vector<const std::string*> names;

      if (p.by_table)
      {
        tables = sweeps (p);
        names = without_rows (p);

        for (const std::string& t : tables)
          names.push_back (&t);
      }
      else
        names.assign (
          p.identifiers->begin () + static_cast<std::ptrdiff_t> (p.begin),
          p.identifiers->begin () + static_cast<std::ptrdiff_t> (p.end));

      backlog_.add (k, names, p.nonce);
      counters_.retries.add ();
    }

    void token_store::forgotten (std::size_t count) noexcept
    {
      counters_.lost_resets.add (count);
      log_.write (support::topic::lost_reset, log_level::error,
                  "no memory is left to remember what a transaction wrote: "
                  "old values stay valid until they expire");
    }

    std::size_t token_store::flush (std::chrono::milliseconds timeout) noexcept
    {
      drain_replies ();

      if (pending () != 0 || breaker_.down ())
        retrying_.wait (std::chrono::steady_clock::now () +
                        std::min (timeout, longest_flush));

      return pending ();
    }

    odb_alkey::stats token_store::stats () const noexcept
    {
      odb_alkey::stats s (counters_.snapshot ());
      s.pending = backlog_.size ();
      s.overflows = backlog_.overflows ();
      s.down = breaker_.down () ? 1 : 0;
      s.connections_open = breaker_.open_connections ();
      return s;
    }

    // One attempt. True if nothing is left to be done.
    //
    bool token_store::recover () noexcept
    {
      if (breaker_.down () && !breaker_.probe ())
        return false;

      try
      {
        while (!retrying_.stopped ())
        {
          std::vector<backlog::entry> some (backlog_.front (progress_.batch));

          if (some.empty ())
            return !breaker_.down ();

          catch_up (some);
          progress_.batch = std::min (at_once, 2 * progress_.batch);
        }
      }
      catch (...)
      {
        // Perhaps that was too much for one call.
        //
        progress_.batch = std::max<std::size_t> (1, progress_.batch / 2);
        breaker_.failed ("changing tokens that were written before");
      }

      return false;
    }

    void token_store::catch_up (const std::vector<backlog::entry>& entries)
    {
      const backlog::entry& first (entries.front ());

      if (first.identifiers->size () > progress_.batch)
      {
        catch_up_in_pieces (first);
        return;
      }

      // Before what is changed is marked what is not. What is both is done
      // with when it is changed.
      //
      std::vector<part> marks, changes;
      std::set<std::uint64_t> changed;

      for (const backlog::entry& e : entries)
        if (e.kind != backlog::kind::mark)
        {
          changes.push_back (whole (e));
          changed.insert (e.nonce);
        }

      for (const backlog::entry& e : entries)
        if (e.kind == backlog::kind::mark && changed.count (e.nonce) == 0)
          marks.push_back (whole (e));

      if (!marks.empty ())
        run (scripts::fence, marks);

      if (!changes.empty ())
        run (scripts::reset, changes);

      for (const part& p : changes)
        count_reset (p);

      backlog_.remove (entries);
    }

    token_store::part token_store::whole (const backlog::entry& e)
    {
      return part {e.identifiers, 0, e.identifiers->size (), e.nonce, false};
    }

    // What is done of it is not done again, however often Redis is lost.
    //
    void token_store::catch_up_in_pieces (const backlog::entry& e)
    {
      if (progress_.entry != e.number)
      {
        progress_.entry = e.number;
        progress_.done = 0;
      }

      std::size_t end (
        std::min (e.identifiers->size (), progress_.done + progress_.batch));
      part p {e.identifiers, progress_.done, end, e.nonce, false};

      run (e.kind == backlog::kind::mark ? scripts::fence : scripts::reset,
           std::vector<part> (1, p));

      if (e.kind != backlog::kind::mark)
        count_reset (p);

      progress_.done = end;

      if (end == e.identifiers->size ())
        backlog_.remove (std::vector<backlog::entry> (1, e));
    }
  }
}
