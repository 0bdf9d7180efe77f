#ifndef ODB_ALKEY_TOKENS_LEASE_WAITS_HXX
#define ODB_ALKEY_TOKENS_LEASE_WAITS_HXX

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/near-list.hxx>
#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // How long a commit has to wait, and the table because of which it is so
    // long. The name is empty if it is no single table, or not known.
    //
    struct lease_wait
    {
      std::chrono::milliseconds length {0};
      std::string table;

      void join (lease_wait w)
      {
        if (length < w.length)
          *this = std::move (w);
      }
    };

    // Tells how long a commit has to wait after the reply to its fence, until
    // all leases have ended that processes hold of what it writes.
    //
    // Any thread may use it.
    //
    class lease_waits
    {
    public:
      typedef std::chrono::milliseconds milliseconds;
      typedef std::chrono::steady_clock steady;

      explicit lease_waits (tokens::environment&);

      // Shared by address.
      //
      lease_waits (const lease_waits&) = delete;
      lease_waits& operator= (const lease_waits&) = delete;

      // Learns from an origin whether leases are in use anywhere.
      //
      void note (const origin& o) noexcept
      {
        if (o.near.any ())
          note (o.near.wait ());
      }

      void note (milliseconds) noexcept;

      // How long the commit has to wait whose fence of a batch was answered
      // with this origin.
      //
      lease_wait after (const batch&, const origin&);

      // How long a commit has to wait that could not ask: as long as any table
      // was ever listed for, as far as this process knows.
      //
      milliseconds longest () const noexcept
      {
        return milliseconds (longest_.load (std::memory_order_relaxed));
      }

      // Waits, and counts it.
      //
      void wait (const lease_wait& w) noexcept
      {
        wait (w, steady::now () + w.length);
      }

      // Does the same for a reply that came earlier.
      //
      void wait (const lease_wait&, steady::time_point until) noexcept;

      void lock () noexcept
      {
        mutex_.lock ();
      }

      void unlock () noexcept
      {
        mutex_.unlock ();
      }

    private:
      milliseconds in_quarantine (std::uint64_t epoch);

      tokens::environment& environment_;
      std::atomic<milliseconds::rep> longest_ {0};

      // The last epoch that was seen in quarantine, and since when.
      //
      std::mutex mutex_;
      std::uint64_t epoch_ = 0;
      steady::time_point since_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_LEASE_WAITS_HXX
