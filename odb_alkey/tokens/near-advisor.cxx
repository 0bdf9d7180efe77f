#include <odb_alkey/tokens/near-advisor.hxx>

#include <algorithm>
#include <chrono>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      // The default length, and the part of it for which leases last.
      //
      const std::chrono::microseconds usual (5000);
      const std::chrono::microseconds usual_lease (3750);

      // A round trip takes about as long, at least.
      //
      const std::chrono::microseconds round_trip (50);

      // Fewer readings tell nothing.
      //
      const std::uint64_t enough = 200;

      std::uint64_t count_of (std::chrono::microseconds d) noexcept
      {
        return static_cast<std::uint64_t> (d.count ());
      }

      // True if so many readings that need no round trip save more time than
      // commits lose, and are the greater part.
      //
      bool pays (std::uint64_t saved, std::uint64_t asked,
                 std::uint64_t lost_time) noexcept
      {
        return saved >= asked && saved * count_of (round_trip) >= lost_time;
      }
    }

    bool near_advisor::repeated (const detail::identifier_view& v,
                                 time_point at) noexcept
    {
      const std::uint64_t digest (XXH3_64bits (v.text, v.size));
      const support::boot_clock::rep now (at.time_since_epoch ().count ());
      last_reading& l (last_[digest % remembered]);

      const bool r (l.digest.load (std::memory_order_relaxed) == digest &&
                    now - l.at.load (std::memory_order_relaxed) <
                      support::boot_clock::duration (usual_lease).count ());

      // A reading in its lease would not renew it.
      //
      if (!r)
      {
        l.digest.store (digest, std::memory_order_relaxed);
        l.at.store (now, std::memory_order_relaxed);
      }

      return r;
    }

    void near_advisor::note (const std::vector<detail::identifier_view>& all,
                             time_point at)
    {
      for_each_table (all,
                      [&] (std::size_t begin, std::size_t end)
                      {
                        table_traffic::table* t (traffic_.of (all[begin]));

                        if (t == nullptr || all[begin].every_table ())
                          return;

                        bool every (true);

                        for (; begin != end; ++begin)
                          every = repeated (all[begin], at) && every;

                        t->seen_reads.add ();

                        if (every)
                          t->seen_repeats.add ();
                      });
    }

    void near_advisor::wrote (const identifiers& of, std::size_t first,
                              time_point at)
    {
      if (!looks (at))
        return;

      std::vector<table_traffic::table*> tables;

      for (; first != of->size (); ++first)
      {
        const std::string& i (*(*of)[first]);
        table_traffic::table* t (
          traffic_.of (detail::view (i.data (), i.size ())));

        if (t != nullptr &&
            std::find (tables.begin (), tables.end (), t) == tables.end ())
        {
          tables.push_back (t);
          t->seen_commits.add ();
        }
      }
    }

    std::string near_advisor::advice () const
    {
      std::string r;

      for (const table_traffic::table* t : traffic_.all ())
      {
        const std::uint64_t hits (t->near_hits), reads (t->near_reads),
          waited (t->lease_wait_time), seen (t->seen_reads),
          repeats (t->seen_repeats), commits (t->seen_commits);

        if (near_.has (t->name))
        {
          if (hits + reads >= enough && !pays (hits, reads, waited))
            r += "near () does not pay for '" + t->name +
                 "': " + std::to_string (hits) +
                 " keys needed no answer of Redis, " + std::to_string (reads) +
                 " asked for one, and commits waited for " +
                 std::to_string (waited / 1000) + " ms\n";
        }
        else if (seen >= enough &&
                 pays (repeats, seen - repeats, commits * count_of (usual)))
          r += "near () would pay for '" + t->name + "': of " +
               std::to_string (seen) + " keys that were looked at " +
               std::to_string (repeats) +
               " asked for tokens that had been read less than 4 ms before, "
               "and " +
               std::to_string (commits) +
               " commits that were looked at wrote the table\n";
      }

      return r;
    }
  }
}
