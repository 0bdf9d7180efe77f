#ifndef ODB_ALKEY_CACHE_OPTIONS_HXX
#define ODB_ALKEY_CACHE_OPTIONS_HXX

#include <chrono>
#include <cstddef>
#include <vector>

namespace odb_alkey
{
  class key;

  // How a cache keeps values. A value: make one, change what you like, hand
  // it to the cache, which copies it.
  //
  struct cache_options
  {
    // How long values live that a call names no time for. More than 0.
    //
    std::chrono::milliseconds time_to_live {std::chrono::minutes (10)};

    // Up to this part of its time a value lives shorter, so that what was
    // stored together does not end together. From 0 to 1.
    //
    double jitter = 0.1;

    // The largest value that is stored, in bytes. A larger one is computed
    // each time, which is counted and logged.
    //
    std::size_t max_value_size = 1024 * 1024;

    // How long one process may compute a value while the others wait for it:
    // longer than that takes, since then another one computes it, too. 0:
    // processes do not wait for each other.
    //
    std::chrono::milliseconds lease {5000};

    // How long a call waits at most for somebody else to compute the value,
    // before it computes it itself.
    //
    std::chrono::milliseconds wait {1000};

    // Throws invalid_options if a value makes no sense, naming the option, the
    // value and what is accepted. The cache's constructor calls it.
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

    // Somebody else computed it while this call waited.
    //
    shared,

    // It is that of an earlier key: see serve_stale.
    //
    previous
  };

  // How values are fetched.
  //
  struct fetch_options
  {
    // Each call sets what this points to. Of several values it is a hit if all
    // of them were stored, else a miss; of lookup () a hit if there is one.
    // Null: nobody is told.
    //
    fetch_result* result = nullptr;

    // If somebody else is computing the value, take the one that the same
    // arguments had before, at once, instead of waiting. That is stale by
    // definition: each call sets what this points to, to true then, and to
    // false otherwise, also if it throws. Not for what becomes part of another
    // value, which would be stored as if it were new. Null: wait.
    //
    bool* serve_stale = nullptr;

    // Where the keys are added that the values are fetched by, in the order
    // of the arguments, before anything is computed: for entity tags and logs.
    // Null: nowhere.
    //
    std::vector<key>* keys = nullptr;
  };
}

#endif // ODB_ALKEY_CACHE_OPTIONS_HXX
