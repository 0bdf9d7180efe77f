#ifndef ODB_ALKEY_VALUES_STORING_HXX
#define ODB_ALKEY_VALUES_STORING_HXX

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/values/value-store.hxx>

namespace odb_alkey
{
  class key;

  namespace tokens
  {
    class token_store;
  }

  namespace values
  {
    // Decides what is stored of values, and for how long.
    //
    // Any thread may use it. Times are those that users named, before a random
    // part is left out. Nothing throws because of Redis.
    //
    class storing
    {
    public:
      // Refers to the options.
      //
      storing (tokens::token_store&, const cache_options&);

      // A entry holds so many bytes at most: a value, and the text of its key.
      //
      std::size_t largest () const noexcept;

      value_store& values () noexcept
      {
        return values_;
      }

      // Stores the value of a key that is storable, unless it is too large,
      // which is counted and logged, and ends the lease of the caller, or none
      // if it is empty. Whether Redis has it now.
      //
      bool store (const std::string& key, const std::string& value,
                  std::chrono::milliseconds time_to_live,
                  const std::string& lease);

      // The same of several, without leases.
      //
      void store (const std::vector<const odb_alkey::key*>&,
                  const std::vector<std::string>& values,
                  std::chrono::milliseconds time_to_live);

    private:
      bool small_enough (const std::string& key, const std::string& value);
      std::chrono::milliseconds jittered (std::chrono::milliseconds) const;

      tokens::token_store& tokens_;
      const cache_options& options_;
      value_store values_;
    };
  }
}

#endif // ODB_ALKEY_VALUES_STORING_HXX
