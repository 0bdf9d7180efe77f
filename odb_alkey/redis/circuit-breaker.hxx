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
#include <odb_alkey/redis/destination.hxx>
#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/log.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The way to one server, with a circuit breaker. After a failure it is not
    // asked any more until it has answered a probe, so that an outage costs
    // one call its time, and the others none.
    //
    //   try
    //   {
    //     redis::deadline d (breaker.deadline ());
    //     return breaker.with_connection (
    //       d, [&] (redis::connection& c) { … });
    //   }
    //   catch (...)
    //   {
    //     breaker.failed ("reading tokens"); // counts, logs, and opens it
    //   }
    //
    // Any thread may use it.
    //
    class circuit_breaker final: private support::fork_aware
    {
    public:
      // lost is called whenever the breaker opens, and when it would open but
      // is open already. It must not throw.
      //
      circuit_breaker (const options&, const destination&,
                       support::server_counters&, support::log&,
                       std::function<void ()> lost);

      circuit_breaker (const circuit_breaker&) = delete;
      circuit_breaker& operator= (const circuit_breaker&) = delete;

      // So often at most a call is made again because another server is the
      // right one: several nodes may have a slot in turn while a cluster
      // changes.
      //
      static const int most_moves = 3;

      // Returns true while the breaker is open. Costs one relaxed load.
      //
      bool down () const noexcept
      {
        return down_.load (std::memory_order_relaxed);
      }

      // The instant at which a call that begins now has to end.
      //
      redis::deadline deadline () const noexcept
      {
        return std::chrono::steady_clock::now () + budget_;
      }

      // Does the same as pool::with_connection, but throws not_sent at once
      // while the breaker is open. If the server turns out not to be the right
      // one any more, f is called again with a connection to the one that is.
      //
      template <typename F>
      auto with_connection (
        redis::deadline d, F&& f,
        redis::pool::priority p = redis::pool::priority::ordinary)
        -> decltype (f (std::declval<redis::connection&> ()))
      {
        if (down ())
          refuse ();

        return follow (
          d,
          [&] (redis::connection& c)
          {
            check (c, d);
            return in_step (c, f);
          },
          p);
      }

      // Does the same as pool::with_idle_connection, but calls nothing while
      // the breaker is open. Nobody asks whether the server has become a
      // replica, which refuses to write.
      //
      template <typename F>
      bool with_idle_connection (F&& f)
      {
        return !down () && pool_.with_idle_connection (
                             [&] (redis::connection& c) { in_step (c, f); });
      }

      // Lends a connection to a caller that talks to several servers at the
      // same time. Throws as with_connection () does. Nobody asks whether the
      // server has become a replica: if so, it refuses what values need.
      //
      redis::pool::lease lend (redis::deadline d)
      {
        if (down ())
          refuse ();

        return pool_.acquire (d);
      }

      // Counts and logs the exception that is being handled, and opens the
      // breaker if asking again would fail as well. Returns the text of the
      // exception.
      //
      std::string failed (const char* what) noexcept;

      // Asks once, even if the breaker is open, and closes it if Redis
      // answers. Returns true if it did.
      //
      bool probe () noexcept;

      // The text of the last failure, and for how long the breaker has been
      // open if it is.
      //
      std::string why () const;

      // Advice for the operator: what to change in the configuration of Redis,
      // as the last connection found it, and that other programs write here.
      // Empty if there is none.
      //
      std::string advice () const;

      // Counts and logs values that had to be replaced because this library
      // has not written them. key is the Redis key of the first.
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
      // A primary may become a replica while a connection is open, and a
      // replica has old data. So each connection asks once a second.
      //
      void check (redis::connection& c, redis::deadline d)
      {
        if (d - budget_ - c.checked () > std::chrono::seconds (1))
        {
          c.check (d);
          advise (c);
        }
      }

      template <typename F>
      auto follow (redis::deadline d, F&& f, redis::pool::priority p)
        -> decltype (f (std::declval<redis::connection&> ()))
      {
        for (int n (0);; ++n)
        {
          try
          {
            return pool_.with_connection (d, f, p);
          }
          catch (const redis::server_error& e)
          {
            if (n == most_moves || !moved (e, d))
              throw;
          }
        }
      }

      // A connection whose replies are out of step is not used again.
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

      bool moved (const redis::server_error&, redis::deadline);
      [[noreturn]] void refuse () const;
      void open () noexcept;
      void close () noexcept;
      void count (redis::error_kind) noexcept;
      void connected (const redis::connection&);
      bool advise (const redis::connection&);

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const std::chrono::milliseconds budget_;
      const std::chrono::milliseconds patience_;
      const redis::destination to_;
      support::server_counters& counters_;
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
