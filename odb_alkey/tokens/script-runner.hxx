#ifndef ODB_ALKEY_TOKENS_SCRIPT_RUNNER_HXX
#define ODB_ALKEY_TOKENS_SCRIPT_RUNNER_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <odb_alkey/redis/circuit-breaker.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/router.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/clock.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/fence-watch.hxx>
#include <odb_alkey/tokens/lease-waits.hxx>
#include <odb_alkey/tokens/script-answer.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Runs the scripts of schema/redis that read or write tokens. It writes
    // the arguments that all of these have, checks that an answer belongs to
    // its call, and learns from the answer: the clock, fences that are over,
    // and values that had to be replaced.
    //
    //   redis::script_calls calls;
    //   redis::request& q (
    //     calls.add (scripts::reset, 3, script_runner::common_arguments + 1));
    //   … // the keys
    //   std::uint64_t offered (runner.add_common_arguments (q, c.server ()));
    //   … // arguments of the script's own
    //   bool current (runner.accept (calls.run (c, deadline), offered));
    //
    // Any thread may use it.
    //
    class script_runner final: private support::fork_aware
    {
    public:
      // The environment must outlive it. Its end hands out the replies that
      // are owed to others, as not received. lost is as for circuit_breaker.
      //
      script_runner (tokens::environment&, std::function<void ()> lost);

      // Shared by address.
      //
      script_runner (const script_runner&) = delete;
      script_runner& operator= (const script_runner&) = delete;

      tokens::environment& environment () noexcept
      {
        return environment_;
      }

      // The way to the tokens.
      //
      redis::circuit_breaker& breaker () noexcept
      {
        return router_.tokens ();
      }

      const redis::circuit_breaker& breaker () const noexcept
      {
        return router_.tokens ();
      }

      redis::router& router () noexcept
      {
        return router_;
      }

      const redis::router& router () const noexcept
      {
        return router_;
      }

      tokens::clock& clock () noexcept
      {
        return clock_;
      }

      fence_watch& watch () noexcept
      {
        return watch_;
      }

      lease_waits& waits () noexcept
      {
        return waits_;
      }

      // How long the fences of this process last, in milliseconds.
      //
      std::uint64_t fence_duration () const noexcept
      {
        return fence_duration_;
      }

      // Fences or resets all batches, in one round trip. Returns how long the
      // caller has to wait until all leases of their tokens have ended. Throws
      // if Redis has not confirmed all of them.
      //
      lease_wait run (const redis::script&, const std::vector<batch>&);

      // Does the same on this connection. Returns false if the answer is that
      // of a server that was left meanwhile, and so does not count.
      //
      bool run (redis::connection&, const redis::script&,
                const std::vector<batch>&, redis::deadline, lease_wait&);

      // Puts a table on the list of near tables, in one round trip, or takes
      // it off, which waits between two round trips for the length that it was
      // listed with. Both throw if Redis has not confirmed it.
      //
      void list (const std::string& table, std::chrono::milliseconds length);
      void take_off (const std::string& table);

      // Adds the call that fences or resets a batch. Returns the epoch that
      // the call offers.
      //
      std::uint64_t add (redis::script_calls&, const redis::script&,
                         const std::string& server, const batch&);

      // Adds the arguments that all of these scripts have. over are the fences
      // that are over, as they stand in tokens. Returns the epoch that the
      // call offers to a server that has none; it also ties the answer to the
      // call.
      //
      std::uint64_t
      add_common_arguments (redis::request&, const std::string& server,
                            const std::string& over = std::string ()) const;

      static const std::size_t common_arguments = 6;

      // Learns from an answer. Returns false if it is that of a server that
      // was left meanwhile. Throws redis::out_of_step if it does not belong to
      // the call that offered this epoch.
      //
      bool accept (const redis::reply_view& answer, std::uint64_t offered);
      bool accept (const script_answer&);

      // Does the same with the answer to a fence that was posted, and tells
      // how long its commit has to wait. An answer that says that the server
      // does not have the script does not count.
      //
      bool fence_counts (const redis::reply& answer, std::uint64_t offered,
                         const batch&, lease_wait&);

      // True if the server is known to have the script of fences.
      //
      bool has_fence (const redis::connection& c) const noexcept
      {
        return has_fence_.load (std::memory_order_relaxed) == c.server_hash ();
      }

      void count_reset (const batch&) noexcept;

    private:
      static script_answer answer (const redis::reply_view&,
                                   std::uint64_t offered);
      void change_list (const char* how, const std::string& table,
                        std::uint64_t number,
                        const std::function<void (const near_list&)>& use =
                          std::function<void (const near_list&)> ());
      [[noreturn]] static void left ();

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      tokens::environment& environment_;
      const std::uint64_t fence_duration_;
      tokens::clock clock_;
      fence_watch watch_;
      lease_waits waits_;
      std::atomic<std::size_t> has_fence_ {0}; // The hash of the server.

      // Ends before the others, which replies are told to.
      //
      redis::router router_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_SCRIPT_RUNNER_HXX
