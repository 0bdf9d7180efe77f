#ifndef TESTS_SUPPORT_PROCESS_HXX
#define TESTS_SUPPORT_PROCESS_HXX

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tests
{
  // Generous: a machine that is busy with other builds is slow, not wrong.
  //
  const std::chrono::seconds patience (30);

  // A directory that is gone with the object.
  //
  class temporary_directory
  {
  public:
    // Where TMPDIR says.
    //
    temporary_directory ();

    // In /tmp: TMPDIR may be too long a path for a socket, or closed to other
    // users.
    //
    explicit temporary_directory (const std::string& for_whom);
    ~temporary_directory ();

    temporary_directory (const temporary_directory&) = delete;
    temporary_directory& operator= (const temporary_directory&) = delete;

    const std::string& path () const
    {
      return path_;
    }

  private:
    std::string path_;
  };

  // A port of the loopback interface that is free right now.
  //
  std::uint16_t free_port ();

  // Where the program is, in the directories of PATH or in these; its name
  // alone if nowhere.
  //
  std::string find_program (const std::string& name,
                            const std::vector<std::string>& directories);

  // A program that runs, and the processes that it starts. It dies with the
  // thread that started it, so that none is left when a test crashes.
  //
  class process
  {
  public:
    struct user
    {
      uid_t uid;
      gid_t gid;
    };

    // Its output is appended to the file log.
    //
    explicit process (const std::string& log);
    ~process ();

    process (const process&) = delete;
    process& operator= (const process&) = delete;

    // It runs as another user if there is one. The first of the arguments is
    // the program.
    //
    void start (const std::vector<std::string>& arguments,
                const user* = nullptr);

    // Waits until this is true. Throws std::runtime_error with the log if it
    // takes too long, or if the program ends.
    //
    void await (const std::function<bool ()>& answers);

    // The same until the program ends, which it must with success.
    //
    void await_success ();

    // -1 if it does not run.
    //
    pid_t pid () const noexcept
    {
      return pid_;
    }

    // False also while it is stopped.
    //
    bool runs () const noexcept
    {
      return pid_ != -1 && !stopped_;
    }

    // SIGKILL to all of its processes, and waits for their end. Does nothing
    // the second time.
    //
    void kill () noexcept;

    // SIGSTOP to all of them (and waits until they have stopped) and SIGCONT.
    //
    void stop ();
    void resume () noexcept;

  private:
    bool ended (int& status) noexcept;
    void freeze ();
    void guard ();
    [[noreturn]] void fail (const std::string& what) const;

    std::string log_;
    std::string name_;
    pid_t pid_ = -1;
    bool stopped_ = false;

    // While it is stopped.
    //
    std::vector<pid_t> children_;
    pid_t guard_ = -1;
    int guard_end_ = -1;
  };
}

#endif // TESTS_SUPPORT_PROCESS_HXX
