#include <odb_alkey/support/retrying.hxx>

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <new>
#include <utility>

#include <odb_alkey/support/random.hxx>

namespace odb_alkey
{
  namespace support
  {
    namespace
    {
      using std::chrono::microseconds;
      using std::chrono::milliseconds;

      const microseconds first_pause (milliseconds (5));
      const microseconds longest_pause (std::chrono::seconds (1));

      // Returns a random time from half of d to d, since many processes lose
      // Redis at the same time.
      //
      microseconds jittered (microseconds d)
      {
        return d / 2 + microseconds (static_cast<long> (
                         random_bits () %
                         static_cast<std::uint64_t> (d.count () / 2 + 1)));
      }

      // Signals belong to the application. This thread must not receive them.
      //
      class signals_blocked
      {
      public:
        signals_blocked ()
        {
          sigset_t all;
          sigfillset (&all);
          pthread_sigmask (SIG_SETMASK, &all, &before_);
        }

        ~signals_blocked ()
        {
          pthread_sigmask (SIG_SETMASK, &before_, nullptr);
        }

        signals_blocked (const signals_blocked&) = delete;
        signals_blocked& operator= (const signals_blocked&) = delete;

      private:
        sigset_t before_;
      };
    }

    retrying::retrying (std::function<bool ()> attempt)
        : attempt_ (std::move (attempt))
    {
    }

    retrying::~retrying ()
    {
      stop ();
    }

    void retrying::start () noexcept
    try
    {
      std::lock_guard<std::mutex> l (mutex_);

      if (stop_)
        return;

      if (thread_ == nullptr)
      {
        signals_blocked b;
        thread_.reset (new std::thread (&retrying::run, this));
      }

      wanted_ = true;
      active_.store (true, std::memory_order_relaxed);
      changed_.notify_all ();
    }
    catch (...)
    {
      // The next call tries again to start the thread.
    }

    void retrying::wait (std::chrono::steady_clock::time_point d) noexcept
    {
      start ();

      std::unique_lock<std::mutex> l (mutex_);
      hurry_ = true;
      changed_.notify_all ();
      changed_.wait_until (
        l, d,
        [this] { return stop_ || !active_.load (std::memory_order_relaxed); });
    }

    void retrying::stop () noexcept
    {
      std::unique_ptr<std::thread> t;
      {
        std::lock_guard<std::mutex> l (mutex_);
        stop_ = true;
        t = std::move (thread_);
        changed_.notify_all ();
      }

      if (t != nullptr)
        t->join ();
    }

    void retrying::run ()
    {
      std::unique_lock<std::mutex> l (mutex_);
      microseconds pause (first_pause);

      while (!stop_)
      {
        if (!wanted_)
        {
          changed_.wait (l);
          continue;
        }

        wanted_ = false;
        hurry_ = false;
        l.unlock ();
        bool done (attempt_ ());
        l.lock ();

        if (!done)
        {
          wanted_ = true;
          changed_.wait_for (l, jittered (pause),
                             [this] { return stop_ || hurry_; });
          pause = std::min (2 * pause, longest_pause);
        }
        else if (!wanted_)
        {
          pause = first_pause;
          active_.store (false, std::memory_order_relaxed);
          changed_.notify_all ();
        }
      }
    }

    void retrying::before_fork () noexcept
    {
      mutex_.lock ();
    }

    void retrying::after_fork (bool child) noexcept
    {
      if (child)
      {
        // The thread does not exist in the child. Its object can neither be
        // joined nor destroyed.
        //
        thread_.release ();
        new (&changed_) std::condition_variable;
        active_.store (false, std::memory_order_relaxed);
      }

      mutex_.unlock ();
    }
  }
}
