#include <odb_alkey/tokens/script-runner.hxx>

#include <algorithm>
#include <chrono>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/script-answer.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    using std::chrono::milliseconds;

    namespace
    {
      // A commit may take the time-out of the options from the reply to its
      // fence, and half of that may have passed before the reply came. It may
      // have waited for leases in between.
      //
      std::uint64_t duration_of_fences (const options& o)
      {
        return static_cast<std::uint64_t> (
          milliseconds (o.fence_timeout * 3 / 2 + near_list::longest_wait ())
            .count ());
      }
    }

    const std::size_t script_runner::common_arguments;

    script_runner::script_runner (tokens::environment& e,
                                  std::function<void ()> lost)
        : environment_ (e), fence_duration_ (duration_of_fences (e.options)),
          waits_ (e), router_ (e.options, e.prefix + "origin", *e.counters,
                               e.log, std::move (lost))
    {
    }

    lease_wait script_runner::run (const redis::script& s,
                                   const std::vector<batch>& batches)
    {
      typedef redis::pool::priority priority;

      redis::deadline d (breaker ().deadline ());
      lease_wait wait;

      auto attempt = [&]
      {
        return breaker ().with_connection (
          d,
          [&] (redis::connection& c) { return run (c, s, batches, d, wait); },
          &s == &scripts::fence ? priority::urgent : priority::ordinary);
      };

      // The second attempt asks the server that was found meanwhile.
      //
      if (!attempt () && !attempt ())
        left ();

      return wait;
    }

    bool script_runner::run (redis::connection& c, const redis::script& s,
                             const std::vector<batch>& batches,
                             redis::deadline d, lease_wait& wait)
    {
      redis::script_calls calls;
      std::vector<std::uint64_t> offered;

      for (const batch& b : batches)
        offered.push_back (add (calls, s, c.server (), b));

      std::vector<redis::reply> replies (calls.run_all (c, d));
      bool counts (true);
      wait = lease_wait ();

      for (std::size_t i (0); i != replies.size (); ++i)
      {
        const script_answer a (answer (replies[i], offered[i]));
        counts = accept (a) && counts;
        wait.join (waits_.after (batches[i], a.origin));
      }

      if (counts && &s == &scripts::fence)
        has_fence_.store (c.server_hash (), std::memory_order_relaxed);

      if (counts && &s == &scripts::reset)
        for (const batch& b : batches)
          count_reset (b);

      return counts;
    }

    void script_runner::list (const std::string& table, milliseconds length)
    {
      bool listed (false);

      change_list ("list", table, static_cast<std::uint64_t> (length.count ()),
                   [&] (const near_list& near) {
                     listed =
                       near.wait (table.data (), table.size ()).count () != 0;
                   });

      if (!listed)
        throw redis_error ("the list of near tables has no room for '" +
                           table + "': take another one off");
    }

    void script_runner::take_off (const std::string& table)
    {
      detail::tick closed (0);
      milliseconds length (0);

      change_list ("close", table, 0,
                   [&] (const near_list& near)
                   {
                     closed = near.closed (table.data (), table.size ());
                     length = near.wait (table.data (), table.size ());
                   });

      if (length.count () == 0)
        return;

      if (closed == 0)
        throw redis_error ("the list of near tables is too long to take '" +
                           table + "' off: take another one off first");

      waits_.wait (lease_wait {length, table});
      change_list ("remove", table, closed);
    }

    void script_runner::change_list (
      const char* how, const std::string& table, std::uint64_t number,
      const std::function<void (const near_list&)>& use)
    {
      redis::deadline d (breaker ().deadline ());

      auto attempt = [&] (redis::connection& c)
      {
        redis::script_calls calls;
        redis::request& q (calls.add (scripts::near, 1, common_arguments + 3));
        q.argument (environment_.prefix, "origin", 6);
        std::uint64_t offered (add_common_arguments (q, c.server ()));
        q.argument (how);
        q.argument (table);
        q.argument (number);

        redis::reply r (calls.run (c, d));
        const script_answer a (answer (r, offered));

        if (!accept (a))
          return false;

        if (use)
          use (a.origin.near);

        return true;
      };

      if (!breaker ().with_connection (d, attempt) &&
          !breaker ().with_connection (d, attempt))
        left ();
    }

    void script_runner::left ()
    {
      throw redis_error ("the answer of a script comes from a server that was "
                         "left");
    }

    std::uint64_t script_runner::add (redis::script_calls& calls,
                                      const redis::script& s,
                                      const std::string& server,
                                      const batch& b)
    {
      const std::string& prefix (environment_.prefix);
      auto begin (b.identifiers->begin () +
                  static_cast<std::ptrdiff_t> (b.begin));
      auto end (b.identifiers->begin () + static_cast<std::ptrdiff_t> (b.end));
      std::vector<const std::string*> fenced;
      std::vector<std::string> instead;

      // A reset changes the rows, and takes the fences of their sweeps away.
      //
      bool releases (b.by_table && &s == &scripts::reset);

      if (b.by_table)
        instead = b.sweeps ();

      if (b.by_table && !releases)
      {
        fenced = b.without_rows ();
        begin = fenced.cbegin ();
        end = fenced.cend ();
      }

      if (!b.sweep.empty ())
        instead.push_back (b.sweep);

      redis::request& q (calls.add (
        s, 1 + static_cast<std::size_t> (end - begin) + instead.size (),
        common_arguments + (releases ? 2 : 1)));
      q.argument (prefix, "origin", 6);

      for (auto i (begin); i != end; ++i)
        q.argument (prefix, (*i)->data (), (*i)->size ());

      for (const std::string& i : instead)
        q.argument (prefix, i.data (), i.size ());

      std::uint64_t offered (add_common_arguments (q, server, watch_.over ()));
      q.argument (b.nonce);

      if (releases)
        q.argument (static_cast<std::uint64_t> (instead.size ()));

      return offered;
    }

    std::uint64_t
    script_runner::add_common_arguments (redis::request& q,
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
      q.argument (fence_duration_);
      q.argument (static_cast<std::uint64_t> (
        milliseconds (environment_.options.token_ttl).count ()));
      q.argument (over);
      return offered;
    }

    script_answer script_runner::answer (const redis::reply_view& r,
                                         std::uint64_t offered)
    {
      script_answer a;

      if (r.error ())
        throw redis::server_error (r.str ());

      if (!r.string () || !parse (r.data (), r.size (), offered, a))
        throw redis::out_of_step ("a script returned '" + r.str () +
                                  "', which is not the answer to its call");

      return a;
    }

    bool script_runner::accept (const redis::reply_view& r,
                                std::uint64_t offered)
    {
      return accept (answer (r, offered));
    }

    bool script_runner::accept (const script_answer& a)
    {
      if (a.replaced != 0)
        breaker ().replaced (a.replaced, a.first);

      if (a.others.any ())
        watch_.keep (a.others);

      waits_.note (a.origin);
      return clock_.learn (a.origin);
    }

    bool script_runner::fence_counts (const redis::reply& r,
                                      std::uint64_t offered, const batch& b,
                                      lease_wait& wait)
    {
      if (redis::script_missing (r))
      {
        has_fence_.store (0, std::memory_order_relaxed);
        return false;
      }

      const script_answer a (answer (r, offered));
      const bool counts (accept (a));
      wait = waits_.after (b, a.origin);
      return counts;
    }

    void script_runner::count_reset (const batch& b) noexcept
    {
      support::counters& n (*environment_.counters);

      // A transaction counts once, whatever the number of its batches.
      //
      if (b.begin == 0)
        n.resets.add ();

      n.reset_identifiers.add (b.size ());
    }

    void script_runner::before_fork () noexcept
    {
      clock_.lock ();
      watch_.lock ();
      waits_.lock ();
    }

    void script_runner::after_fork (bool) noexcept
    {
      waits_.unlock ();
      watch_.unlock ();
      clock_.unlock ();
    }
  }
}
