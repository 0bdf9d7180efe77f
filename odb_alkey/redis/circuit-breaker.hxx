#ifndef ODB_ALKEY_REDIS_CIRCUIT_BREAKER_HXX
#define ODB_ALKEY_REDIS_CIRCUIT_BREAKER_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/log.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The way to Redis, with a circuit breaker: after a failure nobody asks
    // any more until a probe was answered, so that an outage costs one call
    // its time, and the others none.
    //
    //   try
    //   {
    //     redis::deadline d (g.deadline ());
    //     return g.with_connection (d, [&] (redis::connection& c) { … });
    //   }
    //   catch (...)
    //   {
    //     g.failed ("reading tokens"); // counts, logs, opens the breaker
    //   }
    //
    // Any thread may use it.
    //
    class circuit_breaker final: private support::fork_aware
    {
    public:
      // lost is called whenever the breaker opens, or would have if it had not
      // been open. Must not throw.
      //
      circuit_breaker (const options&, support::counters&, support::log&,
                       std::function<void ()> lost);

      circuit_breaker (const circuit_breaker&) = delete;
      circuit_breaker& operator= (const circuit_breaker&) = delete;

      // Whether the breaker is open. One relaxed load.
      //
      bool down () const noexcept
      {
        return down_.load (std::memory_order_relaxed);
      }

      // When a call that begins now has to end.
      //
      redis::deadline deadline () const noexcept
      {
        return std::chrono::steady_clock::now () + budget_;
      }

      // As of pool; but throws not_sent at once while the breaker is open.
      //
      template <typename F>
      auto with_connection (
        redis::deadline d, F&& f,
        redis::pool::priority p = redis::pool::priority::ordinary)
        -> decltype (f (std::declval<redis::connection&> ()))
      {
        if (down ())
          refuse ();

        return pool_.with_connection (
          d,
          [&] (redis::connection& c)
          {
            check (c, d);
            return in_step (c, f);
          },
          p);
      }

      // Counts and logs the exception that is being handled, and opens the
      // breaker if there is no point in asking again. Returns what it says.
      //
      std::string failed (const char* what) noexcept;

      // Asks once, whether or not the breaker is open, and closes it if Redis
      // answers. True if it did.
      //
      bool probe () noexcept;

      // What failed last, and since when the breaker is open if it is.
      //
      std::string why () const;

      // What to change in the configuration of Redis, as of the connection
      // that was opened last, and about others who write here; else empty.
      //
      std::string advice () const;

      // Values that nobody of ours has written had to be replaced, the first
      // of them under this Redis key.
      //
      void replaced (std::uint64_t count, const std::string& key);

      std::size_t open_connections () const
      {
        return pool_.open ();
      }

      redis::pool& pool () noexcept
      {
        return pool_;
      }

    private:
      // A primary may become a replica behind an open connection, and what a
      // replica has is old. So it is asked once a second.
      //
      void check (redis::connection& c, redis::deadline d)
      {
        if (d - budget_ - c.checked () > std::chrono::seconds (1))
        {
          c.check (d);
          advise (c);
        }
      }

      // Whoever finds that a reply is not to what he asked spares others the
      // same.
      //
      template <typename F>
      static auto in_step (redis::connection& c, F&& f) -> decltype (f (c))
      {
        try
        {
          return f (c);
        }
        catch (const redis::out_of_step&)
        {
          c.abandon ();
          throw;
        }
      }

      [[noreturn]] void refuse () const;
      void open () noexcept;
      void close () noexcept;
      void count (redis::error_kind) noexcept;
      void greeted (const redis::connection&);
      bool advise (const redis::connection&);

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const std::chrono::milliseconds budget_;
      const std::chrono::milliseconds patience_;
      const std::string origin_;
      const std::string permissions_;
      support::counters& counters_;
      support::log& log_;
      const std::function<void ()> lost_;

      std::atomic<bool> down_ {false};
      mutable std::mutex mutex_;
      std::string why_;
      std::chrono::steady_clock::time_point since_;
      std::string policy_;
      std::string replaced_;

      redis::pool pool_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_REDIS_CIRCUIT_BREAKER_HXX
