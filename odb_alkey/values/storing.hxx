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
    // Decides which values are stored, and for how long: a random part of the
    // time to live that the caller names is left out.
    //
    // Any thread may use it. Nothing throws because of Redis.
    //
    class storing
    {
    public:
      // Refers to the options.
      //
      storing (tokens::token_store&, const cache_options&);

      // The largest entry, in bytes. An entry is the text of a key and a
      // value.
      //
      std::size_t largest () const noexcept;

      value_store& values () noexcept
      {
        return values_;
      }

      // Stores the value of a key that is storable. A value that is too large
      // is not stored, which is counted and logged. Ends the lease of the
      // caller, unless it is empty. Returns true if Redis has the value now.
      //
      bool store (const std::string& key, const std::string& value,
                  std::chrono::milliseconds time_to_live,
                  const std::string& lease);

      // Does the same for several, without leases. Returns the positions of
      // those that Redis has now.
      //
      std::vector<std::size_t>
      store (const std::vector<const odb_alkey::key*>&,
             const std::vector<std::string>& values,
             std::chrono::milliseconds time_to_live);

      // The shortest time for which a value with this time to live may be
      // stored.
      //
      std::chrono::milliseconds
      least_life (std::chrono::milliseconds time_to_live) const;

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
