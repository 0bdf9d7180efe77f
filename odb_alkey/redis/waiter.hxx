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
    // Somebody who waits for a connection, on the stack of its thread. It has
    // a semaphore and not a condition, which takes another system call for
    // each wait, and which whoever has woken it may still be using when it
    // ends. In the child of a fork nobody touches it.
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

      // Null is the place of a connection, to open it.
      //
      void serve (std::unique_ptr<connection> c) noexcept
      {
        connection_.store (c.release (), std::memory_order_release);
        sem_post (&served_);
      }

      // Whether that has happened by then. Not to be asked again if it has.
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
