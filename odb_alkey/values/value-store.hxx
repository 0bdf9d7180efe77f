#ifndef ODB_ALKEY_VALUES_VALUE_STORE_HXX
#define ODB_ALKEY_VALUES_VALUE_STORE_HXX

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace odb_alkey
{
  namespace tokens
  {
    class script_runner;
  }

  namespace values
  {
    // Values in Redis, and the leases of those who compute them.
    //
    // Any thread may call any of its functions. None throws because of Redis:
    // what it did not do is counted and logged.
    //
    class value_store
    {
    public:
      // A entry holds so many bytes at most, and no more are read.
      //
      value_store (tokens::script_runner& s, std::size_t largest)
          : scripts_ (s), largest_ (largest)
      {
      }

      // What the entry of a shared key's arguments holds. False if Redis did
      // not answer.
      //
      bool load (const std::string& key, std::string& stored) noexcept;

      struct item
      {
        const std::string* key; // Of a key that is storable.
        const std::string* value;
        std::chrono::milliseconds time_to_live;
        std::string lease; // Of the caller, which ends; or empty.
      };

      // In one round trip for each hundred. Returns how many Redis is known to
      // have: not those that it refused, as their entry holds a newer one.
      //
      std::size_t store (const std::vector<item>&) noexcept;

      // Removes what the entry of a shared key's arguments holds, if that is
      // the value of this key. False if it is not, or Redis did not answer.
      //
      bool erase (const std::string& key) noexcept;

      // Whether the caller is the one to compute the value of a key.
      //
      enum class claim
      {
        granted,
        denied,
        unknown // Redis did not answer.
      };

      // With what the entry holds by then: whoever had the lease before may
      // have been done in the meantime.
      //
      claim acquire (const std::string& key, const std::string& lease,
                     std::chrono::milliseconds duration,
                     std::string& stored) noexcept;

      // Ends it, if it is the caller's, without a value.
      //
      void release (const std::string& key, const std::string& lease) noexcept;

    private:
      std::string entry_of (const std::string& key) const;
      void store_some (const std::vector<item>&, std::size_t begin,
                       std::size_t end, std::size_t& stored);

      tokens::script_runner& scripts_;
      const std::size_t largest_;
    };
  }
}

#endif // ODB_ALKEY_VALUES_VALUE_STORE_HXX
