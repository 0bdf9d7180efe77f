#include <odb_alkey/support/fork.hxx>

#include <pthread.h>

#include <atomic>
#include <mutex>
#include <new>

namespace odb_alkey
{
  namespace support
  {
    // A fork concerns the whole process, hence there is one list. It is a
    // global that is constant-initialised and never destroyed, since a fork
    // may come before main or after static destructors.
    //
    struct fork_registry
    {
      static std::mutex mutex;
      static fork_registration* oldest;
      static fork_registration* newest;

      static void before () noexcept
      {
        mutex.lock ();

        for (fork_registration* r (newest); r != nullptr; r = r->older_)
          r->aware_.before_fork ();
      }

      static void after (bool child) noexcept
      {
        for (fork_registration* r (oldest); r != nullptr; r = r->newer_)
          r->aware_.after_fork (child);

        mutex.unlock ();
      }
    };

    std::mutex fork_registry::mutex;
    fork_registration* fork_registry::oldest (nullptr);
    fork_registration* fork_registry::newest (nullptr);

    namespace
    {
      std::atomic<unsigned> generation (0);

      // Registers the handlers when the library is loaded, since a connection
      // needs the generation even if no pool is registered.
      //
      struct handlers
      {
        handlers ()
        {
          if (pthread_atfork (
                &fork_registry::before, [] { fork_registry::after (false); },
                []
                {
                  generation.fetch_add (1, std::memory_order_relaxed);
                  fork_registry::after (true);
                }) != 0)
            throw std::bad_alloc ();
        }
      } registered;
    }

    unsigned fork_generation () noexcept
    {
      return generation.load (std::memory_order_relaxed);
    }

    fork_registration::fork_registration (fork_aware& a)
        : aware_ (a), newer_ (nullptr)
    {
      std::lock_guard<std::mutex> l (fork_registry::mutex);
      older_ = fork_registry::newest;
      (older_ != nullptr ? older_->newer_ : fork_registry::oldest) = this;
      fork_registry::newest = this;
    }

    fork_registration::~fork_registration ()
    {
      std::lock_guard<std::mutex> l (fork_registry::mutex);
      (older_ != nullptr ? older_->newer_ : fork_registry::oldest) = newer_;
      (newer_ != nullptr ? newer_->older_ : fork_registry::newest) = older_;
    }
  }
}
