#ifndef ODB_ALKEY_TOKENS_FENCE_WATCH_HXX
#define ODB_ALKEY_TOKENS_FENCE_WATCH_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include <odb_alkey/support/keyed-hash.hxx>
#include <odb_alkey/tokens/token.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // Remembers since when this process has seen each fence, by its steady
    // clock. A fence is over when it has been seen for as long as it lasts. So
    // neither the clock of another machine nor one that can be set decides
    // that.
    //
    //   std::string over;
    //   if (t.fences.any ())
    //     w.look (t.fences, over);
    //
    // It remembers some thousands of fences that it has seen last. A fence
    // that it has forgotten lasts as long once more.
    //
    // Any thread may use it.
    //
    class fence_watch
    {
    public:
      typedef std::chrono::steady_clock::time_point time_point;

      // Looks at fences, and appends those that are over, as they stand in the
      // token.
      //
      void look (const fences&, std::string& over,
                 time_point now = std::chrono::steady_clock::now ());

      // Looks at fences, and keeps those that are over for the next call of
      // over ().
      //
      void keep (const fences&);

      // Returns the fences that were kept, and forgets them. Costs one relaxed
      // load if there are none.
      //
      std::string over ();

      // Around fork (), so that a child does not inherit a lock that another
      // thread holds.
      //
      void lock () noexcept
      {
        mutex_.lock ();
      }

      void unlock () noexcept
      {
        mutex_.unlock ();
      }

    private:
      typedef std::unordered_map<std::string, time_point, support::keyed_hash>
        seen;

      time_point first_seen (const std::string&, time_point now);

      std::mutex mutex_;
      seen recent_;
      seen before_;
      std::string over_;
      std::atomic<bool> any_over_ {false};
    };
  }
}

#endif // ODB_ALKEY_TOKENS_FENCE_WATCH_HXX
