#ifndef ODB_ALKEY_REDIS_POOL_HXX
#define ODB_ALKEY_REDIS_POOL_HXX

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/fork.hxx>
#include <odb_alkey/redis/sentinel.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Connections to one Redis, at most so many at a time, opened when they
    // are needed and kept.
    //
    //   pool p (parse_url (url), limits, 10);
    //   reply r (p.with_connection (deadline, [&] (connection& c) {
    //     c.send (get, deadline);
    //     return c.receive (deadline);
    //   }));
    //
    // Any thread may call it at any time. So may the child of a fork, where
    // it starts empty: the sockets that it had are the parent's. (Those that
    // other threads had leased stay open in the child until it ends, unused.)
    // It must outlive its leases.
    //
    class pool final: private fork_aware
    {
    public:
      // Opens nothing yet. max_connections is at least 1. Whatever is opened
      // is shown to greeted.
      //
      pool (const endpoint&, const timeouts&, std::size_t max_connections,
            std::function<void (const connection&)> greeted = nullptr);
      ~pool ();

      // Its leases point to it.
      //
      pool (const pool&) = delete;
      pool& operator= (const pool&) = delete;

      // The use of a connection. The destructor gives it back, or drops it
      // if it is broken or somebody left replies in it.
      //
      class lease
      {
      public:
        lease (lease&&) = default;
        ~lease ();

        connection& operator* () const
        {
          return *connection_;
        }

        connection* operator->() const
        {
          return connection_.get ();
        }

        // True if somebody had used it before: the server may have closed it
        // since, which shows only when it is used. (Asking first would cost
        // every command a system call.)
        //
        bool reused () const
        {
          return reused_;
        }

      private:
        friend class pool;

        lease (pool&, std::unique_ptr<connection>, bool reused);

        pool* pool_;
        std::unique_ptr<connection> connection_;
        bool reused_;
      };

      // The connection that was used last among those that are idle, or a new
      // one while fewer than the maximum are open; else waits for one, also if
      // the server has no room for another. Throws not_asked if all are busy
      // until the deadline, and what the connection's constructor throws.
      //
      lease acquire (deadline);

      // Calls f with a connection and returns what it returns. If the
      // connection had been used before and turns out to have been closed by
      // the server, f is called again with another one, until one is new; so
      // it must start from the beginning and send only what may be sent
      // twice. A time-out is not tried again: a slow server is not helped by
      // being asked twice.
      //
      template <typename F>
      auto with_connection (deadline, F&& f)
        -> decltype (f (std::declval<connection&> ()));

      // Hands out the owed replies of idle connections that have arrived,
      // without waiting. If nobody owes any it costs one relaxed load.
      //
      void collect () noexcept
      {
        if (owing () != 0)
          collect_idle ();
      }

      // Idle connections that owe replies.
      //
      std::size_t owing () const noexcept
      {
        return owing_.load (std::memory_order_relaxed);
      }

      // Connections that are open, leased ones included.
      //
      std::size_t open () const;

      // Drops the idle connections, once they handed out what has arrived.
      //
      void clear () noexcept;

    private:
      typedef std::unique_ptr<connection> connection_ptr;
      typedef std::vector<connection_ptr> connections;
      typedef std::unique_lock<std::mutex> lock;

      connection_ptr take (std::size_t index) noexcept;
      void wait (lock&, deadline);
      connection_ptr connect (lock&, deadline);
      void give_back (connection_ptr) noexcept;
      void drop (lock&, connection_ptr) noexcept;
      void bury (lock&) noexcept;
      void collect_idle () noexcept;

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const endpoint endpoint_;
      const std::function<void (const connection&)> greeted_;
      sentinels sentinels_;
      const timeouts timeouts_;
      const std::size_t max_;

      mutable std::mutex mutex_;
      std::condition_variable available_;

      // The one that was used last is the last one.
      //
      connections idle_;
      std::size_t open_ = 0;

      std::atomic<std::size_t> owing_ {0};

      // After a fork idle_ holds what is the parent's, until somebody can
      // destroy it outside of the fork's handler.
      //
      bool forked_ = false;

      fork_registration registration_ {*this};
    };

    template <typename F>
    auto pool::with_connection (deadline d, F&& f)
      -> decltype (f (std::declval<connection&> ()))
    {
      for (;;)
      {
        {
          lease l (acquire (d));

          try
          {
            return f (*l);
          }
          catch (const redis_unavailable&)
          {
            if (!l.reused () || !l->lost ())
              throw;
          }
        }

        // Those that are idle have been so for longer than the one that was
        // closed, and are closed as well.
        //
        clear ();
      }
    }
  }
}

#endif // ODB_ALKEY_REDIS_POOL_HXX
