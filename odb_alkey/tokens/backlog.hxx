#ifndef ODB_ALKEY_TOKENS_BACKLOG_HXX
#define ODB_ALKEY_TOKENS_BACKLOG_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/support/keyed-hash.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The writes of transactions that Redis was not told of yet. Until it is,
    // its tokens are outdated, and this process makes no key of them.
    //
    //   backlog b (100000);
    //   b.add (backlog::kind::reset, identifiers, nonce);
    //   …
    //   std::vector<backlog::entry> some (b.front (1000));
    //   if (redis_confirms (some))
    //     b.remove (some);
    //
    // It has a capacity, in identifiers. When that is exceeded, the
    // identifiers of objects become the sweeps of their tables, and if there
    // are too many tables, the sweep of everything. No write is ever dropped.
    //
    // Any thread may use it.
    //
    class backlog
    {
    public:
      explicit backlog (std::size_t capacity);
      ~backlog ();

      backlog (const backlog&) = delete;
      backlog& operator= (const backlog&) = delete;

      // fence puts a fence on the tokens, which heal if no reset follows.
      // reset gives them new versions. reset_fenced does so where they have a
      // fence, so that no process believes them until then.
      //
      enum class kind
      {
        fence,
        reset,
        reset_fenced
      };

      struct entry
      {
        std::uint64_t number;
        backlog::kind kind;
        std::uint64_t nonce;

        std::shared_ptr<const std::vector<const std::string*>> identifiers;
      };

      // Copies the identifiers.
      //
      void add (kind, const std::vector<const std::string*>& identifiers,
                std::uint64_t nonce);

      // Returns the oldest entries, with so many identifiers in all, but at
      // least one entry unless the backlog is empty.
      //
      std::vector<entry> front (std::size_t identifiers) const;

      // Removes those of the entries that are still there.
      //
      void remove (const std::vector<entry>&) noexcept;

      // Identifiers in it.
      //
      std::size_t size () const noexcept
      {
        return size_.load (std::memory_order_acquire);
      }

      // Grows with each entry that is added and not fenced. If it grows while
      // a caller reads tokens, they may have been outdated.
      //
      std::uint64_t added () const noexcept
      {
        return added_.load (std::memory_order_acquire);
      }

      // How often it overflowed.
      //
      std::uint64_t overflows () const noexcept
      {
        return overflows_.load (std::memory_order_relaxed);
      }

      // Returns true if an entry that is not fenced has the identifier, or a
      // sweep that covers it.
      //
      bool covers (const detail::identifier_view&) const;

      void lock () noexcept
      {
        mutex_.lock ();
      }

      void unlock () noexcept
      {
        mutex_.unlock ();
      }

    private:
      // How many entries have an identifier that is not fenced.
      //
      typedef std::unordered_map<std::string, std::size_t, support::keyed_hash>
        counts;
      typedef std::vector<const std::string*> names;

      void append (kind, std::vector<std::string>, std::uint64_t nonce);
      void forget (const names&) noexcept;
      static bool believed (kind) noexcept;
      void drop_first () noexcept;
      void collapse ();

      const std::size_t capacity_;
      mutable std::mutex mutex_;
      counts counts_;
      std::deque<entry> entries_;
      std::uint64_t last_ = 0;
      std::atomic<std::size_t> size_ {0};
      std::atomic<std::uint64_t> added_ {0};
      std::atomic<std::uint64_t> overflows_ {0};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_BACKLOG_HXX
