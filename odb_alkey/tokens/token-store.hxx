#ifndef ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
#define ODB_ALKEY_TOKENS_TOKEN_STORE_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/circuit-breaker.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/support/log.hxx>
#include <odb_alkey/tokens/backlog.hxx>
#include <odb_alkey/tokens/clock.hxx>
#include <odb_alkey/tokens/fence-watch.hxx>
#include <odb_alkey/tokens/retrying.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class connection;
    class reply;
    class script_calls;
    class reply_view;
    struct script;
  }

  namespace tokens
  {
    class extra_keys;
    class extra_values;
    struct script_answer;

    // The tokens in Redis: the operations of the invalidation protocol.
    //
    // Any thread may call any of them. None throws: what Redis did not do is
    // returned, counted and logged. None takes longer than the budget.
    //
    class token_store final: private support::fork_aware
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
        detail::stamp now;
        bool quarantine = false;
        detail::recycled<std::vector<version>, reading> versions;
      };

      // One round trip, and one more if something has to be created or
      // healed. False if Redis did not answer. The values under other keys, if
      // they are asked for, come in the first round trip.
      //
      bool read (const std::vector<detail::identifier_view>&, reading&,
                 const extra_keys* = nullptr,
                 extra_values* = nullptr) noexcept;

      // The identifiers of one transaction; shared, since a reset may have to
      // be sent again after the transaction is gone.
      //
      typedef std::shared_ptr<const std::vector<const std::string*>>
        identifiers;

      // Marks them as being written, from this one on: those before it, in the
      // order that they will be reset in, are marked already. A sweep, if it
      // is given, is marked in the place of the row of its table that comes
      // next. True if Redis has confirmed it.
      //
      bool fence (const identifiers&, std::uint64_t nonce,
                  std::size_t first = 0,
                  const std::string& sweep = std::string ()) noexcept;

      // Whether what a sweep was marked for when there were so many is still
      // reset with it if it comes when there are so many.
      //
      static bool together (std::size_t a, std::size_t b) noexcept
      {
        return a / at_once == b / at_once;
      }

      // What a commit writes that goes through without that: this process
      // makes no key of it from now on, until Redis has confirmed the mark,
      // which a thread tries. False if there is no memory for that.
      //
      // From this one on, as fence () does.
      //
      bool fence_later (const identifiers&, std::uint64_t nonce,
                        std::size_t first = 0) noexcept;

      // Changes their tokens and removes the fences of this nonce. Does not
      // wait for the reply, which is taken by whoever uses the connection
      // next, or by drain_replies (). If Redis does not do it, it is done
      // later: then nobody may believe those that are not marked. Sweeps that
      // were marked in the place of rows lose their marks, if there are any.
      //
      void reset (const identifiers&, std::uint64_t nonce, bool marked,
                  bool sweeps_marked = false) noexcept;

      // The same of what is not marked, by the thread, after what it is to do
      // before. Until then this process makes no key of it.
      //
      void reset_later (const identifiers&, std::uint64_t nonce) noexcept;

      // The same, waiting. True if Redis has confirmed it.
      //
      bool reset_now (const identifiers&, std::uint64_t nonce) noexcept;

      // So many identifiers were written, and there is no memory to tell Redis
      // later: counts and logs it.
      //
      void forgotten (std::size_t count) noexcept;

      // Takes the replies that have arrived, without waiting. One relaxed load
      // if nothing is owed.
      //
      void drain_replies () noexcept
      {
        breaker_.pool ().drain_replies ();
      }

      // Waits until what is to be done later is done. Returns how many
      // identifiers are left when the time is up.
      //
      std::size_t flush (std::chrono::milliseconds timeout) noexcept;

      // Identifiers that something is to be done about later.
      //
      std::size_t pending () const noexcept
      {
        return backlog_.size ();
      }

      // Learns the present clock. False if Redis did not answer.
      //
      bool refresh () noexcept;

      odb_alkey::stats stats () const noexcept;

      // What this process knows of the clock before a snapshot is opened. If
      // that is old, Redis is asked, where the options say so.
      //
      detail::stamp before_snapshot () noexcept;

      support::counters& counters () noexcept
      {
        return counters_;
      }

      support::log& log () noexcept
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

      // For what else is kept in Redis: the way there, the arguments that
      // every script has, what to do with a script's reply, and the prefix of
      // keys.
      //
      redis::circuit_breaker& breaker () noexcept
      {
        return breaker_;
      }

      // Returns the epoch that they offer, which ties the answer to the call.
      //
      std::uint64_t
      add_common_arguments (redis::request&, const std::string& server,
                            const std::string& over = std::string ()) const;

      // False if the answer is that of a server that was left meanwhile.
      // Throws redis::out_of_step if it is none to that call.
      //
      bool accept (const redis::reply_view& answer, std::uint64_t offered);

      const std::string& prefix () const noexcept
      {
        return prefix_;
      }

      static const std::size_t common_arguments = 6;

      // Identifiers of one call of a script: more would hold up everybody
      // else.
      //
      static const std::size_t at_once = 1000;

    private:
      class posted_reset;
      class read_plan;

      // What one call of a script writes: some of the identifiers of a
      // transaction. If they are many, the sweeps of their tables are fenced
      // in the place of rows. Each part has a nonce of its own, so that what
      // is fenced for one never depends on what became of another.
      //
      struct part
      {
        token_store::identifiers identifiers;
        std::size_t begin;
        std::size_t end;
        std::uint64_t nonce;
        bool marked = false;
        bool by_table = false;
        std::string sweep = std::string ();
      };

      enum class rows
      {
        by_name,
        by_table,
        by_table_if_many
      };

      // From the first identifier on, divided as all of them are.
      //
      std::vector<part> parts (const token_store::identifiers&,
                               std::uint64_t nonce, rows, bool marked = false,
                               std::size_t first = 0) const;

      // The sweeps of the tables whose rows are in it, but for those that are
      // in it themselves; and its identifiers without rows.
      //
      static std::vector<std::string> sweeps (const part&);
      static std::vector<const std::string*> without_rows (const part&);

      std::uint64_t add_part (redis::script_calls&, const redis::script&,
                              const std::string& server, const part&);
      void run (const redis::script&, const std::vector<part>&);
      void post (const part&);
      bool run_here (redis::connection&, const redis::script&,
                     const std::vector<part>&, redis::deadline);

      void repair (redis::connection&, const read_plan&,
                   const std::string& over, reading&, redis::deadline);
      void confirm (redis::connection&, const read_plan&,
                    const detail::stamp& before, const std::string& over,
                    reading&, redis::deadline);
      bool accept (const script_answer&);
      bool asks_before_snapshots () const noexcept;
      void reset_done (const part&, std::uint64_t offered,
                       const redis::reply*) noexcept;
      void count_reset (const part&) noexcept;
      bool later (backlog::kind, const identifiers&, std::uint64_t nonce,
                  std::size_t first) noexcept;
      void later (const part&) noexcept;
      void later (backlog::kind, const part&);
      bool recover () noexcept;
      void catch_up (const std::vector<backlog::entry>&);
      void catch_up_in_pieces (const backlog::entry&);
      static part whole (const backlog::entry&);

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const odb_alkey::options options_;
      const std::string prefix_;

      // How long the fences of this process last, in milliseconds. A commit
      // may take the time-out of the options from the reply to its fence,
      // which may have come as late as after half of that.
      //
      const std::uint64_t lasting_;
      support::counters counters_;
      support::log log_;
      tokens::clock clock_;
      fence_watch watch_;

      // Which server is known to know the script of a reset, so that one can
      // be posted: its hash, or 0.
      //
      std::atomic<std::size_t> reset_known_ {0};

      // When Redis was heard of last, by the steady clock; kept only if the
      // options ask for it.
      //
      std::atomic<std::chrono::steady_clock::rep> heard_ {0};

      std::atomic<bool> closing_ {false};
      backlog backlog_;

      // Of the thread: how many identifiers it does in one call, and how many
      // of a larger entry are done.
      //
      struct
      {
        std::size_t batch = at_once;
        std::uint64_t entry = 0;
        std::size_t done = 0;
      } progress_;

      retrying retrying_;

      // Its end hands out what is owed to the others.
      //
      redis::circuit_breaker breaker_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_TOKEN_STORE_HXX
