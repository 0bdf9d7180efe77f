#ifndef ODB_ALKEY_DETAIL_STAMP_HXX
#define ODB_ALKEY_DETAIL_STAMP_HXX

#include <cstdint>

namespace odb_alkey
{
  namespace detail
  {
    // A point of the logical clock, in roughly microseconds since 1970. It is
    // below 2^53. Within an epoch it never repeats nor goes back. 0 is before
    // all others.
    //
    typedef std::uint64_t tick;

    // A point of the logical clock in one epoch. As the stamp of data it is
    // the greatest clock that was known before the snapshot was opened. An
    // older one is always safe. Clock 0 means unknown.
    //
    struct stamp
    {
      std::uint64_t epoch = 0;
      tick clock = 0;
    };

    inline bool operator== (const stamp& a, const stamp& b) noexcept
    {
      return a.epoch == b.epoch && a.clock == b.clock;
    }

    inline bool operator!= (const stamp& a, const stamp& b) noexcept
    {
      return !(a == b);
    }
  }
}

#endif // ODB_ALKEY_DETAIL_STAMP_HXX
