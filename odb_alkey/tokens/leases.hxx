#ifndef ODB_ALKEY_TOKENS_LEASES_HXX
#define ODB_ALKEY_TOKENS_LEASES_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/support/boot-clock.hxx>
#include <odb_alkey/tokens/reading.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Versions that this process may use without asking until their leases
    // end. It holds some thousands; more replace those that end soonest.
    //
    // Any thread may use it. Readers wait for nobody, and write nothing.
    //
    class leases
    {
    public:
      typedef support::boot_clock::time_point time_point;

      leases ();

      // Leases the version of an identifier.
      //
      void keep (const detail::identifier_view&, const version&,
                 std::uint64_t epoch, time_point until) noexcept;

      // Makes a reading of leased versions. Returns false unless there is one
      // for each identifier, all of them of one epoch, and none has ended when
      // the clock is looked at, which comes last.
      //
      bool read (const std::vector<detail::identifier_view>&, reading&) const;

      // Ends the lease of an identifier, if there is one, or all of them.
      //
      void end (const detail::identifier_view&) noexcept;
      void end () noexcept;

      // Forgets everything in the child of a fork, where nobody is writing any
      // more.
      //
      void forget () noexcept;

    private:
      // The digest of an identifier, with a secret of the process, so that
      // nobody can choose identifiers that have the same.
      //
      struct digest
      {
        std::uint64_t low;
        std::uint64_t high;
      };

      // A cell is written under an odd sequence number. Who reads it and finds
      // another number afterwards, or an odd one, has read nothing.
      //
      struct cell
      {
        std::atomic<std::uint64_t> sequence {0};
        std::atomic<std::uint64_t> low {0};
        std::atomic<std::uint64_t> high {0};
        std::atomic<std::uint64_t> number {0};
        std::atomic<std::uint64_t> changed {0};
        std::atomic<std::uint64_t> epoch {0};
        std::atomic<support::boot_clock::rep> until {0};
      };

      class writing;

      static digest digest_of (const detail::identifier_view&) noexcept;
      cell* set_of (const digest&) const noexcept;

      static const std::size_t ways = 4;
      static const std::size_t sets = 2048;

      const std::unique_ptr<cell[]> cells_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_LEASES_HXX
