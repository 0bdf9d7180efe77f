#include <tests/fault/support/process.hxx>

#include <exception>
#include <iostream>
#include <utility>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workload
{
  const char* const was_killed = "killed";

  process::process (const std::function<void ()>& f)
  {
    pid_t parent (getpid ());
    pid_ = fork ();

    if (pid_ == -1)
      throw std::system_error (errno, std::generic_category (), "fork");

    if (pid_ != 0)
      return;

    prctl (PR_SET_PDEATHSIG, SIGKILL);

    if (getppid () != parent)
      _exit (1);

    try
    {
      f ();
    }
    catch (const std::exception& e)
    {
      std::cerr << "process " + std::to_string (getpid ()) + ": " + e.what () +
                     '\n';
      _exit (1);
    }

    _exit (0);
  }

  process::~process ()
  {
    kill ();
  }

  process::process (process&& p) noexcept: pid_ (p.pid_)
  {
    p.pid_ = -1;
  }

  process& process::operator= (process&& p) noexcept
  {
    std::swap (pid_, p.pid_);
    return *this;
  }

  bool process::ended (std::string& how)
  {
    int status;

    if (waitpid (pid_, &status, WNOHANG) != pid_)
      return false;

    pid_ = -1;

    if (WIFSIGNALED (status))
      how = WTERMSIG (status) == SIGKILL
              ? was_killed
              : "ended by signal " + std::to_string (WTERMSIG (status));
    else if (WEXITSTATUS (status) != 0)
      how = "ended with status " + std::to_string (WEXITSTATUS (status));
    else
      how.clear ();

    return true;
  }

  void process::kill ()
  {
    if (pid_ == -1)
      return;

    ::kill (pid_, SIGKILL);
    waitpid (pid_, nullptr, 0);
    pid_ = -1;
  }
}
