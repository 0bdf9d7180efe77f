#include <odb_alkey/tokens/token-reader.hxx>

#include <cstdint>
#include <string>
#include <utility>

#include <odb_alkey/redis/scattered-reads.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/tokens/extra-keys.hxx>
#include <odb_alkey/tokens/extra-values.hxx>
#include <odb_alkey/tokens/near-tables.hxx>
#include <odb_alkey/tokens/read-plan.hxx>
#include <odb_alkey/tokens/recovery.hxx>
#include <odb_alkey/tokens/script-answer.hxx>
#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    token_reader::token_reader (tokens::environment& e, script_runner& s,
                                recovery& r, near_tables& n)
        : environment_ (e), scripts_ (s), recovery_ (r), near_ (n)
    {
    }

    bool
    token_reader::read (const std::vector<detail::identifier_view>& wanted,
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
        environment_.counters->unavailable.add ();
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
      redis::scattered_reads* values (nullptr);

      if (scattered)
      {
        values = &stored->scatter (scripts_.router (), d);
        values->prepare ((*others)[0], others->size_of_each (),
                         others->size (), others->largest_value (), q);
      }

      auto ask = [&] (redis::connection& c)
      {
        detail::stamp before (scripts_.clock ().known ());
        plan.place_origin (q, c.sent ());
        r.sent = support::boot_clock::now ();
        c.send (q, d);

        // The node of the tokens has most to do, and works meanwhile.
        //
        if (scattered)
          values->send ();

        redis::reply first (c.receive (d));

        if (scattered)
          values->receive_with_tokens (c);

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

      bool more (left.added () != added);

      for (std::size_t i (0); (behind || more) && i != wanted.size (); ++i)
        if (more || outdated[i])
          r.versions[i].in_flight = true;

      near_.keep (wanted, r);
      scripts_.waits ().note (r.longest_lease);

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
    void token_reader::repair (redis::connection& c, const read_plan& plan,
                               const std::string& over, reading& r,
                               redis::deadline d)
    {
      environment_.counters->repairs.add ();
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
    void token_reader::confirm (redis::connection& c, const read_plan& plan,
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
  }
}
