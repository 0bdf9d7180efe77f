#ifndef ODB_ALKEY_TOKENS_CLOCK_HXX
#define ODB_ALKEY_TOKENS_CLOCK_HXX

#include <atomic>
#include <chrono>
#include <mutex>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace detail
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

      stamp known () const noexcept;

      // Takes over an origin that Redis sent. Replies of several connections
      // may arrive out of order, so an older clock of the same epoch is
      // ignored. A late reply of an older epoch is not recognised as such;
      // it makes stamps unknown until the next reply, which is safe.
      //
      void learn (const stamp&) noexcept;

      // What the server's time is at least, judged by the clock that was seen
      // last and the time that passed here since.
      //
      tick estimate () const noexcept;

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
        stamp now;
        steady::rep seen;
      };

      values load () const noexcept;

      // A sequence lock: odd while the values change. The values are atomics
      // themselves and their own order makes the fences unnecessary.
      //
      std::atomic<unsigned> sequence_ {0};
      std::atomic<std::uint64_t> epoch_ {0};
      std::atomic<tick> clock_ {0};
      std::atomic<steady::rep> seen_ {0};
      std::mutex writing_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_CLOCK_HXX
