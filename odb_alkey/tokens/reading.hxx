#ifndef ODB_ALKEY_TOKENS_READING_HXX
#define ODB_ALKEY_TOKENS_READING_HXX

#include <chrono>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/support/boot-clock.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The state of some identifiers at one time: the epoch and the clock of
    // the origin, whether a new epoch is in quarantine, and a version for each
    // identifier. Only if all of it is from one reply that left nothing to do
    // for a script, does it tell which tables are listed as near. The longest
    // lease of any table is told in any case.
    //
    struct reading
    {
      support::boot_clock::time_point sent; // Just before Redis was asked.
      detail::stamp now;
      bool quarantine = false;
      bool one_reply = false;
      std::chrono::milliseconds longest_lease {0};
      detail::recycled<std::vector<version>, reading> versions;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_READING_HXX
