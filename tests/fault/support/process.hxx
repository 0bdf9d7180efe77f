#ifndef TESTS_FAULT_SUPPORT_PROCESS_HXX
#define TESTS_FAULT_SUPPORT_PROCESS_HXX

#include <cerrno>
#include <functional>
#include <new>
#include <string>
#include <system_error>

#include <signal.h>
#include <sys/mman.h>

namespace workload
{
  // A child process. It is killed with the object, and dies with its parent.
  //
  class process
  {
  public:
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

    // True if it has ended by now; how then says how, and is empty if it came
    // to its end.
    //
    bool ended (std::string& how);

    // SIGKILL, and waits.
    //
    void kill ();

    // SIGSTOP, which takes effect at once, and SIGCONT.
    //
    void stop ()
    {
      ::kill (pid_, SIGSTOP);
    }

    void resume ()
    {
      ::kill (pid_, SIGCONT);
    }

  private:
    pid_t pid_;
  };

  // This is what ended () says of one that was killed.
  //
  extern const char* const was_killed;

  // An object that children of a fork share with their parent. It begins as
  // zeros where its constructor sets nothing else. Throws std::system_error.
  //
  template <typename T>
  class shared
  {
  public:
    shared ()
    {
      void* p (mmap (nullptr, sizeof (T), PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0));

      if (p == MAP_FAILED)
        throw std::system_error (errno, std::generic_category (), "mmap");

      object_ = new (p) T ();
    }

    ~shared ()
    {
      munmap (object_, sizeof (T));
    }

    shared (const shared&) = delete;
    shared& operator= (const shared&) = delete;

    T& operator* () const
    {
      return *object_;
    }

    T* operator->() const
    {
      return object_;
    }

  private:
    T* object_;
  };
}

#endif // TESTS_FAULT_SUPPORT_PROCESS_HXX
