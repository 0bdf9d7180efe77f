#ifndef ODB_ALKEY_TOKENS_CLOCK_HXX
#define ODB_ALKEY_TOKENS_CLOCK_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The logical clock as this process knows it: the latest one that a reply
    // carried, with its epoch. Every thread reads it, at the beginning of each
    // transaction, without a lock.
    //
    class clock
    {
    public:
      clock () = default;

      // Shared by address.
      //
      clock (const clock&) = delete;
      clock& operator= (const clock&) = delete;

      detail::stamp known () const noexcept;

      // Learns from an origin that Redis has sent. Replies of several
      // connections may arrive out of order, so an older clock of the same
      // epoch is ignored. Returns false, and learns nothing, if the origin
      // does not come after the epoch and clock that are known: then it is
      // that of a server that was left, and nothing that was read there
      // counts.
      //
      bool learn (const origin&) noexcept;

      // Takes a stamp over unless something else than before has been learnt
      // meanwhile.
      //
      void believe (const detail::stamp&,
                    const detail::stamp& before) noexcept;

      // Returns a lower bound of the server's time: the clock that was seen
      // last, and the time that has passed here since.
      //
      detail::tick estimate () const noexcept;

      // Around fork (), so that a child does not inherit a lock that another
      // thread holds.
      //
      void lock () noexcept
      {
        writing_.lock ();
      }

      void unlock () noexcept
      {
        writing_.unlock ();
      }

    private:
      typedef std::chrono::steady_clock steady;

      struct values
      {
        detail::stamp now;
        steady::rep seen;
      };

      values load () const noexcept;
      void store (const detail::stamp&) noexcept;

      // The last values, each under its number. The newest one is complete
      // before its number is published, so that readers do not wait for a
      // writer. A reader begins again only if all cells have been written over
      // meanwhile. All members are atomic, and their order makes memory fences
      // unnecessary.
      //
      struct cell
      {
        std::atomic<std::uint64_t> number {0};
        std::atomic<std::uint64_t> epoch {0};
        std::atomic<detail::tick> clock {0};
        std::atomic<steady::rep> seen {0};
      };

      static const std::size_t cell_count = 16;
      cell cells_[cell_count];
      std::atomic<std::uint64_t> newest_ {0};
      std::mutex writing_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_CLOCK_HXX
