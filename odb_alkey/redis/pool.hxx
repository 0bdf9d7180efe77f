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
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class waiter;

    // Connections to one Redis, up to a maximum, which are opened when they
    // are needed and kept.
    //
    //   pool p (parse_url (url), limits, 10);
    //   reply r (p.with_connection (deadline, [&] (connection& c) {
    //     c.send (get, deadline);
    //     return c.receive (deadline);
    //   }));
    //
    // Any thread may call it at any time. So may the child of a fork, where it
    // starts empty: the sockets are the parent's. (Those that other threads
    // had leased stay open in the child until it ends, unused.) It must
    // outlive its leases.
    //
    // Threads that wait are served in the order of arrival. A connection that
    // comes back is handed to the first of them: if it just became idle,
    // threads that are awake would take it again and again before one that has
    // to be woken.
    //
    class pool final: private support::fork_aware
    {
    public:
      // Opens nothing yet. max_connections is at least 1. connected is called
      // with each connection that has been opened. find returns the endpoint
      // to connect to (see destination); without it sentinels are asked, if
      // there are any.
      //
      pool (const endpoint&, const timeouts&, std::size_t max_connections,
            std::function<void (const connection&)> connected = nullptr,
            std::function<endpoint (deadline)> find = nullptr);
      ~pool ();

      // Its leases point to it.
      //
      pool (const pool&) = delete;
      pool& operator= (const pool&) = delete;

      // The use of a connection. The destructor gives it back, or drops it if
      // it is broken or has replies that were not received.
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

        // Returns true if the connection has been used before. The server may
        // have closed it since, which shows only when it is used again. (To
        // ask first would cost every command a system call.)
        //
        bool reused () const
        {
          return reused_;
        }

        // Returns true if the server is known to have closed it meanwhile.
        //
        bool closed_while_idle () const
        {
          return reused_ && connection_->lost ();
        }

      private:
        friend class pool;

        lease (pool&, std::unique_ptr<connection>, bool reused);

        pool* pool_;
        std::unique_ptr<connection> connection_;
        bool reused_;
      };

      // An urgent call goes before all ordinary ones. If it has waited for
      // half of its time, it opens one connection more than the maximum, which
      // is closed when no urgent call needs it.
      //
      // A call that a commit waits for is urgent. Ordinary calls do not
      // starve, as each thread makes one between two urgent ones, to change
      // tokens after the commit: so each of the other threads goes before them
      // once.
      //
      enum class priority
      {
        urgent,
        ordinary
      };

      // Returns the idle connection that was used last, or a new one while
      // fewer than the maximum are open. Otherwise, or if the server accepts
      // no further connection, it waits until one comes back. Throws not_sent
      // if all are busy until the deadline, and whatever the constructor of
      // connection throws.
      //
      lease acquire (deadline, priority = priority::ordinary);

      // Calls f with a connection and returns its result. If the connection
      // has been used before and turns out to be closed by the server, f is
      // called again with another one, until one is new. So f must start from
      // the beginning, and send only commands that may be sent twice. After a
      // time-out f is not called again, since that would not help a slow
      // server.
      //
      template <typename F>
      auto with_connection (deadline, F&& f, priority = priority::ordinary)
        -> decltype (f (std::declval<connection&> ()));

      // Calls f with the idle connection that was used last, and does not wait
      // for one: returns false if there is none.
      //
      template <typename F>
      bool with_idle_connection (F&& f);

      // Hands out the owed replies of this connection, and waits for those
      // that have not arrived. Returns false if it is not idle: then whoever
      // uses it hands them out, or they have been given up with it.
      //
      bool settle (const connection*, deadline);

      // Hands out the owed replies of idle connections that have arrived,
      // without waiting. Costs one relaxed load if no replies are owed.
      //
      void drain_replies () noexcept
      {
        if (owing () != 0)
          drain_idle ();
      }

      // Idle connections that owe replies.
      //
      std::size_t owing () const noexcept
      {
        return owing_.load (std::memory_order_relaxed);
      }

      // Connections that are open, including those that are leased.
      //
      std::size_t open () const;

      // Threads that wait for a connection.
      //
      std::size_t waiting () const;

      // Drops the idle connections, after they have handed out the replies
      // that have arrived.
      //
      void clear () noexcept;

    private:
      typedef std::unique_ptr<connection> connection_ptr;
      typedef std::vector<connection_ptr> connections;
      typedef std::unique_lock<std::mutex> lock;

      // The threads that wait, in the order in which they are served.
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
      void drain_idle () noexcept;

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const endpoint endpoint_;
      const std::function<void (const connection&)> connected_;
      const std::function<endpoint (deadline)> find_;
      const timeouts timeouts_;
      const std::size_t max_;

      mutable std::mutex mutex_;

      // The connection that was used last is the last one. No thread waits
      // while there are any.
      //
      connections idle_;

      // The server that has answered the latest attempt to connect. The
      // address leads there now, so connections to other servers are not used
      // any more, not even those of an earlier attempt that takes longer.
      //
      std::size_t server_ = 0;
      std::uint64_t attempts_ = 0;
      std::uint64_t latest_ = 0;
      waiters waiting_;
      std::uint64_t arrivals_ = 0;

      // Includes connections that are being opened.
      //
      std::size_t open_ = 0;

      std::atomic<std::size_t> owing_ {0};

      // After a fork, idle_ and waiting_ of the child hold the parent's
      // connections and threads, until a call destroys them outside of the
      // fork's handler.
      //
      bool forked_ = false;

      support::fork_registration registration_ {*this};
    };

    template <typename F>
    bool pool::with_idle_connection (F&& f)
    {
      lock l (mutex_);
      bury (l);

      if (idle_.empty () || left (*idle_.back ()))
        return false;

      lease idle (*this, take (idle_.size () - 1), true);
      l.unlock ();
      f (*idle);
      return true;
    }

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
            if (!l.closed_while_idle ())
              throw;
          }
        }

        // The idle connections have been idle for longer than the one that was
        // closed, so they are closed as well.
        //
        clear ();
      }
    }
  }
}

#endif // ODB_ALKEY_REDIS_POOL_HXX
