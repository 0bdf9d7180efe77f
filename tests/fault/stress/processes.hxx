#ifndef TESTS_FAULT_STRESS_PROCESSES_HXX
#define TESTS_FAULT_STRESS_PROCESSES_HXX

#include <functional>
#include <string>

#include <sys/types.h>

namespace stress
{
  // A child process. It is killed with the object, and dies with its parent.
  //
  class process
  {
  public:
    process () = default;

    // Runs it in a child, which then ends without destroying anything that it
    // has of its parent.
    //
    explicit process (const std::function<void ()>&);
    ~process ();

    process (process&&) noexcept;
    process& operator= (process&&) noexcept;

    bool running () const
    {
      return pid_ != -1;
    }

    pid_t pid () const
    {
      return pid_;
    }

    // Whether it has ended by now; why is then what to say of it, empty if it
    // came to its end.
    //
    bool ended (std::string& why);

    // SIGKILL, and waits.
    //
    void kill ();

    // SIGSTOP, which takes effect at once, and SIGCONT.
    //
    void stop ();
    void resume ();

  private:
    pid_t pid_ = -1;
  };

  // What ended () says of one that was killed.
  //
  extern const char* const was_killed;
}

#endif // TESTS_FAULT_STRESS_PROCESSES_HXX
