#include <odb_alkey/tokens/token-store.hxx>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/tokens/other-keys.hxx>
#include <odb_alkey/tokens/random.hxx>
#include <odb_alkey/tokens/read-plan.hxx>
#include <odb_alkey/tokens/scripts.hxx>
#include <odb_alkey/tokens/stored-values.hxx>

namespace odb_alkey
{
  namespace detail
  {
    using std::chrono::milliseconds;

    const std::size_t token_store::at_once;

    token_store::token_store (const odb_alkey::options& o)
        : options_ (o), prefix_ (o.name_space + ':'),
          timeout_ (static_cast<std::uint64_t> (
            std::chrono::microseconds (o.fence_timeout).count ())),
          log_ (o.log), backlog_ (o.max_pending),
          retrying_ ([this] { return recover (); }),
          gateway_ (o, counters_, log_, [this] { retrying_.start (); })
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
        log_.write (topic::lost_reset, log_level::error,
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
    bool token_store::read (const std::vector<identifier_view>& wanted,
                            reading& r, const other_keys* others,
                            stored_values* stored) noexcept
    try
    {
      // Asking is in vain, which must cost nothing.
      //
      if (gateway_.down ())
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

        for (const identifier_view& v : wanted)
          outdated.push_back (backlog_.covers (v));
      }

      redis::deadline d (gateway_.deadline ());
      read_plan plan (wanted, prefix_);
      r.versions.resize (wanted.size ());

      gateway_.with_connection (
        d,
        [&] (redis::connection& c)
        {
          redis::request q;
          plan.encode (q, others);
          c.send (q, d);
          redis::reply first (c.receive (d));

          bool complete (
            plan.decode (first.root (), c.run_id (), clock_, timeout_, r));

          if (others != nullptr)
            plan.decode_values (std::move (first), *stored);

          if (complete)
            return;

          counters_.repairs.add ();
          redis::script_calls calls;
          std::vector<read_plan::chunk> chunks (plan.chunks ());

          for (const read_plan::chunk& k : chunks)
          {
            calls.add (scripts::read, plan.keys (k), common_arguments);
            plan.encode (calls, k);
            add_common_arguments (calls, c.run_id ());
          }

          r.quarantine = false;
          std::vector<redis::reply> replies (calls.run_all (c, d));

          for (std::size_t i (0); i != chunks.size (); ++i)
            plan.decode (chunks[i], replies[i].root (), clock_, r);
        });

      bool more (backlog_.added () != added);

      for (std::size_t i (0); (behind || more) && i != wanted.size (); ++i)
        if (more || outdated[i])
          r.versions[i].in_flight = true;

      if (r.quarantine)
        log_.write (
          topic::quarantine, log_level::info,
          "Redis is empty, was restarted or is another server: no key is "
          "storable until the fence timeout has passed, since a commit may "
          "be in flight whose fences are lost");

      return true;
    }
    catch (...)
    {
      gateway_.failed ("reading tokens");
      return false;
    }

    bool token_store::refresh () noexcept
    {
      reading r;
      return read (std::vector<identifier_view> (), r);
    }

    // Writing.
    //
    bool token_store::fence (const identifiers& i,
                             std::uint64_t nonce) noexcept
    try
    {
      if (!rules.fences)
        return true;

      run (scripts::fence, parts (i, nonce, rows::by_table_if_many));
      counters_.fences.add ();
      return true;
    }
    catch (...)
    {
      gateway_.failed ("marking what a commit writes");
      return false;
    }

    void token_store::add_common_arguments (redis::script_calls& calls,
                                            const std::string& run_id) const
    {
      std::string epoch;
      append_epoch (epoch, random_bits ());

      calls.argument (run_id);
      calls.argument (epoch);
      calls.argument (timeout_);
      calls.argument (static_cast<std::uint64_t> (
        milliseconds (options_.token_ttl).count ()));
    }

    void token_store::run (const redis::script& s,
                           const std::vector<part>& parts)
    {
      redis::deadline d (gateway_.deadline ());

      gateway_.with_connection (d, [&] (redis::connection& c)
                                { run_here (c, s, parts, d); });
    }

    void token_store::run_here (redis::connection& c, const redis::script& s,
                                const std::vector<part>& parts,
                                redis::deadline d)
    {
      redis::script_calls calls;

      for (const part& p : parts)
        add_part (calls, s, c.run_id (), p);

      for (const redis::reply& r : calls.run_all (c, d))
        learn (r.root ());
    }

    // A script that writes returns the origin.
    //
    void token_store::learn (const redis::value& r)
    {
      origin o;

      if (r.error ())
        throw redis::server_error ("a script failed", r.str ());

      if (!r.string () || !parse (r.data (), r.size (), o))
        throw redis_error ("a script returned '" + r.str () +
                           "', which is not an origin");

      clock_.learn (o.now);
    }

    void token_store::before_fork () noexcept
    {
      backlog_.lock ();
      clock_.lock ();
    }

    void token_store::after_fork (bool) noexcept
    {
      clock_.unlock ();
      backlog_.unlock ();
    }
  }
}
