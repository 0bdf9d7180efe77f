#include <odb_alkey/values/storing.hxx>

#include <algorithm>
#include <cstdint>

#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/values/key-access.hxx>

namespace odb_alkey
{
  namespace values
  {
    using std::chrono::milliseconds;

    storing::storing (tokens::token_store& t, const cache_options& o)
        : tokens_ (t), options_ (o), values_ (t.scripts (), largest ())
    {
    }

    std::size_t storing::largest () const noexcept
    {
      const std::size_t room_for_key (64 * 1024);
      const std::size_t most (std::size_t (1) << 29);

      return std::min (options_.max_value_size, most) + room_for_key;
    }

    // Values that were stored together should not end together.
    //
    milliseconds storing::jittered (milliseconds d) const
    {
      double part (static_cast<double> (support::random_bits () >> 11) /
                   static_cast<double> (std::uint64_t (1) << 53));
      milliseconds less (static_cast<milliseconds::rep> (
        static_cast<double> (d.count ()) * options_.jitter * part));

      return std::max (milliseconds (1), d - less);
    }

    milliseconds storing::least_life (milliseconds d) const
    {
      return d - milliseconds (static_cast<milliseconds::rep> (
                   static_cast<double> (d.count ()) * options_.jitter));
    }

    bool storing::small_enough (const std::string& key,
                                const std::string& value)
    {
      if (value.size () <= options_.max_value_size &&
          key.size () + 1 + value.size () <= largest ())
        return true;

      tokens_.environment ().counters->values_too_large.add ();
      tokens_.environment ().log.write (
        support::topic::too_large, log_level::error,
        "a value of " + std::to_string (value.size ()) +
          " bytes, under a key of " + std::to_string (key.size ()) +
          ", is not stored, since cache_options::max_value_size is " +
          std::to_string (options_.max_value_size) +
          ": it is computed each time; make it smaller, or allow more");
      return false;
    }

    bool storing::store (const std::string& key, const std::string& value,
                         milliseconds ttl, const std::string& lease)
    {
      if (small_enough (key, value))
      {
        std::vector<value_store::item> one;
        one.emplace_back (key, value, jittered (ttl), lease);
        values_.store (one);
        return one[0].stored;
      }

      if (!lease.empty ())
        values_.release (key, lease);

      return false;
    }

    std::vector<std::size_t>
    storing::store (const std::vector<const odb_alkey::key*>& keys,
                    const std::vector<std::string>& values, milliseconds ttl)
    {
      std::vector<std::size_t> all;
      std::vector<value_store::item> items;

      for (std::size_t i (0); i != keys.size (); ++i)
        if (small_enough (key_access::shared (*keys[i]), values[i]))
        {
          all.push_back (i);
          items.emplace_back (key_access::shared (*keys[i]), values[i],
                              jittered (ttl), std::string ());
        }

      values_.store (items);
      std::vector<std::size_t> stored;

      for (std::size_t i (0); i != all.size (); ++i)
        if (items[i].stored)
          stored.push_back (all[i]);

      return stored;
    }
  }
}
