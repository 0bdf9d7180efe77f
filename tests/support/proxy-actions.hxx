#ifndef TESTS_SUPPORT_PROXY_ACTIONS_HXX
#define TESTS_SUPPORT_PROXY_ACTIONS_HXX

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace tests
{
  namespace proxying
  {
    // Runs functions in a thread of its own, one after another, so that they
    // may wait for the thread that asks for it.
    //
    class actions
    {
    public:
      actions (): thread_ ([this] { work (); }) {}

      // Waits for the one that runs. The others are not called.
      //
      ~actions ()
      {
        {
          std::lock_guard<std::mutex> l (mutex_);
          stop_ = true;
        }

        more_.notify_one ();
        thread_.join ();
      }

      // Its thread points to it.
      //
      actions (const actions&) = delete;
      actions& operator= (const actions&) = delete;

      void run (std::function<void ()> f)
      {
        {
          std::lock_guard<std::mutex> l (mutex_);
          queue_.push_back (std::move (f));
        }

        more_.notify_one ();
      }

    private:
      void work ()
      {
        std::unique_lock<std::mutex> l (mutex_);

        while (true)
        {
          more_.wait (l, [this] { return stop_ || !queue_.empty (); });

          if (stop_)
            return;

          std::function<void ()> f (std::move (queue_.front ()));
          queue_.pop_front ();
          l.unlock ();
          f ();
          l.lock ();
        }
      }

      std::mutex mutex_;
      std::condition_variable more_;
      std::deque<std::function<void ()>> queue_;
      bool stop_ = false;
      std::thread thread_;
    };
  }
}

#endif // TESTS_SUPPORT_PROXY_ACTIONS_HXX
