#include <odb_alkey/tokens/token-store.hxx>

#include <utility>

#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/scattered-reads.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/read-plan.hxx>
#include <odb_alkey/tokens/script-answer.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    token_store::token_store (const odb_alkey::options& o)
        : environment_ (o), recovery_ (environment_, scripts_),
          poster_ (scripts_, recovery_),
          scripts_ (environment_, [this] { recovery_.start (); })
    {
    }

    token_store::~token_store ()
    {
      recovery_.close ();
    }

    odb_alkey::stats token_store::stats () const noexcept
    {
      odb_alkey::stats s (environment_.counters.snapshot ());
      s.pending = recovery_.left ().size ();
      s.overflows = recovery_.left ().overflows ();
      s.down = scripts_.breaker ().down () ? 1 : 0;
      s.connections_open = scripts_.breaker ().open_connections ();

      try
      {
        scripts_.router ().add_to (s);
      }
      catch (...)
      {
        // Without memory there is nothing to tell of single nodes.
      }

      return s;
    }

    // Reading.
    //
    bool token_store::read (const std::vector<detail::identifier_view>& wanted,
                            reading& r, const extra_keys* others,
                            extra_values* stored) noexcept
    try
    {
      redis::circuit_breaker& breaker (scripts_.breaker ());

      // While Redis is down a call costs nothing.
      //
      if (breaker.down ())
      {
        recovery_.ensure ();
        environment_.counters.unavailable.add ();
        return false;
      }

      // Tokens that are in the backlog may be read as they were before, as may
      // those that are added to it while Redis is asked.
      //
      const backlog& left (recovery_.left ());
      std::uint64_t added (left.added ());
      bool behind (left.size () != 0);
      std::vector<bool> outdated;

      if (behind)
      {
        recovery_.ensure ();

        for (const detail::identifier_view& v : wanted)
          outdated.push_back (left.covers (v));
      }

      redis::deadline d (breaker.deadline ());
      read_plan plan (wanted, environment_.prefix);
      r.versions.resize (wanted.size ());

      // The request is written before there is a connection, for which others
      // may be waiting.
      //
      redis::request q;
      bool clustered (scripts_.router ().nodes () != nullptr);
      bool scattered (clustered && others != nullptr);

      if (clustered)
        plan.encode_for_cluster (q);
      else
        plan.encode (q, others);

      std::string over;
      detail::optional<redis::scattered_reads> values;

      // The other nodes answer while that of the tokens is asked.
      //
      if (scattered)
      {
        values.set (redis::scattered_reads (scripts_.router (), d,
                                            stored->scattered ()));
        values.get ().send ((*others)[0], others->size_of_each (),
                            others->size (), others->largest_value (), q);
      }

      auto ask = [&] (redis::connection& c)
      {
        detail::stamp before (scripts_.clock ().known ());
        plan.place_origin (q, c.sent ());
        c.send (q, d);
        redis::reply first (c.receive (d));

        if (scattered)
          values.get ().receive_with_tokens (c);

        over.clear ();
        read_plan::state s (plan.decode (
          first, c.server (), scripts_.clock (), before,
          1000 * scripts_.fence_duration (), scripts_.watch (), over, r));

        if (others != nullptr && !scattered)
          plan.decode_values (std::move (first), *stored);

        if (s == read_plan::state::unconfirmed)
          confirm (c, plan, before, over, r, d);
        else if (s == read_plan::state::incomplete)
          repair (c, plan, over, r, d);
      };

      try
      {
        breaker.with_connection (d, ask);
      }
      catch (const redis::reply_too_large&)
      {
        // The script replaces a token that is too large, which this library
        // has not written. A value that is too large is computed again.
        //
        breaker.failed ("reading tokens");
        breaker.with_connection (d, [&] (redis::connection& c)
                                 { repair (c, plan, over, r, d); });
      }
      catch (const odb_alkey::exception&)
      {
        // Otherwise the connections to the other nodes could not be used any
        // more.
        //
        if (scattered)
          values.get ().receive ();

        throw;
      }

      if (scattered)
        values.get ().receive ();

      bool more (left.added () != added);

      for (std::size_t i (0); (behind || more) && i != wanted.size (); ++i)
        if (more || outdated[i])
          r.versions[i].in_flight = true;

      note_reply ();

      if (r.quarantine)
        environment_.log.write (
          support::topic::quarantine, log_level::info,
          "Redis is empty, was restarted or is another server: no key is "
          "storable until one and a half fence timeouts have passed, since a "
          "commit may be in flight whose fences are lost");

      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("reading tokens");
      return false;
    }

    // Lets the script create tokens that are missing, and heal those whose
    // fences are over.
    //
    void token_store::repair (redis::connection& c, const read_plan& plan,
                              const std::string& over, reading& r,
                              redis::deadline d)
    {
      environment_.counters.repairs.add ();
      redis::script_calls calls;
      std::vector<read_plan::chunk> chunks (plan.chunks ());
      std::vector<std::uint64_t> offered;

      for (const read_plan::chunk& k : chunks)
      {
        redis::request& s (calls.add (scripts::read, plan.keys (k),
                                      script_runner::common_arguments));
        plan.encode (s, k);
        offered.push_back (
          scripts_.add_common_arguments (s, c.server (), over));
      }

      r.quarantine = false;
      std::vector<redis::reply> replies (calls.run_all (c, d));

      for (std::size_t i (0); i != chunks.size (); ++i)
        if (!scripts_.accept (
              plan.decode (chunks[i], replies[i], offered[i], r)))
          r.quarantine = true;
    }

    // Lets the script look at a clock that is new to this process. A server
    // that refuses to write, since it is full, or a user that may only read,
    // cannot do that: then the clock has to be believed.
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

        scripts_.breaker ().failed ("checking the clock of Redis");
        r.quarantine = quarantine;
        scripts_.clock ().believe (r.now, before);
      }
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

      scripts_.run (scripts::fence, b);
      environment_.counters.fences.add ();
      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("fencing what a commit writes");
      return false;
    }

    bool token_store::fence_later (const identifiers& i, std::uint64_t nonce,
                                   std::size_t first) noexcept
    {
      return recovery_.later (backlog::kind::fence, i, nonce, first);
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
      scripts_.run (scripts::reset, divide (i, nonce, rows::by_name));
      return true;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("changing tokens");
      return false;
    }
  }
}
