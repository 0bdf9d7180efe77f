#ifndef ODB_ALKEY_TOKENS_RECOVERY_HXX
#define ODB_ALKEY_TOKENS_RECOVERY_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/support/retrying.hxx>
#include <odb_alkey/tokens/backlog.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/lease-waits.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class script_runner;

    // Makes up for the writes that Redis was not told of: remembers them in a
    // backlog, and has a thread that asks Redis whether it is back and then
    // sends the backlog, the oldest first.
    //
    // Any thread may use it. Nothing throws.
    //
    class recovery final: private support::fork_aware
    {
    public:
      // Both must outlive it; but the runner is used only by the calls below
      // and by the thread, and may end first after close ().
      //
      recovery (environment&, script_runner&);

      // Shared by address.
      //
      recovery (const recovery&) = delete;
      recovery& operator= (const recovery&) = delete;

      // Sends what is left, within the budget, ends the thread, and logs what
      // is left even then. Afterwards nothing is remembered any more.
      //
      void close () noexcept;

      // Fences or resets the identifiers from the first one on. Returns false
      // if there is no memory to remember them.
      //
      bool later (backlog::kind, const identifiers&, std::uint64_t nonce,
                  std::size_t first) noexcept;

      // Changes those of one batch. If there is no memory to remember them,
      // they are reported as lost, unless their fences make up for it.
      //
      void later (const batch&) noexcept;

      // Counts and logs identifiers that were written, and that there is no
      // memory to tell Redis of later.
      //
      void lost (std::size_t count) noexcept;

      // Starts the thread, or tells it that there is something to do.
      //
      void start () noexcept
      {
        retrying_.start ();
      }

      // The same for a caller that finds something left to do: one relaxed
      // load if the thread is already at it.
      //
      void ensure () noexcept
      {
        retrying_.ensure ();
      }

      // Waits until Redis answers and the backlog is empty. Returns how many
      // identifiers are left when the time is up.
      //
      std::size_t flush (std::chrono::milliseconds timeout) noexcept;

      const tokens::backlog& left () const noexcept
      {
        return backlog_;
      }

    private:
      bool attempt () noexcept;
      void remember (backlog::kind, const batch&);
      void catch_up (const std::vector<backlog::entry>&);
      void catch_up_in_pieces (const backlog::entry&);
      void outlast_leases (const lease_wait&) noexcept;
      static batch whole (const backlog::entry&);

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      environment& environment_;
      script_runner& scripts_;
      std::atomic<bool> closed_ {false};
      tokens::backlog backlog_;

      // State of the thread: how many identifiers it sends in one call; how
      // many of an entry that is larger it has sent already, and how long
      // their leases last from then on.
      //
      struct
      {
        std::size_t at_once = batch::largest;
        std::uint64_t entry = 0;
        std::size_t done = 0;
        lease_wait wait;
      } progress_;

      support::retrying retrying_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_RECOVERY_HXX
