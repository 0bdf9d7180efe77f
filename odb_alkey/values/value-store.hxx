#ifndef ODB_ALKEY_VALUES_VALUE_STORE_HXX
#define ODB_ALKEY_VALUES_VALUE_STORE_HXX

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/script.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class script_runner;
  }

  namespace values
  {
    // The values in Redis, and the leases of callers that compute them.
    //
    // Any thread may call any of its functions. None throws because of Redis:
    // the circuit breaker counts and logs its failures.
    //
    class value_store
    {
    public:
      // Reads no entry that has more bytes than the largest.
      //
      value_store (tokens::script_runner& s, std::size_t largest)
          : scripts_ (s), largest_ (largest)
      {
      }

      // Reads the entry of a key's arguments; stored is empty if there is
      // none. False if Redis did not answer.
      //
      bool load (const std::string& key, std::string& stored) noexcept;

      struct item
      {
        const std::string* key; // The text of a key that is storable.
        const std::string* value;
        std::chrono::milliseconds time_to_live;
        std::string lease;   // The caller's, which ends; or empty.
        bool stored = false; // Redis has the value now.

        item (const std::string& k, const std::string& v,
              std::chrono::milliseconds ttl, const std::string& l)
            : key (&k), value (&v), time_to_live (ttl), lease (l)
        {
        }
      };

      // Stores values, in one round trip for each hundred, and tells each
      // whether Redis has it now. A value is refused if its key is of another
      // epoch than the one that this process knows, or if the entry holds the
      // value of a newer key.
      //
      void store (std::vector<item>&) noexcept;

      // Removes the entry of a key's arguments if it holds the value of this
      // key. False if it does not, or if Redis did not answer.
      //
      bool erase (const std::string& key) noexcept;

      // Tells whether the caller is to compute the value of a key.
      //
      enum class claim
      {
        granted,
        denied,
        unknown // Redis did not answer.
      };

      // Takes the lease of a key's value, if it is free. Reads the entry after
      // that, because the caller that had the lease before may have stored the
      // value in the meantime.
      //
      claim acquire (const std::string& key, const std::string& lease,
                     std::chrono::milliseconds duration,
                     std::string& stored) noexcept;

      // Ends the lease if it is the caller's, without storing a value.
      //
      void release (const std::string& key, const std::string& lease) noexcept;

    private:
      bool remove (const std::string& redis_key, const std::string& beginning,
                   const char* what);
      std::string entry_of (const std::string& key) const;
      std::string lease_of (const std::string& key) const;
      bool is_of_known_epoch (const std::string& key) const;
      void refuse (const item&);

      // A value, and the Redis key that it is stored under.
      //
      struct addressed
      {
        item* of;
        std::string name;
      };

      typedef std::vector<addressed> addressed_items;

      void add_store (redis::script_calls&, const addressed&,
                      bool with_lease) const;
      void store_together (const addressed_items&, redis::deadline,
                           addressed_items& elsewhere);
      void store_some (std::vector<item>&, std::size_t begin, std::size_t end);

      tokens::script_runner& scripts_;
      const std::size_t largest_;
    };
  }
}

#endif // ODB_ALKEY_VALUES_VALUE_STORE_HXX
