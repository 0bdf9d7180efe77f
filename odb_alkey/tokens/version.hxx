#ifndef ODB_ALKEY_TOKENS_VERSION_HXX
#define ODB_ALKEY_TOKENS_VERSION_HXX

#include <algorithm>

#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The decisions of the protocol, as pure functions on values.

    // What a key learns about one identifier: the version that it carries, a
    // bound of when the identifier last changed, and whether a commit that
    // writes it is in flight.
    //
    struct version
    {
      detail::tick number = 0;
      detail::tick changed = 0;
      bool in_flight = false;
    };

    // A write to unknown rows changes every row's version without touching
    // its token, by way of the sweep.
    //
    inline void include (version& v, const token& t) noexcept
    {
      v.number = std::max (v.number, t.version);
      v.changed = std::max (v.changed, t.changed);
      v.in_flight = v.in_flight || t.fences.any ();
    }

    // Whether a value that is computed from a snapshot of this stamp is as
    // new as the version. Clock 0 is below every tick, so that an unknown
    // stamp is never fresh.
    //
    inline bool fresh (const version& v, const detail::stamp& snapshot,
                       std::uint64_t epoch) noexcept
    {
      return snapshot.epoch == epoch && v.changed <= snapshot.clock;
    }

    // The older of two stamps, where different epochs make it unknown.
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
