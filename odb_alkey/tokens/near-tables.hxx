#ifndef ODB_ALKEY_TOKENS_NEAR_TABLES_HXX
#define ODB_ALKEY_TOKENS_NEAR_TABLES_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <forward_list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/support/boot-clock.hxx>
#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/environment.hxx>
#include <odb_alkey/tokens/leases.hxx>
#include <odb_alkey/tokens/near-list.hxx>
#include <odb_alkey/tokens/reading.hxx>
#include <odb_alkey/tokens/table-traffic.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The tables of which this process uses tokens for some milliseconds
    // without asking, and the tokens that it may use now.
    //
    // A reading is a lease if its own reply shows that the table is listed and
    // that no commit is in flight. It ends three quarters of the length after
    // the request was about to be sent. A commit waits for the whole length
    // after the reply to its fence, so that it comes after the end of every
    // lease that was given before, even if the two clocks run at different
    // speeds.
    //
    // Any thread may use it.
    //
    class near_tables final: private support::fork_aware
    {
    public:
      typedef std::chrono::milliseconds milliseconds;
      typedef support::boot_clock::time_point time_point;

      // A table that ought to be listed, for so long.
      //
      struct listing
      {
        std::string name;
        milliseconds length;
      };

      explicit near_tables (tokens::environment&);
      ~near_tables ();

      // Shared by address.
      //
      near_tables (const near_tables&) = delete;
      near_tables& operator= (const near_tables&) = delete;

      // Costs one load.
      //
      bool any () const noexcept
      {
        return wanted_.load (std::memory_order_acquire) != nullptr;
      }

      // True if the table of the identifier is there.
      //
      bool has (const detail::identifier_view& v) const noexcept
      {
        return find (v) != nullptr;
      }

      // The same by the name of the table.
      //
      bool has (const std::string& name) const noexcept
      {
        return find (name.data (), name.size ()) != nullptr;
      }

      // Adds a table by its name as identifiers have it, or changes its
      // length. The length is that of leases if no process asks for a longer
      // one.
      //
      void add (const std::string& name, milliseconds length);

      // Leases nothing of the table any more. Returns false if it is not
      // there.
      //
      bool remove (const std::string& name);

      // Makes a reading of what is leased, if all of it is.
      //
      bool read (const std::vector<detail::identifier_view>&, reading&) const;

      // Counts a key or a fetch that used them without asking.
      //
      void count_hit (const std::vector<detail::identifier_view>&) noexcept;

      // Leases what a reading found, if its reply says that it may be.
      //
      void keep (const std::vector<detail::identifier_view>&,
                 const reading&) noexcept;

      // Ends the leases of what a commit of this process writes.
      //
      void end (const identifiers&, std::size_t first,
                const std::string& sweep) noexcept;

      // The tables of these identifiers that were not listed for as long when
      // they were read. The caller lists them. It is told of each once a
      // second.
      //
      std::vector<listing>
      unlisted (const std::vector<detail::identifier_view>&,
                const reading&) const;

    private:
      struct table
      {
        table (const std::string& n, milliseconds l, table_traffic::table* t)
            : name (n), length (l.count ()), traffic (t)
        {
        }

        const std::string name;
        std::atomic<milliseconds::rep> length;
        std::atomic<support::boot_clock::rep> next_try {0};
        table_traffic::table* const traffic; // Or null.
      };

      typedef std::vector<table*> tables;

      void publish (tables);
      table* find (const char* name, std::size_t size) const noexcept;

      table* find (const detail::identifier_view& v) const noexcept
      {
        return find (v.table (), v.table_size ());
      }

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      tokens::environment& environment_;

      // Readers take the newest list without a lock, so older ones stay.
      //
      std::atomic<const tables*> wanted_ {nullptr};
      std::atomic<leases*> leases_ {nullptr};
      std::mutex adding_;
      std::forward_list<table> all_;
      std::forward_list<tables> lists_;
      std::unique_ptr<leases> owned_;
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_NEAR_TABLES_HXX
