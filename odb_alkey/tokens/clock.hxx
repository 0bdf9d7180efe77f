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
    // What this process knows of the logical clock: the greatest one that a
    // reply carried, with its epoch. Every thread reads it, at the begin of
    // each transaction, without a lock.
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

      // Takes over an origin that Redis sent. Replies of several connections
      // may arrive out of order, so an older clock of the same epoch is
      // ignored. False, and nothing is taken over, if the origin does not come
      // after what is known: it is that of a server that was left, and what
      // was read there is not to be believed.
      //
      bool learn (const origin&) noexcept;

      // Takes this over if nothing else than before is known still.
      //
      void believe (const detail::stamp&,
                    const detail::stamp& before) noexcept;

      // What the server's time is at least, judged by the clock that was seen
      // last and the time that passed here since.
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

      // The last values, each under its number. The newest is complete before
      // its number is told, so that nobody waits for who writes; a reader
      // begins again only if all of them were written over meanwhile. All are
      // atomics, whose own order makes fences unnecessary.
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
