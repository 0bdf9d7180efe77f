#ifndef ODB_ALKEY_CACHE_OPTIONS_HXX
#define ODB_ALKEY_CACHE_OPTIONS_HXX

#include <chrono>
#include <cstddef>
#include <vector>

namespace odb_alkey
{
  class key;

  // How a cache keeps values. Make one, change what you like, and hand it to
  // the cache, which copies it.
  //
  //   odb_alkey::cache_options o;
  //   o.time_to_live = std::chrono::hours (1);
  //   odb_alkey::cache cache (alkey, o);
  //
  struct cache_options
  {
    // How long a value lives if the call names no time. More than 0.
    //
    std::chrono::milliseconds time_to_live {std::chrono::minutes (10)};

    // The greatest part of its time by which the life of a value is shortened
    // at random, so that values that were stored together do not end together.
    // From 0 to 1.
    //
    double jitter = 0.1;

    // The largest value that is stored, in bytes. A larger one is computed
    // each time, which is counted and logged.
    //
    std::size_t max_value_size = 1024 * 1024;

    // The bytes of memory, roughly, for values of near tables (plugin::near
    // ()), which are returned without asking Redis. 0 means that none are
    // kept.
    //
    std::size_t near_values = 64 * 1024 * 1024;

    // How long one process may compute a value while other processes wait for
    // it. After that time another one computes it as well, so make it longer
    // than computing takes. 0 means that processes do not wait for each other.
    //
    std::chrono::milliseconds lease {5000};

    // The longest time for which a call waits while another call computes the
    // value, before it computes the value itself.
    //
    std::chrono::milliseconds wait {1000};

    // Throws invalid_options if an option makes no sense. The message names
    // the option, its value and what is accepted. The cache's constructor
    // calls this.
    //
    void check () const;
  };

  // Where the value of a fetch comes from.
  //
  enum class fetch_result
  {
    // This call computed it, or tried to.
    //
    miss,

    // It was stored under the key.
    //
    hit,

    // Another call computed it while this one waited.
    //
    shared,

    // It is the value of an earlier key: see serve_stale.
    //
    stale
  };

  // How one call fetches values, and where it puts its results. Only one call
  // at a time may use the same results.
  //
  struct fetch_options
  {
    // If this is not null, each call stores its result there. For several
    // values it is a hit if all of them were stored, else a miss. For lookup
    // () it is a hit if there is a value, else a miss.
    //
    fetch_result* result = nullptr;

    // If this is not null and another call is computing the value, do not wait
    // for it, but return the value that the same arguments had before, if it
    // is still there. Such a value is stale. So each call stores true there if
    // it returns one, and false if not, also if it throws. Do not use a stale
    // value as a part of another value, which would be stored as if it were
    // new.
    //
    bool* serve_stale = nullptr;

    // If this is not null, each call appends the keys of its values there, in
    // the order of the arguments, before anything is computed. They are of use
    // for entity tags and logs.
    //
    std::vector<key>* keys = nullptr;
  };
}

#endif // ODB_ALKEY_CACHE_OPTIONS_HXX
