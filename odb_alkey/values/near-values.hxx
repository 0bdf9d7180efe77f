#ifndef ODB_ALKEY_VALUES_NEAR_VALUES_HXX
#define ODB_ALKEY_VALUES_NEAR_VALUES_HXX

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include <odb_alkey/support/boot-clock.hxx>
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace values
  {
    // Values of near keys, in the memory of this process. It holds one for
    // each list of arguments, that of the key it was given last, and so many
    // bytes in all. If there are more, values go that were not used for a
    // while (CLOCK).
    //
    // A value is asked for by its key, which changes when the value does: so
    // nothing here has to be invalidated.
    //
    // Any thread may use it. Threads that use different values seldom wait for
    // each other.
    //
    class near_values final: private support::fork_aware
    {
    public:
      typedef support::boot_clock::time_point time_point;

      explicit near_values (std::size_t bytes): limit_ (bytes / shard_count) {}

      // Shared by address.
      //
      near_values (const near_values&) = delete;
      near_values& operator= (const near_values&) = delete;

      // The digest of arguments, with a secret of the process.
      //
      struct digest
      {
        std::uint64_t low;
        std::uint64_t high;

        bool operator== (const digest& d) const noexcept
        {
          return low == d.low && high == d.high;
        }
      };

      static digest digest_of (const char* arguments,
                               std::size_t size) noexcept;

      // A value: the bytes that its codec has written, or the object, whose
      // type has this address, or both.
      //
      struct value
      {
        std::shared_ptr<const std::string> bytes;
        std::shared_ptr<const void> object;
        const void* type = nullptr;
      };

      // True if there is a value of these arguments, of whichever key, with
      // its bytes or an object of this type.
      //
      bool has (const digest&, const void* type) const;

      // Returns the value of this key, or an empty one.
      //
      value find (const digest&, const std::string& key);

      // Removes the value of another key of the arguments, since it hides what
      // Redis has.
      //
      void remove_other (const digest&, const std::string& key);

      // Keeps a value until that time. The size is that of its bytes. If there
      // is one of the same key already, what it has and this one lacks stays,
      // and neither lives longer than before.
      //
      void keep (const digest&, const std::string& key, const value&,
                 std::size_t size, time_point until);

      // Keeps an object beside the bytes of the same key, if these are there.
      //
      void add (const digest&, const std::string& key,
                std::shared_ptr<const void> object, const void* type);

      void erase (const digest&, const std::string& key);

    private:
      struct entry
      {
        near_values::digest digest;
        std::string key;
        near_values::value value;
        std::size_t size;
        time_point until;
        bool used;
      };

      struct hash
      {
        std::size_t operator() (const digest& d) const noexcept
        {
          return static_cast<std::size_t> (d.low);
        }
      };

      typedef std::list<entry> entries;

      // The hand goes round the entries, and removes those that were not used
      // since it passed them last.
      //
      struct shard
      {
        mutable std::mutex mutex;
        entries all;
        entries::iterator hand = all.end ();
        std::unordered_map<near_values::digest, entries::iterator, hash> by;
        std::size_t size = 0;
      };

      static const std::size_t shard_count = 16;

      shard& of (const digest& d) noexcept
      {
        return shards_[d.high % shard_count];
      }

      static std::size_t size_of (const entry&) noexcept;
      static void remove (shard&, entries::iterator, entries& gone);
      void make_room (shard&, entries& gone);

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const std::size_t limit_;
      shard shards_[shard_count];
      support::fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_VALUES_NEAR_VALUES_HXX
