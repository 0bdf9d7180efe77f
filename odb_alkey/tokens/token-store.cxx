#include <odb_alkey/tokens/token-store.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/read-plan.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    using std::chrono::milliseconds;

    const std::size_t token_store::at_once;

    token_store::token_store (const odb_alkey::options& o)
        : options_ (o), prefix_ (o.name_space + ':'),
          lasting_ (
            static_cast<std::uint64_t> ((o.fence_timeout * 3 / 2).count ())),
          log_ (o.log), backlog_ (o.max_pending),
          retrying_ ([this] { return recover (); }),
          breaker_ (o, counters_, log_, [this] { retrying_.start (); })
    {
    }

    token_store::~token_store ()
    {
      if (pending () != 0)
        flush (options_.budget);

      retrying_.stop ();
      std::size_t left (pending ());

      if (left != 0)
      {
        counters_.lost_resets.add (left);
        log_.write (support::topic::lost_reset, log_level::error,
                    "Redis did not learn of " + std::to_string (left) +
                      " identifiers that were written, before the plugin was "
                      "destroyed: their old values stay valid until they "
                      "expire; set another name_space, or empty Redis");
      }

      // What was posted has been sent; that nobody takes the reply any more
      // does not mean that it was lost.
      //
      closing_.store (true, std::memory_order_relaxed);
    }

    // Reading.
    //
    bool token_store::read (const std::vector<detail::identifier_view>& wanted,
                            reading& r, const extra_keys* others,
                            extra_values* stored) noexcept
    try
    {
      // Asking is in vain, which must cost nothing.
      //
      if (breaker_.down ())
      {
        retrying_.ensure ();
        counters_.unavailable.add ();
        return false;
      }

      // What is added while Redis is asked may have been outdated already.
      //
      std::uint64_t added (backlog_.added ());
      bool behind (backlog_.size () != 0);
      std::vector<bool> outdated;

      if (behind)
      {
        retrying_.ensure ();

        for (const detail::identifier_view& v : wanted)
          outdated.push_back (backlog_.covers (v));
      }

      redis::deadline d (breaker_.deadline ());
      read_plan plan (wanted, prefix_);
      r.versions.resize (wanted.size ());

      // Not while others may be waiting for the connection.
      //
      redis::request q;
      plan.encode (q, others);
      std::string over;

      auto ask = [&] (redis::connection& c)
      {
        detail::stamp before (clock_.known ());
        plan.place_origin (q, c.sent ());
        c.send (q, d);
        redis::reply first (c.receive (d));

        over.clear ();
        read_plan::state s (plan.decode (first, c.server (), clock_, before,
                                         1000 * lasting_, watch_, over, r));

        if (others != nullptr)
          plan.decode_values (std::move (first), *stored);

        if (s == read_plan::state::unconfirmed)
          confirm (c, plan, before, over, r, d);
        else if (s == read_plan::state::incomplete)
          repair (c, plan, over, r, d);
      };

      try
      {
        breaker_.with_connection (d, ask);
      }
      catch (const redis::reply_too_large&)
      {
        // The script replaces a token that nobody of ours has written, and a
        // value is computed anew.
        //
        breaker_.failed ("reading tokens");
        breaker_.with_connection (d, [&] (redis::connection& c)
                                  { repair (c, plan, over, r, d); });
      }

      bool more (backlog_.added () != added);

      for (std::size_t i (0); (behind || more) && i != wanted.size (); ++i)
        if (more || outdated[i])
          r.versions[i].in_flight = true;

      if (asks_before_snapshots ())
        heard_.store (
          std::chrono::steady_clock::now ().time_since_epoch ().count (),
          std::memory_order_relaxed);

      if (r.quarantine)
        log_.write (
          support::topic::quarantine, log_level::info,
          "Redis is empty, was restarted or is another server: no key is "
          "storable until the fence timeout has passed, since a commit may "
          "be in flight whose fences are lost");

      return true;
    }
    catch (...)
    {
      breaker_.failed ("reading tokens");
      return false;
    }

    // By the script: what is missing is created, and what is overdue healed.
    //
    void token_store::repair (redis::connection& c, const read_plan& plan,
                              const std::string& over, reading& r,
                              redis::deadline d)
    {
      counters_.repairs.add ();
      redis::script_calls calls;
      std::vector<read_plan::chunk> chunks (plan.chunks ());
      std::vector<std::uint64_t> offered;

      for (const read_plan::chunk& k : chunks)
      {
        redis::request& s (
          calls.add (scripts::read, plan.keys (k), common_arguments));
        plan.encode (s, k);
        offered.push_back (add_common_arguments (s, c.server (), over));
      }

      r.quarantine = false;
      std::vector<redis::reply> replies (calls.run_all (c, d));

      for (std::size_t i (0); i != chunks.size (); ++i)
        if (!accept (plan.decode (chunks[i], replies[i], offered[i], r)))
          r.quarantine = true;
    }

    // Whoever may not write, or cannot since Redis is full, has to believe
    // what is there.
    //
    void token_store::confirm (redis::connection& c, const read_plan& plan,
                               const detail::stamp& before,
                               const std::string& over, reading& r,
                               redis::deadline d)
    {
      bool quarantine (r.quarantine);

      try
      {
        repair (c, plan, over, r, d);
      }
      catch (const redis::server_error& e)
      {
        if (e.permanent)
          throw;

        breaker_.failed ("asking whether the clock of Redis is right");
        r.quarantine = quarantine;
        clock_.believe (r.now, before);
      }
    }

    bool token_store::asks_before_snapshots () const noexcept
    {
      return options_.max_stamp_age != milliseconds::zero ();
    }

    detail::stamp token_store::before_snapshot () noexcept
    {
      typedef std::chrono::steady_clock steady;

      // What this process wrote is known to it once the reply to the reset
      // has been taken.
      //
      drain_replies ();

      if (asks_before_snapshots ())
      {
        steady::duration now (steady::now ().time_since_epoch ());
        steady::rep last (heard_.load (std::memory_order_relaxed));
        milliseconds passed (std::chrono::duration_cast<milliseconds> (
          now - steady::duration (last)));

        // One thread asks for all.
        //
        if (passed >= options_.max_stamp_age &&
            heard_.compare_exchange_strong (last, now.count (),
                                            std::memory_order_relaxed))
          refresh ();
      }

      return clock_.known ();
    }

    bool token_store::refresh () noexcept
    {
      reading r;
      return read (std::vector<detail::identifier_view> (), r);
    }

    // Writing.
    //
    bool token_store::fence (const identifiers& i, std::uint64_t nonce,
                             std::size_t first,
                             const std::string& sweep) noexcept
    try
    {
      if (!rules.fences)
        return true;

      std::vector<part> p (
        parts (i, nonce, rows::by_table_if_many, false, first));

      if (!sweep.empty ())
      {
        std::size_t all (i->size ());

        if (p.empty () || !together (p.back ().begin, all))
          p.push_back (
            part {i, all, all, support::nonce_after (nonce, all / at_once)});

        p.back ().sweep = sweep;
      }

      run (scripts::fence, p);
      counters_.fences.add ();
      return true;
    }
    catch (...)
    {
      breaker_.failed ("marking what a commit writes");
      return false;
    }

    std::uint64_t
    token_store::add_common_arguments (redis::request& q,
                                       const std::string& server,
                                       const std::string& over) const
    {
      std::uint64_t offered (support::random_bits ());
      std::string epoch, known;
      append_epoch (epoch, offered);

      detail::stamp k (clock_.known ());

      if (k != detail::stamp ())
        append_stamp (known, k);

      q.argument (server);
      q.argument (epoch);
      q.argument (known);
      q.argument (lasting_);
      q.argument (static_cast<std::uint64_t> (
        milliseconds (options_.token_ttl).count ()));
      q.argument (over);
      return offered;
    }

    void token_store::run (const redis::script& s,
                           const std::vector<part>& parts)
    {
      typedef redis::pool::priority priority;

      redis::deadline d (breaker_.deadline ());

      auto run = [&]
      {
        return breaker_.with_connection (
          d, [&] (redis::connection& c) { return run_here (c, s, parts, d); },
          &s == &scripts::fence ? priority::urgent : priority::ordinary);
      };

      // Once more if another server was found meanwhile.
      //
      if (!run () && !run ())
        throw redis_error ("the answer of a script comes from a server that "
                           "was left");
    }

    // False if what has done it does not count any more.
    //
    bool token_store::run_here (redis::connection& c, const redis::script& s,
                                const std::vector<part>& parts,
                                redis::deadline d)
    {
      redis::script_calls calls;
      std::vector<std::uint64_t> offered;

      for (const part& p : parts)
        offered.push_back (add_part (calls, s, c.server (), p));

      std::vector<redis::reply> replies (calls.run_all (c, d));
      bool counts (true);

      for (std::size_t i (0); i != replies.size (); ++i)
        counts = accept (replies[i], offered[i]) && counts;

      return counts;
    }

    bool token_store::accept (const redis::reply_view& r,
                              std::uint64_t offered)
    {
      script_answer a;

      if (r.error ())
        throw redis::server_error (r.str ());

      if (!r.string () || !parse (r.data (), r.size (), offered, a))
        throw redis::out_of_step ("a script returned '" + r.str () +
                                  "', which is no answer to its call");

      return accept (a);
    }

    bool token_store::accept (const script_answer& a)
    {
      if (a.replaced != 0)
        breaker_.replaced (a.replaced, a.first);

      if (a.others.any ())
        watch_.keep (a.others);

      return clock_.learn (a.origin);
    }

    void token_store::before_fork () noexcept
    {
      backlog_.lock ();
      clock_.lock ();
      watch_.lock ();
    }

    void token_store::after_fork (bool) noexcept
    {
      watch_.unlock ();
      clock_.unlock ();
      backlog_.unlock ();
    }
  }
}
