#ifndef ODB_ALKEY_TOKENS_VERSION_HXX
#define ODB_ALKEY_TOKENS_VERSION_HXX

#include <algorithm>
#include <chrono>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The decisions of the protocol are pure functions on values.

    // The state of one identifier, as a key needs it: the version that the key
    // carries, a time after which the identifier has not changed, whether a
    // commit that writes it is in flight, and for how long this may be used
    // without asking again.
    //
    struct version
    {
      detail::tick number = 0;
      detail::tick changed = 0;
      bool in_flight = false;
      std::chrono::milliseconds lease {0};
    };

    // Includes a token in the version of an identifier: its own, or a sweep. A
    // write to unknown rows changes only the sweep, and so the version of
    // every row.
    //
    inline void include (version& v, const token& t) noexcept
    {
      v.number = std::max (v.number, t.version);
      v.changed = std::max (v.changed, t.changed);
      v.in_flight = v.in_flight || t.fences.any ();
    }

    // Returns true if a value that is computed from a snapshot with this stamp
    // is as new as the version. Clock 0 is below every tick, so that an
    // unknown stamp is never fresh.
    //
    inline bool fresh (const version& v, const detail::stamp& snapshot,
                       std::uint64_t epoch) noexcept
    {
      return snapshot.epoch == epoch && v.changed <= snapshot.clock;
    }

    // Returns the older of two stamps, or an unknown one if their epochs
    // differ.
    //
    inline detail::stamp older (const detail::stamp& a,
                                const detail::stamp& b) noexcept
    {
      if (a.epoch != b.epoch)
        return detail::stamp ();

      return a.clock < b.clock ? a : b;
    }
  }
}

#endif // ODB_ALKEY_TOKENS_VERSION_HXX
