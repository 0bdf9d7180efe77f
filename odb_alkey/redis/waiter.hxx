#ifndef ODB_ALKEY_REDIS_WAITER_HXX
#define ODB_ALKEY_REDIS_WAITER_HXX

#include <semaphore.h>
#include <time.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/deadline.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // A thread that waits for a connection; the object is on its stack. It has
    // a semaphore and not a condition variable, which costs another system
    // call for each wait, and which the waking thread may still be using when
    // the object ends. The child of a fork does not touch it.
    //
    class waiter
    {
    public:
      waiter () noexcept
      {
        sem_init (&served_, 0, 0);
      }

      ~waiter ()
      {
        sem_destroy (&served_);
      }

      // It is woken by its address.
      //
      waiter (const waiter&) = delete;
      waiter& operator= (const waiter&) = delete;

      // Null means that the thread may open a connection.
      //
      void serve (std::unique_ptr<connection> c) noexcept
      {
        connection_.store (c.release (), std::memory_order_release);
        sem_post (&served_);
      }

      // Waits until serve () has been called, or until the deadline. Returns
      // true if it has; then it must not be called again.
      //
      bool served (deadline d) noexcept
      {
        std::chrono::nanoseconds n (d.time_since_epoch ());
        timespec t;
        t.tv_sec = static_cast<time_t> (n.count () / 1000000000);
        t.tv_nsec = static_cast<long> (n.count () % 1000000000);

        while (sem_clockwait (&served_, CLOCK_MONOTONIC, &t) != 0)
          if (errno != EINTR)
            return false;

        return true;
      }

      std::unique_ptr<connection> take () noexcept
      {
        return std::unique_ptr<connection> (
          connection_.load (std::memory_order_acquire));
      }

    private:
      sem_t served_;
      std::atomic<connection*> connection_ {nullptr};
    };
  }
}

#endif // ODB_ALKEY_REDIS_WAITER_HXX
