#ifndef ODB_ALKEY_REDIS_POOL_HXX
#define ODB_ALKEY_REDIS_POOL_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/sentinel.hxx>
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class waiter;

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
    // Whoever waits is served in the order of arrival, by being handed what
    // comes back: if it were left for all to see, threads that are awake
    // would take it again and again before one that has to be woken.
    //
    class pool final: private support::fork_aware
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

      // What is urgent goes before whatever is ordinary, and if it has waited
      // for half of its time, opens one connection more than the maximum,
      // which is closed when nothing urgent needs it.
      //
      // To be used for what a commit waits for. The ordinary are not starved
      // by that as long as each thread has something ordinary to do in
      // between, as the change of tokens after a commit: then each of the
      // others goes before them once.
      //
      enum class priority
      {
        urgent,
        ordinary
      };

      // The connection that was used last among those that are idle, or a new
      // one while fewer than the maximum are open; else waits for one, also if
      // the server has no room for another. Throws not_sent if all are busy
      // until the deadline, and what the connection's constructor throws.
      //
      lease acquire (deadline, priority = priority::ordinary);

      // Calls f with a connection and returns what it returns. If the
      // connection had been used before and turns out to have been closed by
      // the server, f is called again with another one, until one is new; so
      // it must start from the beginning and send only what may be sent
      // twice. A time-out is not tried again: a slow server is not helped by
      // being asked twice.
      //
      template <typename F>
      auto with_connection (deadline, F&& f, priority = priority::ordinary)
        -> decltype (f (std::declval<connection&> ()));

      // Hands out the owed replies of idle connections that have arrived,
      // without waiting. If nobody owes any it costs one relaxed load.
      //
      void drain_replies () noexcept
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

      // Threads that wait for one.
      //
      std::size_t waiting () const;

      // Drops the idle connections, once they handed out what has arrived.
      //
      void clear () noexcept;

    private:
      typedef std::unique_ptr<connection> connection_ptr;
      typedef std::vector<connection_ptr> connections;
      typedef std::unique_lock<std::mutex> lock;

      // Those who wait, in the order in which they are served.
      //
      typedef std::pair<priority, std::uint64_t> turn;
      typedef std::map<turn, waiter*> waiters;

      connection_ptr take (std::size_t index) noexcept;
      bool left (const connection&) const noexcept;
      connection_ptr connect (lock&, deadline);
      connection_ptr wait (lock&, const turn&, deadline);
      bool first (const turn&) const noexcept;
      void serve (lock&, connection_ptr) noexcept;
      void pass_on (lock&) noexcept;
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

      // The one that was used last is the last one. Nobody waits while there
      // are any.
      //
      connections idle_;

      // The server that answered to the latest attempt to connect. The address
      // has gone there, so that connections to others are not used any more,
      // also if they were begun before and come later.
      //
      std::size_t server_ = 0;
      std::uint64_t attempts_ = 0;
      std::uint64_t latest_ = 0;
      waiters waiting_;
      std::uint64_t arrivals_ = 0;

      // With those that are being opened.
      //
      std::size_t open_ = 0;

      std::atomic<std::size_t> owing_ {0};

      // After a fork idle_ and waiting_ hold what is the parent's, until
      // somebody can destroy it outside of the fork's handler.
      //
      bool forked_ = false;

      support::fork_registration registration_ {*this};
    };

    template <typename F>
    auto pool::with_connection (deadline d, F&& f, priority p)
      -> decltype (f (std::declval<connection&> ()))
    {
      for (;;)
      {
        {
          lease l (acquire (d, p));

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
