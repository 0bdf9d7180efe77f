#include <odb_alkey/tokens/token-store.hxx>

#include <utility>

#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    token_store::token_store (const odb_alkey::options& o)
        : environment_ (o), near_ (environment_),
          advisor_ (environment_.traffic, near_),
          recovery_ (environment_, scripts_), poster_ (scripts_, recovery_),
          scripts_ (environment_, [this] { recovery_.start (); }),
          reader_ (environment_, scripts_, recovery_, near_)
    {
    }

    token_store::~token_store ()
    {
      recovery_.close ();
    }

    odb_alkey::stats token_store::stats () const noexcept
    {
      odb_alkey::stats s (support::snapshot (environment_.counters));
      s.pending = recovery_.left ().size ();
      s.overflows = recovery_.left ().overflows ();
      s.down = scripts_.breaker ().down () ? 1 : 0;
      s.connections_open = scripts_.breaker ().open_connections ();

      try
      {
        add_tables (s);
        scripts_.router ().add_to (s);
      }
      catch (...)
      {
        // Without memory there is nothing to tell of single tables and nodes.
      }

      return s;
    }

    // Those that were near once, or are so elsewhere.
    //
    void token_store::add_tables (odb_alkey::stats& to) const
    {
      for (const table_traffic::table* t : environment_.traffic.all ())
      {
        odb_alkey::stats::table s;
        s.name = t->name;
        s.near_hits = t->near_hits;
        s.near_reads = t->near_reads;
        s.lease_waits = t->lease_waits;
        s.lease_wait_time = t->lease_wait_time;

        if (s.near_hits + s.near_reads + s.lease_waits != 0)
          to.tables.push_back (std::move (s));
      }
    }

    // Reading.
    //
    bool token_store::read (const std::vector<detail::identifier_view>& wanted,
                            reading& r, const extra_keys* others,
                            extra_values* stored) noexcept
    try
    {
      const bool any_near (near_.any ());

      if (any_near && others == nullptr && read_near (wanted, r))
      {
        near_.count_hit (wanted);
        return true;
      }

      if (!reader_.read (wanted, r, others, stored))
        return false;

      note_reply ();
      advisor_.read (wanted, r.sent);

      if (any_near)
        list_near (wanted, r);

      return true;
    }
    catch (...)
    {
      // There was no memory for a reading.
      //
      scripts_.breaker ().failed ("reading tokens");
      return false;
    }

    // Makes a reading of tokens that may be used without asking. What is left
    // for later was written without a fence, so nothing is leased meanwhile.
    //
    bool
    token_store::read_near (const std::vector<detail::identifier_view>& wanted,
                            reading& r)
    {
      return recovery_.left ().size () == 0 && near_.read (wanted, r);
    }

    // Lists tables that are not. Their next reading is a lease.
    //
    void
    token_store::list_near (const std::vector<detail::identifier_view>& wanted,
                            const reading& r) noexcept
    try
    {
      for (const near_tables::listing& l : near_.unlisted (wanted, r))
        scripts_.list (l.name, l.length);
    }
    catch (...)
    {
      scripts_.breaker ().failed ("listing a near table");
    }

    void token_store::add_near (const std::string& table, milliseconds length)
    {
      near_.add (table, length);
      scripts_.waits ().note (length);
    }

    bool token_store::remove_near (const std::string& table) noexcept
    try
    {
      near_.remove (table);
      scripts_.take_off (table);
      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("taking a table off the list of near ones");
      return false;
    }

    bool token_store::refresh () noexcept
    {
      reading r;
      return read (std::vector<detail::identifier_view> (), r);
    }

    bool token_store::asks_before_snapshots () const noexcept
    {
      return environment_.options.max_stamp_age != milliseconds::zero ();
    }

    void token_store::note_reply () noexcept
    {
      if (asks_before_snapshots ())
        last_reply_.store (steady_clock::now ().time_since_epoch ().count (),
                           std::memory_order_relaxed);
    }

    detail::stamp token_store::before_snapshot () noexcept
    {
      // The replies to resets carry the clock of the latest writes of this
      // process.
      //
      drain_replies ();

      if (asks_before_snapshots ())
      {
        steady_clock::duration now (steady_clock::now ().time_since_epoch ());
        steady_clock::rep last (last_reply_.load (std::memory_order_relaxed));
        milliseconds passed (std::chrono::duration_cast<milliseconds> (
          now - steady_clock::duration (last)));

        // One thread asks for all.
        //
        if (passed >= environment_.options.max_stamp_age &&
            last_reply_.compare_exchange_strong (last, now.count (),
                                                 std::memory_order_relaxed))
          refresh ();
      }

      return scripts_.clock ().known ();
    }

    // Writing.
    //
    bool token_store::fence (const identifiers& i, std::uint64_t nonce,
                             std::size_t first,
                             const std::string& sweep) noexcept
    try
    {
      if (environment_.faults.no_fences)
        return true;

      rows how (how_to_fence (i->size (), environment_.options));
      std::vector<batch> b (divide (i, nonce, how, false, first));

      if (!sweep.empty ())
      {
        std::size_t all (i->size ());

        if (b.empty () || !together (b.back ().begin, all))
          b.push_back (batch {
            i, all, all, support::nonce_after (nonce, all / batch::largest)});

        b.back ().sweep = sweep;
      }

      const lease_wait wait (scripts_.run (scripts::fence, b));
      environment_.counters->fences.add ();
      advisor_.wrote (i, first, support::boot_clock::now ());
      near_.end (i, first, sweep);
      scripts_.waits ().wait (wait);
      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("fencing what a commit writes");
      return false;
    }

    void token_store::unfence (const identifiers& i,
                               std::uint64_t nonce) noexcept
    try
    {
      scripts_.run (scripts::unfence, divide (i, nonce, rows::by_name));
    }
    catch (...)
    {
      scripts_.breaker ().failed (
        "removing the fences of a transaction that was rolled back");
    }

    bool token_store::fence_later (const identifiers& i, std::uint64_t nonce,
                                   std::size_t first) noexcept
    {
      bool r (recovery_.later (backlog::kind::fence, i, nonce, first));
      outlast_leases (i);
      return r;
    }

    // Processes that have leases do not ask, and so do not see that a fence is
    // missing.
    //
    void token_store::outlast_leases (const identifiers& i) noexcept
    {
      near_.end (i, 0, std::string ());
      scripts_.waits ().wait (
        lease_wait {scripts_.waits ().longest (), std::string ()});
    }

    void token_store::reset (const identifiers& i, std::uint64_t nonce,
                             bool fenced, bool sweeps_fenced) noexcept
    try
    {
      rows how (!fenced ? rows::by_name
                : sweeps_fenced
                  ? rows::by_table
                  : how_to_fence (i->size (), environment_.options));

      for (const batch& b : divide (i, nonce, how, fenced))
        poster_.post (b);
    }
    catch (...)
    {
      // There was no memory to divide it, and so none of it was done. Tokens
      // that are fenced heal.
      //
      scripts_.breaker ().failed ("changing tokens after a commit");

      if (!fenced)
        forgotten (i->size ());
    }

    void token_store::reset_later (const identifiers& i,
                                   std::uint64_t nonce) noexcept
    {
      if (!recovery_.later (backlog::kind::reset, i, nonce, 0))
        forgotten (i->size ());
    }

    bool token_store::reset_now (const identifiers& i,
                                 std::uint64_t nonce) noexcept
    try
    {
      const lease_wait wait (
        scripts_.run (scripts::reset, divide (i, nonce, rows::by_name)));
      near_.end (i, 0, std::string ());
      scripts_.waits ().wait (wait);
      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("changing tokens");
      return false;
    }
  }
}
