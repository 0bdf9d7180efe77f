#ifndef ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
#define ODB_ALKEY_TOKENS_TOKEN_STORE_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <odb_alkey/identifier.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/fork.hxx>
#include <odb_alkey/tokens/clock.hxx>
#include <odb_alkey/tokens/counters.hxx>
#include <odb_alkey/tokens/log.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class connection;
    class pool;
    class reply;
    class script_calls;
    class value;
    struct script;
  }

  namespace detail
  {
    // The tokens in Redis: the operations of the invalidation protocol.
    //
    // Any thread may call any of them. None throws: what Redis did not do is
    // returned, counted and logged. None takes longer than the budget.
    //
    class token_store final: private redis::fork_aware
    {
    public:
      explicit token_store (const options&);
      ~token_store ();

      // Shared by address, with a process's threads.
      //
      token_store (const token_store&) = delete;
      token_store& operator= (const token_store&) = delete;

      // What is known about some identifiers at one time: the epoch and clock
      // of the origin, whether a new epoch is in quarantine, and a version
      // for each of them.
      //
      struct reading
      {
        stamp now;
        bool quarantine = false;
        std::vector<version> versions;
      };

      // One round trip, and one more if something has to be created or
      // healed. False if Redis did not answer.
      //
      bool read (const std::vector<identifier_view>&, reading&) noexcept;

      // The same, with the values under other Redis keys, which come in the
      // first round trip; empty where there is none.
      //
      bool read (const std::vector<identifier_view>&, reading&,
                 const std::vector<std::string>& keys,
                 std::vector<std::string>& values) noexcept;

      // The identifiers of one transaction; shared, since a reset may have to
      // be sent again after the transaction is gone.
      //
      typedef std::shared_ptr<const std::vector<const std::string*>>
        identifiers;

      // Marks them as being written. True if Redis has confirmed it.
      //
      bool fence (const identifiers&, std::uint64_t nonce) noexcept;

      // Changes their tokens and removes the fences of this nonce. Does not
      // wait for the reply, which is taken by whoever uses the connection
      // next, or by collect ().
      //
      void reset (const identifiers&, std::uint64_t nonce) noexcept;

      // The same, waiting. True if Redis has confirmed it.
      //
      bool reset_now (const identifiers&, std::uint64_t nonce) noexcept;

      // Takes the replies that have arrived, without waiting, and sends again
      // what the server could not do. One relaxed load if nothing is owed.
      //
      void collect () noexcept;

      // Learns the present clock. False if Redis did not answer.
      //
      bool refresh () noexcept;

      // What this process knows of the clock.
      //
      stamp known () const noexcept
      {
        return clock_.known ();
      }

      detail::counters& counters () noexcept
      {
        return counters_;
      }

      detail::log& log () noexcept
      {
        return log_;
      }

      const odb_alkey::options& options () const noexcept
      {
        return options_;
      }

      // Rules of the protocol that a test takes out, to show that it would
      // notice. Set before the store is used.
      //
      struct rules
      {
        bool fences = true;
        bool stamps = true;
      };

      token_store::rules rules;

      // For what else is kept in Redis: connections, how long a call may take,
      // the arguments that every script has, what to do with the exception
      // that is being handled, and the prefix of keys.
      //
      redis::pool& pool () noexcept
      {
        return *pool_;
      }

      redis::deadline deadline () const noexcept;
      void add_common_arguments (redis::script_calls&,
                                 const std::string& run_id) const;
      std::string failed (const char* what) noexcept;
      void learn (const redis::value& origin);

      const std::string& prefix () const noexcept
      {
        return prefix_;
      }

      static const std::size_t common_arguments = 4;

    private:
      class posted_reset;
      class read_plan;

      // What one call of a script writes: some of the identifiers of a
      // transaction. A script that writes too many at once would hold up
      // everybody else.
      //
      struct part
      {
        token_store::identifiers identifiers;
        std::size_t begin;
        std::size_t end;
        std::uint64_t nonce;
      };

      static std::vector<part> parts (const token_store::identifiers&,
                                      std::uint64_t nonce);

      void add_part (redis::script_calls&, const redis::script&,
                     const std::string& run_id, const part&) const;
      void run (const redis::script&, const std::vector<part>&);
      void post (const part&);
      void run_here (redis::connection&, const redis::script&,
                     const std::vector<part>&, redis::deadline);

      void reset_done (const part&, const redis::reply*) noexcept;
      void count_reset (const part&) noexcept;
      void reset_lost (const std::string& why) noexcept;
      void send_again () noexcept;

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const odb_alkey::options options_;
      const std::string prefix_;
      const std::uint64_t timeout_;
      detail::counters counters_;
      detail::log log_;
      detail::clock clock_;

      // Which server is known to know the script of a reset, so that one can
      // be posted: a hash of its run id, or 0.
      //
      std::atomic<std::size_t> reset_known_ {0};

      // What was posted and not done, for want of the script.
      //
      std::mutex again_mutex_;
      std::vector<part> again_;
      std::atomic<std::size_t> again_size_ {0};

      std::atomic<bool> closing_ {false};

      // Its end hands out what is owed to the others.
      //
      std::unique_ptr<redis::pool> pool_;
      redis::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
