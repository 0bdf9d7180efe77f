#ifndef TESTS_INTEGRATION_SIGPIPES_HXX
#define TESTS_INTEGRATION_SIGPIPES_HXX

#include <signal.h>

#include <cstring>

namespace tests
{
  // Counts the signals SIGPIPE that the program gets while it lives. There is
  // one at a time.
  //
  class counted_sigpipes
  {
  public:
    counted_sigpipes ()
    {
      struct sigaction counts;
      std::memset (&counts, 0, sizeof (counts));
      counts.sa_handler = [] (int)
      {
        all () = all () + 1;
      };
      sigaction (SIGPIPE, &counts, &old_);
      all () = 0;
    }

    ~counted_sigpipes ()
    {
      sigaction (SIGPIPE, &old_, nullptr);
    }

    counted_sigpipes (const counted_sigpipes&) = delete;
    counted_sigpipes& operator= (const counted_sigpipes&) = delete;

    int count () const
    {
      return all ();
    }

  private:
    static volatile sig_atomic_t& all ()
    {
      static volatile sig_atomic_t n (0);
      return n;
    }

    struct sigaction old_;
  };
}

#endif // TESTS_INTEGRATION_SIGPIPES_HXX
