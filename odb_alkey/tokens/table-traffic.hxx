#ifndef ODB_ALKEY_TOKENS_TABLE_TRAFFIC_HXX
#define ODB_ALKEY_TOKENS_TABLE_TRAFFIC_HXX

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/support/counters.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Counters of single tables, for near ones and for those that could be.
    // Any thread may use them, and a child of a fork goes on with them.
    //
    class table_traffic
    {
    public:
      struct table
      {
        explicit table (const std::string& n): name (n) {}

        const std::string name; // As identifiers have it.

        // While the table is near: keys and fetches that used its tokens
        // without asking, and those that asked for them.
        //
        support::striped_counter near_hits;
        support::counter near_reads;

        // Commits that waited for leases of it, and how long, in microseconds.
        //
        support::counter lease_waits;
        support::counter lease_wait_time;

        // What near_advisor has seen: keys and fetches that asked; those among
        // them whose tokens had all been read a moment before; commits.
        //
        support::counter seen_reads;
        support::counter seen_repeats;
        support::counter seen_commits;
      };

      table_traffic () = default;
      ~table_traffic ();

      // Shared by address.
      //
      table_traffic (const table_traffic&) = delete;
      table_traffic& operator= (const table_traffic&) = delete;

      // Returns the counters of a table. Null if there is no room for them:
      // then it is not counted.
      //
      table* of (const char* name, std::size_t size) noexcept;

      table* of (const detail::identifier_view& v) noexcept
      {
        return of (v.table (), v.table_size ());
      }

      // Returns all tables, by name.
      //
      std::vector<const table*> all () const;

    private:
      static const std::size_t most = 256;

      // Those of one hash are found one after another. None is ever removed.
      //
      std::atomic<table*> tables_[most] = {};
    };

    // Calls f (begin, end) with the positions of neighbours that are of one
    // table.
    //
    template <typename F>
    void for_each_table (const std::vector<detail::identifier_view>& all, F f)
    {
      for (std::size_t begin (0), end; begin != all.size (); begin = end)
      {
        for (end = begin + 1;
             end != all.size () && detail::same_table (all[begin], all[end]);
             ++end)
          ;

        f (begin, end);
      }
    }
  }
}

#endif // ODB_ALKEY_TOKENS_TABLE_TRAFFIC_HXX
