#ifndef ODB_ALKEY_STATS_HXX
#define ODB_ALKEY_STATS_HXX

#include <cstdint>

namespace odb_alkey
{
  // What a plugin has counted since it was made; from plugin::stats (). The
  // counters are read one after another: their sums may be off by what
  // happened in between.
  //
  struct stats
  {
    // Keys that were made: keys = storable + unique_… + unstorable_….
    //
    std::uint64_t keys = 0;
    std::uint64_t storable = 0;

    // Unique keys: a commit that writes one of the objects is in flight (or a
    // new epoch is in quarantine); an open transaction of the same thread has
    // written one; Redis did not answer.
    //
    std::uint64_t unique_in_flight = 0;
    std::uint64_t unique_written = 0;
    std::uint64_t unique_unavailable = 0;

    // Keys under which may be looked up but not stored: an object or a
    // transaction is older than the key; an object did not come from a
    // database, was written since, or was loaded in another epoch.
    //
    std::uint64_t unstorable_outdated = 0;
    std::uint64_t unstorable_unknown = 0;

    // Reads that needed the script, because a token was missing or a fence
    // was overdue.
    //
    std::uint64_t repairs = 0;

    // Commits that were fenced and reset; identifiers that were reset in all;
    // commits whose outcome is unknown, whose fences were left to heal.
    //
    std::uint64_t fences = 0;
    std::uint64_t resets = 0;
    std::uint64_t reset_identifiers = 0;
    std::uint64_t unknown_commits = 0;

    // Commits that went through without a fence: Redis did not confirm it, or
    // the library did not see the commit coming. And resets that Redis did
    // not confirm: values may be stale until the tokens expire.
    //
    std::uint64_t unfenced_commits = 0;
    std::uint64_t lost_resets = 0;

    // Statements that no object's operation accounts for, which changed every
    // row of the tables that they name; and those among them that were not
    // understood, which changed every key.
    //
    std::uint64_t swept_statements = 0;
    std::uint64_t not_understood = 0;

    // Values that fetch () found, and those that it had to compute. Of these:
    // stored; refused, since their key is not the newest any more; not stored
    // for being too large. And calls that waited for somebody else to compute
    // the value, and that returned the previous one.
    //
    std::uint64_t value_hits = 0;
    std::uint64_t value_misses = 0;
    std::uint64_t values_stored = 0;
    std::uint64_t values_refused = 0;
    std::uint64_t values_too_large = 0;
    std::uint64_t value_waits = 0;
    std::uint64_t previous_values = 0;

    // Calls that failed because Redis could not be reached, and because it
    // answered with an error.
    //
    std::uint64_t unavailable = 0;
    std::uint64_t errors = 0;
  };
}

#endif // ODB_ALKEY_STATS_HXX
