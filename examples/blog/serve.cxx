#include "serve.hxx"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace blog
{
  namespace
  {
    sigset_t signals ()
    {
      sigset_t s;
      sigemptyset (&s);
      sigaddset (&s, SIGINT);
      sigaddset (&s, SIGTERM);
      return s;
    }
  }

  void hold_signals ()
  {
    sigset_t s (signals ());
    pthread_sigmask (SIG_BLOCK, &s, nullptr);
  }

  void serve (httplib::Server& server)
  {
    std::atomic<bool> ended (false);

    std::thread t (
      [&]
      {
        server.listen_after_bind ();
        ended = true;

        // It ends sigwait () below if the server has ended by itself.
        //
        kill (getpid (), SIGTERM);
      });

    sigset_t s (signals ());
    int signal;
    sigwait (&s, &signal);

    // A server that has not started yet cannot be stopped.
    //
    while (!server.is_running () && !ended)
      std::this_thread::yield ();

    server.stop ();
    t.join ();
  }
}
