#ifndef TESTS_SUPPORT_CHILD_HXX
#define TESTS_SUPPORT_CHILD_HXX

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

namespace tests
{
  // Runs f in a child of this process, and returns 0 if it returned true, 1 if
  // it did not, and otherwise the negative number of the signal that ended
  // the child. SIGALRM ends one that takes a minute. A child must not use
  // the test framework, nor connections of SQLite, which survive no fork.
  //
  //   BOOST_TEST (in_child ([&] { return alkey->ready (); }) == 0);
  //
  template <typename F, typename G>
  int in_child (F f, G meanwhile)
  {
    const pid_t pid (fork ());

    if (pid == 0)
    {
      alarm (60);
      bool good (false);

      try
      {
        good = f ();
      }
      catch (const std::exception& e)
      {
        std::fprintf (stderr, "in the child: %s\n", e.what ());
      }

      _exit (good ? 0 : 1);
    }

    meanwhile ();
    int status (-1);
    return waitpid (pid, &status, 0) != pid ? 1
           : WIFSIGNALED (status)           ? -WTERMSIG (status)
                                            : WEXITSTATUS (status);
  }

  template <typename F>
  int in_child (F f)
  {
    return in_child (f, [] {});
  }
}

#endif // TESTS_SUPPORT_CHILD_HXX
