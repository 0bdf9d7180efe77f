#ifndef ODB_ALKEY_TOKENS_NEAR_ADVISOR_HXX
#define ODB_ALKEY_TOKENS_NEAR_ADVISOR_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/support/boot-clock.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/near-tables.hxx>
#include <odb_alkey/tokens/reading.hxx>
#include <odb_alkey/tokens/table-traffic.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Says for which tables it would pay to be near, and for which it does
    // not. It looks at what this process does for a sixteenth of the time, in
    // pieces of some 70 ms, so that it costs nearly nothing.
    //
    // Any thread may use it.
    //
    class near_advisor
    {
    public:
      typedef support::boot_clock::time_point time_point;

      near_advisor (table_traffic& t, const near_tables& n)
          : traffic_ (t), near_ (n)
      {
      }

      // Shared by address.
      //
      near_advisor (const near_advisor&) = delete;
      near_advisor& operator= (const near_advisor&) = delete;

      // Notes that Redis was asked for these tokens, if it looks.
      //
      void read (const std::vector<detail::identifier_view>& v, time_point at)
      {
        if (looks (at))
          note (v, at);
      }

      // Notes that a commit writes these, from the first one on.
      //
      void wrote (const identifiers&, std::size_t first, time_point at);

      // One line for each table.
      //
      std::string advice () const;

    private:
      static bool looks (time_point t) noexcept
      {
        return (t.time_since_epoch ().count () >> 26) % 16 == 0;
      }

      void note (const std::vector<detail::identifier_view>&, time_point);
      bool repeated (const detail::identifier_view&, time_point) noexcept;

      // When a token was read last. Others take the place of old ones. The two
      // members may belong to two threads, which counts one reading wrong.
      //
      struct last_reading
      {
        std::atomic<std::uint64_t> digest {0};
        std::atomic<support::boot_clock::rep> at {0};
      };

      static const std::size_t remembered = 4096;

      table_traffic& traffic_;
      const near_tables& near_;
      std::vector<last_reading> last_ {std::vector<last_reading> (remembered)};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_NEAR_ADVISOR_HXX
