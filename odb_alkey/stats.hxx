#ifndef ODB_ALKEY_STATS_HXX
#define ODB_ALKEY_STATS_HXX

#include <cstdint>
#include <string>

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

    // Tokens and origins that were not what the library writes, or ahead of
    // the clock of Redis, and that were replaced: somebody else writes there,
    // or Redis failed over to a server whose clock is behind.
    //
    std::uint64_t replaced = 0;

    // How often something was fenced, for a commit or for a statement that
    // may commit by itself; commits that were reset; identifiers that were
    // reset in all; commits whose outcome is unknown, whose fences were left
    // to heal.
    //
    std::uint64_t fences = 0;
    std::uint64_t resets = 0;
    std::uint64_t reset_identifiers = 0;
    std::uint64_t unknown_commits = 0;

    // Commits that went through without a fence: Redis did not confirm it, or
    // the library did not see the commit coming. Marks and changes of tokens
    // that Redis did not confirm, and that were kept to be tried again. Those
    // identifiers of them that are still pending. How often there were too
    // many, so that whole tables changed instead. Identifiers that were still
    // pending when the plugin was destroyed, or for which there was no memory:
    // their values may be stale until the tokens expire.
    //
    std::uint64_t unfenced_commits = 0;
    std::uint64_t retries = 0;
    std::uint64_t pending = 0;
    std::uint64_t overflows = 0;
    std::uint64_t lost_resets = 0;

    // Statements that no object's operation accounts for, which changed every
    // row of the tables that they name; and those among them that were not
    // understood, which changed every key.
    //
    std::uint64_t swept_statements = 0;
    std::uint64_t not_understood = 0;

    // Statements on tables of classes that are tracked and that ODB does not
    // call back, since #pragma db object callback(track) is missing: an error
    // of the program. Each is one of swept_statements as well.
    //
    std::uint64_t without_callback = 0;

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

    // Calls, and probes of the thread, that failed because Redis could not be
    // reached or did not answer in time, also those that did not try, since
    // others had. How often that
    // began, and whether it is so now (1 or 0).
    //
    std::uint64_t unavailable = 0;
    std::uint64_t outages = 0;
    std::uint64_t down = 0;

    // Calls that failed because Redis answered with an error; and among them:
    // it was reading its data after a start; it was executing a script that
    // does not end; it was a replica; its memory was full; it could not write
    // its files, or had too few replicas; it did not let this user in or do
    // that; it had no connection left.
    //
    std::uint64_t errors = 0;
    std::uint64_t errors_loading = 0;
    std::uint64_t errors_busy = 0;
    std::uint64_t errors_replica = 0;
    std::uint64_t errors_full = 0;
    std::uint64_t errors_not_safe = 0;
    std::uint64_t errors_denied = 0;
    std::uint64_t errors_too_many_clients = 0;

    // Connections that were opened; those among them to a Redis that evicts
    // what must not be (maxmemory-policy allkeys-…); and those that are open.
    //
    std::uint64_t connections = 0;
    std::uint64_t connections_evicting = 0;
    std::uint64_t connections_open = 0;

    // The same in the text format that Prometheus reads, as odb_alkey_…;
    // labels, such as database="blog", go into every line.
    //
    std::string prometheus (const std::string& labels = std::string ()) const;
  };
}

#endif // ODB_ALKEY_STATS_HXX
