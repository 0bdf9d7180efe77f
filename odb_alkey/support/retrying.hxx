#ifndef ODB_ALKEY_SUPPORT_RETRYING_HXX
#define ODB_ALKEY_SUPPORT_RETRYING_HXX

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace support
  {
    // Tries an operation again until it succeeds: at once, and then after
    // pauses that grow to a second. A thread of its own does that.
    //
    // The thread is started when it is first needed, in the child of a fork as
    // well.
    //
    class retrying final: private fork_aware
    {
    public:
      // attempt returns true if nothing is left to be done. Must not throw.
      //
      explicit retrying (std::function<bool ()> attempt);
      ~retrying ();

      retrying (const retrying&) = delete;
      retrying& operator= (const retrying&) = delete;

      // Tells the thread that there is something to do. If it cannot be
      // started, the next call tries that again.
      //
      void start () noexcept;

      // The same for a caller that finds something left to do: one relaxed
      // load if the thread is already at it.
      //
      void ensure () noexcept
      {
        if (!active_.load (std::memory_order_relaxed))
          start ();
      }

      // Has the operation tried now, and waits until it has succeeded, or
      // until the time is up.
      //
      void wait (std::chrono::steady_clock::time_point) noexcept;

      // Waits for the end of the present attempt, and ends the thread for
      // good.
      //
      void stop () noexcept;

      // Returns true if an attempt should come to its end.
      //
      bool stopped () const noexcept
      {
        return stop_.load (std::memory_order_relaxed);
      }

    private:
      void run ();

      void before_fork () noexcept override;
      void after_fork (bool child) noexcept override;

      const std::function<bool ()> attempt_;
      std::mutex mutex_;
      std::condition_variable changed_;
      std::unique_ptr<std::thread> thread_;
      std::atomic<bool> active_ {false};
      bool wanted_ = false;
      bool hurry_ = false;
      std::atomic<bool> stop_ {false};
      fork_registration registration_ {*this};
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_RETRYING_HXX
