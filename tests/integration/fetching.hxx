#ifndef TESTS_INTEGRATION_FETCHING_HXX
#define TESTS_INTEGRATION_FETCHING_HXX

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <odb_alkey/cache.hxx>

#include <tests/support/redis-setup.hxx>
#include <tests/support/two-processes.hxx>

namespace tests
{
  // These return a function that computes this value, and one that computes as
  // many of them as are missing.
  //
  inline auto computes (const std::string& value)
  {
    return [value]
    {
      return value;
    };
  }

  inline auto computes_each (const std::string& value)
  {
    return [value] (const std::vector<std::size_t>& missing)
    {
      return std::vector<std::string> (missing.size (), value);
    };
  }

  // Opens once.
  //
  class gate
  {
  public:
    void open ()
    {
      std::lock_guard<std::mutex> l (mutex_);
      open_ = true;
      opened_.notify_all ();
    }

    void wait ()
    {
      std::unique_lock<std::mutex> l (mutex_);
      opened_.wait (l, [this] { return open_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
  };

  // A fetch in a thread of its own. It computes its value, alone, from the
  // constructor until go ().
  //
  //   held_fetch first (there, args (one<shelf> (x.id), "page"), "new");
  //   …
  //   first.go ();
  //
  class held_fetch
  {
  public:
    template <typename A>
    held_fetch (odb_alkey::cache& c, const A& arguments,
                const std::string& value)
        : thread_ (
            [this, &c, arguments, value]
            {
              c.fetch (arguments, std::chrono::minutes (10),
                       [&]
                       {
                         computes_.open ();
                         go_.wait ();
                         return value;
                       });
            })
    {
      computes_.wait ();
    }

    // Returns when the fetch has.
    //
    void go ()
    {
      go_.open ();
      thread_.join ();
    }

  private:
    gate computes_;
    gate go_;
    std::thread thread_;
  };

  // Two processes with a cache each: here is the reader's, there the writer's.
  //
  struct fetching: two_processes
  {
    fetching (): here (*reader, options_of_cache ()), there (*alkey)
    {
      using odb_alkey::one;
      reader->cache_key (one<shelf> (x.id), one<shelf> (y.id),
                         odb_alkey::all<book> ());
    }

    // Patient, so that a test never goes on because it took too long.
    //
    static odb_alkey::cache_options options_of_cache ()
    {
      odb_alkey::cache_options o;
      o.wait = std::chrono::seconds (20);
      o.lease = std::chrono::seconds (20);
      o.time_to_live = std::chrono::minutes (5);
      o.jitter = 0;
      return o;
    }

    auto page ()
    {
      return odb_alkey::args (odb_alkey::one<shelf> (x.id), "page");
    }

    // The page of x, which is this if it is computed.
    //
    std::string get (odb_alkey::cache& c, const std::string& value)
    {
      return c.fetch (page (), std::chrono::minutes (10),
                      [&]
                      {
                        ++computed;
                        return value;
                      });
    }

    odb_alkey::key page_key ()
    {
      return reader->cache_key (odb_alkey::one<shelf> (x.id), "page");
    }

    void change (shelf& s)
    {
      commit ([&] { db->update (s); });
      wait_for_resets ();
    }

    // The Redis keys of all values, and of all leases.
    //
    std::vector<std::string> entries ()
    {
      return all_keys ("alkey:value:*");
    }

    std::vector<std::string> leases ()
    {
      return all_keys ("alkey:lease:*");
    }

    // Counts the commands that f takes.
    //
    template <typename F>
    std::uint64_t commands (F f)
    {
      std::uint64_t before (redis.executed ());
      f ();
      return redis.executed () - before;
    }

    // Returns how many commands tell tokens and so many values: one, or one
    // and one for each value if these are on nodes of their own.
    //
    std::uint64_t one_round_trip (std::uint64_t values) const
    {
      return redis.is_cluster () ? 1 + values : 1;
    }

    template <typename F>
    void until (F f)
    {
      while (!f ())
        std::this_thread::yield ();
    }

    odb_alkey::cache here;
    odb_alkey::cache there;

    // How often get () has computed.
    //
    std::atomic<int> computed {0};

  private:
    std::vector<std::string> all_keys (const std::string& pattern)
    {
      odb_alkey::redis::reply r (redis.command ({"KEYS", pattern}));
      std::vector<std::string> v;

      for (std::size_t i (0); i != r.count (); ++i)
        v.push_back (r[i].str ());

      return v;
    }
  };
}

#endif // TESTS_INTEGRATION_FETCHING_HXX
