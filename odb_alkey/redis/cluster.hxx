#ifndef ODB_ALKEY_REDIS_CLUSTER_HXX
#define ODB_ALKEY_REDIS_CLUSTER_HXX

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/circuit-breaker.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/slot.hxx>
#include <odb_alkey/redis/topology.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/support/log.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The nodes of a Redis Cluster, and which of them owns each slot, as far
    // as this process knows. A node that has lost a slot says so (MOVED), so
    // knowledge that is old costs time and does no harm.
    //
    // Any thread may use it.
    //
    class cluster final: private support::fork_aware
    {
    public:
      // A node that owns slots, or did so once. It has a pool and a breaker of
      // its own, so that losing it costs its values alone.
      //
      struct node
      {
        node (const address&, const options&, const destination&,
              support::log&, const std::function<void ()>& lost,
              std::size_t number);

        const address at;

        // Callers that need several nodes take them in the order of their
        // numbers, so that they never wait for each other in a circle.
        //
        const std::size_t number;

        support::server_counters counters;
        std::atomic<bool> owns_slots {false};

        // A call was refused since the breaker is open, so that a probe is
        // worth while even if it owns no slots: one may be on its way there.
        //
        std::atomic<bool> wanted {false};
        circuit_breaker breaker;
      };

      // Asks nothing yet. The endpoint has seeds. lost is called when the
      // breaker of a node opens.
      //
      cluster (const options&, const endpoint&, slot tokens, support::log&,
               std::function<void ()> lost);

      // Its nodes are known by address.
      //
      cluster (const cluster&) = delete;
      cluster& operator= (const cluster&) = delete;

      // The owner, or null if none is known. Costs one load.
      //
      node* owner (slot s) const noexcept
      {
        return owners_[s].load (std::memory_order_acquire);
      }

      node* owner_of_tokens () const noexcept
      {
        return owner (tokens_);
      }

      // Returns the endpoint of the owner. Asks the cluster first if nothing
      // is known. Throws redis_unavailable if there is none.
      //
      endpoint find (slot, deadline);

      // Learns from an error that another node has the slot of a command: from
      // MOVED, or since the one that was asked is a replica now. Returns true
      // if it is worth asking again.
      //
      bool learn (const server_error&, slot asked, deadline);

      // The node at the address that a redirection names.
      //
      node& to (const redirection&);

      // Returns true if something has shown that the slots have changed, and
      // they have not been read again since.
      //
      bool outdated () const noexcept
      {
        return outdated_.load (std::memory_order_relaxed);
      }

      // Reads the slots again, unless that was tried within the last second.
      // Returns false if no node tells them.
      //
      bool refresh (deadline) noexcept;

      // Calls f with each node that owns slots; or with those, too, that did
      // so once.
      //
      template <typename F>
      void for_each (F&& f) const
      {
        for (node* n : all (false))
          f (*n);
      }

      template <typename F>
      void for_each_ever (F&& f) const
      {
        for (node* n : all (true))
          f (*n);
      }

    private:
      // The right to read the slots, which one thread has at a time. Others
      // that need it wait, but not beyond the deadline.
      //
      class refreshing
      {
      public:
        refreshing (cluster&, deadline);
        ~refreshing ();

        refreshing (const refreshing&) = delete;
        refreshing& operator= (const refreshing&) = delete;

        bool granted () const noexcept
        {
          return granted_;
        }

      private:
        cluster& cluster_;
        bool granted_;
      };

      std::vector<node*> all (bool ever) const;
      node& at (const address&);
      node* known (const address&) const noexcept;
      endpoint endpoint_of (const address&) const;
      std::vector<address> to_ask ();
      void read_slots (deadline);
      bool recent () const noexcept;
      void apply (const topology&);
      void tell_owner_of_tokens ();

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const odb_alkey::options options_;
      const endpoint endpoint_;
      const timeouts timeouts_;
      const std::string permissions_;
      const slot tokens_;
      support::log& log_;
      const std::function<void ()> lost_;

      // A node stays until the end, since threads use it without a lock, and
      // since its address may come back.
      //
      mutable std::mutex mutex_;
      std::vector<std::unique_ptr<node>> nodes_;
      std::string told_;
      std::atomic<std::size_t> made_ {0};

      std::vector<std::atomic<node*>> owners_;
      std::atomic<bool> outdated_ {true};

      // See refreshing. (ThreadSanitizer does not know std::timed_mutex.)
      //
      std::condition_variable refreshed_by_another_;
      bool refreshing_ = false;
      std::size_t turn_ = 0;
      std::atomic<std::chrono::steady_clock::rep> refreshed_ {0};

      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_REDIS_CLUSTER_HXX
