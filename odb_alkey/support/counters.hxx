#ifndef ODB_ALKEY_SUPPORT_COUNTERS_HXX
#define ODB_ALKEY_SUPPORT_COUNTERS_HXX

#include <atomic>
#include <cstdint>

#include <odb_alkey/stats.hxx>
#include <odb_alkey/support/striped.hxx>

namespace odb_alkey
{
  namespace support
  {
    // A number that any thread may add to. It orders no other memory accesses.
    //
    class counter
    {
    public:
      void add (std::uint64_t n = 1) noexcept
      {
        n_.fetch_add (n, std::memory_order_relaxed);
      }

      operator std::uint64_t () const noexcept
      {
        return n_.load (std::memory_order_relaxed);
      }

    private:
      std::atomic<std::uint64_t> n_ {0};
    };

    // Those of the counters that a server has for itself, with the names that
    // they have in stats.
    //
    struct server_counters
    {
      counter replaced;
      counter unavailable;
      counter errors;
      counter outages;
      counter errors_loading;
      counter errors_busy;
      counter errors_replica;
      counter errors_full;
      counter errors_not_safe;
      counter errors_denied;
      counter errors_too_many_clients;
      counter connections;
      counter connections_evicting;

      void add_to (stats& s) const noexcept
      {
        s.replaced += replaced;
        s.unavailable += unavailable;
        s.errors += errors;
        s.outages += outages;
        s.errors_loading += errors_loading;
        s.errors_busy += errors_busy;
        s.errors_replica += errors_replica;
        s.errors_full += errors_full;
        s.errors_not_safe += errors_not_safe;
        s.errors_denied += errors_denied;
        s.errors_too_many_clients += errors_too_many_clients;
        s.connections += connections;
        s.connections_evicting += connections_evicting;
      }
    };

    // The counters behind stats, with the same names.
    //
    struct counters: server_counters
    {
      counter storable;
      counter unique_in_flight;
      counter unique_written;
      counter unique_unavailable;
      counter unstorable_outdated;
      counter unstorable_unknown;
      counter repairs;
      counter fences;
      counter early_fences;
      counter resets;
      counter reset_identifiers;
      counter unknown_commits;
      counter unfenced_commits;
      counter retries;
      counter lost_resets;
      counter swept_statements;
      counter not_understood;
      counter without_callback;
      counter value_hits;
      counter value_misses;
      counter values_stored;
      counter values_refused;
      counter values_too_large;
      counter value_waits;
      counter stale_values;
      counter near_keys;
      counter near_values;
      counter lease_waits;
      counter lease_wait_time;

      // All but the number of keys, which is a sum.
      //
      void add_to (stats& s) const noexcept
      {
        s.storable += storable;
        s.unique_in_flight += unique_in_flight;
        s.unique_written += unique_written;
        s.unique_unavailable += unique_unavailable;
        s.unstorable_outdated += unstorable_outdated;
        s.unstorable_unknown += unstorable_unknown;
        s.repairs += repairs;
        s.fences += fences;
        s.early_fences += early_fences;
        s.resets += resets;
        s.reset_identifiers += reset_identifiers;
        s.unknown_commits += unknown_commits;
        s.unfenced_commits += unfenced_commits;
        s.retries += retries;
        s.lost_resets += lost_resets;
        s.swept_statements += swept_statements;
        s.not_understood += not_understood;
        s.without_callback += without_callback;
        s.value_hits += value_hits;
        s.value_misses += value_misses;
        s.values_stored += values_stored;
        s.values_refused += values_refused;
        s.values_too_large += values_too_large;
        s.value_waits += value_waits;
        s.stale_values += stale_values;
        s.near_keys += near_keys;
        s.near_values += near_values;
        s.lease_waits += lease_waits;
        s.lease_wait_time += lease_wait_time;
        server_counters::add_to (s);
      }
    };

    // A number that threads add to so often that they would hinder each other.
    //
    class striped_counter
    {
    public:
      void add (std::uint64_t n = 1) noexcept
      {
        all_->add (n);
      }

      operator std::uint64_t () const noexcept
      {
        std::uint64_t n (0);
        all_.for_each ([&n] (const counter& c) { n += c; });
        return n;
      }

    private:
      striped<counter> all_;
    };

    // The counters of all threads.
    //
    inline stats snapshot (const striped<counters>& all) noexcept
    {
      stats s;
      all.for_each ([&s] (const counters& c) { c.add_to (s); });
      s.keys = s.storable + s.unique_in_flight + s.unique_written +
               s.unique_unavailable + s.unstorable_outdated +
               s.unstorable_unknown;
      return s;
    }
  }
}

#endif // ODB_ALKEY_SUPPORT_COUNTERS_HXX
