#ifndef ODB_ALKEY_STATS_HXX
#define ODB_ALKEY_STATS_HXX

#include <cstdint>
#include <string>
#include <vector>

namespace odb_alkey
{
  // The counters of a plugin since it was made; plugin::stats () returns them.
  // They are read one after another, so that sums may be off by what happened
  // in between.
  //
  //   odb_alkey::stats n (alkey.stats ());
  //   response (200, n.prometheus ("database=\"blog\""));
  //
  struct stats
  {
    // Keys that were made: keys = storable + unique_… + unstorable_….
    //
    std::uint64_t keys = 0;
    std::uint64_t storable = 0;

    // Keys that are unique, by reason: a commit that writes one of the objects
    // is in flight, or a new epoch is in quarantine; an open transaction of
    // the same thread has written one; Redis did not answer.
    //
    std::uint64_t unique_in_flight = 0;
    std::uint64_t unique_written = 0;
    std::uint64_t unique_unavailable = 0;

    // Keys whose values may be looked up, but not stored, by reason: an object
    // or a transaction is older than the key; an object did not come from a
    // database, was written since, or was loaded in another epoch.
    //
    std::uint64_t unstorable_outdated = 0;
    std::uint64_t unstorable_unknown = 0;

    // Reads that needed the script, because a token was missing or a fence
    // was overdue.
    //
    std::uint64_t repairs = 0;

    // Tokens and origins that were replaced because the library cannot have
    // written them, or because they were ahead of the clock of Redis. Then
    // another program writes there, or Redis failed over to a server whose
    // clock is behind.
    //
    std::uint64_t replaced = 0;

    // Fences, each for a commit or for a statement that may commit by itself;
    // commits whose tokens were reset; identifiers that were reset in all;
    // commits whose outcome is unknown, so that their fences were left to
    // expire.
    //
    std::uint64_t fences = 0;
    std::uint64_t resets = 0;
    std::uint64_t reset_identifiers = 0;
    std::uint64_t unknown_commits = 0;

    // Those among them that had all been sent before COMMIT was due, so that
    // it did not wait for a round trip.
    //
    std::uint64_t early_fences = 0;

    // Commits without a fence, because Redis did not confirm it or the library
    // did not see the commit coming; fences and resets that Redis did not
    // confirm, so that they were kept to be tried again; identifiers of these
    // that are still pending; how often these were too many, so that whole
    // tables changed instead; identifiers that were still pending when the
    // plugin was destroyed, or for which there was no memory. Values of the
    // last ones may be stale until the tokens expire.
    //
    std::uint64_t unfenced_commits = 0;
    std::uint64_t retries = 0;
    std::uint64_t pending = 0;
    std::uint64_t overflows = 0;
    std::uint64_t lost_resets = 0;

    // Statements that are not part of ODB's operation on an object, so that
    // they changed every row of the tables that they name; and those among
    // them that were not understood, so that they changed every key.
    //
    std::uint64_t swept_statements = 0;
    std::uint64_t not_understood = 0;

    // Statements on tables of tracked classes that lack #pragma db object
    // callback(track), so that ODB does not call them. This is an error of the
    // program. Each of these counts in swept_statements as well.
    //
    std::uint64_t without_callback = 0;

    // Values that fetch () found, and those that it had to compute. Of the
    // latter, those that were stored; that were refused, because there is a
    // newer key or a new epoch; that were too large. Then calls that waited
    // for another call to compute the value, and calls that returned a stale
    // value.
    //
    std::uint64_t value_hits = 0;
    std::uint64_t value_misses = 0;
    std::uint64_t values_stored = 0;
    std::uint64_t values_refused = 0;
    std::uint64_t values_too_large = 0;
    std::uint64_t value_waits = 0;
    std::uint64_t stale_values = 0;

    // Times that the tokens of a key, or of several that are asked for at
    // once, could be used without asking Redis; and values that this process
    // had itself, which count as hits as well.
    //
    std::uint64_t near_keys = 0;
    std::uint64_t near_values = 0;

    // Commits that waited until other processes had ceased to use tokens of
    // near tables without asking, and how many microseconds that took in all.
    //
    std::uint64_t lease_waits = 0;
    std::uint64_t lease_wait_time = 0;

    // The same for each table: keys and fetches that used tokens of the table
    // without asking, and those that asked for them while it was near; commits
    // that waited for the longest time because of the table, and how many
    // microseconds. near () pays for a table whose hits are many more than its
    // reads. Tables that nobody makes near are not here.
    //
    struct table
    {
      std::string name; // As identifiers have it.
      std::uint64_t near_hits = 0;
      std::uint64_t near_reads = 0;
      std::uint64_t lease_waits = 0;
      std::uint64_t lease_wait_time = 0;
    };

    std::vector<table> tables;

    // Calls, and probes of the library's thread, that failed because Redis
    // could not be reached or did not answer in time, with those that did not
    // try because others had failed; how often that began; 1 if it is so now,
    // else 0.
    //
    std::uint64_t unavailable = 0;
    std::uint64_t outages = 0;
    std::uint64_t down = 0;

    // Calls that failed because Redis answered with an error. Among them, by
    // reason: it was reading its data after a start; it was executing a script
    // that does not end; it was a replica; its memory was full; it could not
    // write its files, or had too few replicas; it denied this user the
    // connection or the command; it had no connection left.
    //
    std::uint64_t errors = 0;
    std::uint64_t errors_loading = 0;
    std::uint64_t errors_busy = 0;
    std::uint64_t errors_replica = 0;
    std::uint64_t errors_full = 0;
    std::uint64_t errors_not_safe = 0;
    std::uint64_t errors_denied = 0;
    std::uint64_t errors_too_many_clients = 0;

    // Connections that were opened; those among them to a Redis that may evict
    // tokens (maxmemory-policy allkeys-…); those that are open now.
    //
    std::uint64_t connections = 0;
    std::uint64_t connections_evicting = 0;
    std::uint64_t connections_open = 0;

    // The nodes of a cluster that own slots, with what was counted of their
    // values: calls that failed because the node did not answer; calls that it
    // answered with an error; outages; 1 if it is down now; connections that
    // are open. The sums above include all of this. There are none without a
    // cluster.
    //
    struct node
    {
      std::string address;
      std::uint64_t unavailable = 0;
      std::uint64_t errors = 0;
      std::uint64_t outages = 0;
      std::uint64_t down = 0;
      std::uint64_t connections_open = 0;
    };

    std::vector<node> nodes;

    // Returns the counters in the text format that Prometheus reads. Their
    // names begin with odb_alkey_. The labels, such as database="blog", are
    // added to every line.
    //
    std::string prometheus (const std::string& labels = std::string ()) const;
  };
}

#endif // ODB_ALKEY_STATS_HXX
