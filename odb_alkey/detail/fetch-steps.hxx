#ifndef ODB_ALKEY_DETAIL_FETCH_STEPS_HXX
#define ODB_ALKEY_DETAIL_FETCH_STEPS_HXX

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/detail/write-argument.hxx>
#include <odb_alkey/detail/written-arguments.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The steps that the functions of a cache have in common.

    // Writes a list of arguments, as args () returns it, or a single argument.
    //
    inline void write (arguments& to, const written_arguments& a)
    {
      to.append (a);
    }

    template <typename A>
    void write (arguments& to, const A& a)
    {
      add (to, a);
    }

    // Returns the time; throws invalid_options if it is not positive.
    //
    std::chrono::milliseconds checked_time (std::chrono::milliseconds);

    // A time to live as Redis takes it. A time of less than a millisecond
    // becomes one millisecond, and a time of more than a century becomes a
    // century. Throws invalid_options if it is not positive.
    //
    template <typename R, typename P>
    std::chrono::milliseconds rounded (const std::chrono::duration<R, P>& d)
    {
      const std::chrono::hours century (100 * 365 * 24);

      if (std::chrono::duration<double> (d) > century)
        return century;

      return checked_time (
        d > std::chrono::duration<R, P>::zero ()
          ? std::max (
              std::chrono::milliseconds (1),
              std::chrono::duration_cast<std::chrono::milliseconds> (d))
          : std::chrono::milliseconds (0));
    }

    inline void tell (const fetch_options& o, fetch_result r)
    {
      if (o.result != nullptr)
        *o.result = r;
    }

    inline void tell (const fetch_options& o, const key& k)
    {
      if (o.keys != nullptr)
        o.keys->push_back (k);
    }

    // Resets the results of the last call with these options.
    //
    inline void begin_fetch (const fetch_options& o)
    {
      if (o.serve_stale != nullptr)
        *o.serve_stale = false;

      tell (o, fetch_result::miss);
    }

    // Ends a lookup: moves the value to the caller's if it was found.
    //
    template <typename V>
    bool end_lookup (bool found, optional<V>& from, V& to,
                     const fetch_options& o)
    {
      if (found)
      {
        to = std::move (from.get ());
        tell (o, fetch_result::hit);
      }

      return found;
    }

    // Throws odb_alkey::exception unless compute () of a fetch_many returned
    // as many values as were missing.
    //
    void check_count (std::size_t computed, std::size_t missing);
  }
}

#endif // ODB_ALKEY_DETAIL_FETCH_STEPS_HXX
