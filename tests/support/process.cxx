#include <tests/support/process.hxx>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <tests/support/await.hxx>
#include <tests/support/proxy-sockets.hxx>

namespace tests
{
  namespace
  {
    std::system_error system_failure (const std::string& what)
    {
      return std::system_error (errno, std::generic_category (), what);
    }

    std::string parent_of_directories ()
    {
      const char* d (std::getenv ("TMPDIR"));
      return d != nullptr && *d != '\0' ? d : "/tmp";
    }

    std::string make_directory (std::string name)
    {
      name += "-XXXXXX";

      if (mkdtemp (&name[0]) == nullptr)
        throw system_failure ("no directory can be made like " + name);

      return name;
    }

    // /proc tells it.
    //
    struct process_state
    {
      char letter = 'X'; // Dead: what is not there any more
      pid_t parent = 0;
    };

    process_state state_of (const std::string& pid)
    {
      process_state r;
      std::ifstream f ("/proc/" + pid + "/stat");
      std::string s;

      // Whole, though the name may have lines; reading fails if the process
      // ends meanwhile, which getline () does not throw.
      //
      std::getline (f, s, '\0');

      // The name of the program, in parentheses, may hold any of them.
      //
      std::string::size_type p (s.rfind (')'));

      if (p != std::string::npos)
        std::istringstream (s.substr (p + 1)) >> r.letter >> r.parent;

      return r;
    }

    std::vector<pid_t> children_of (pid_t parent)
    {
      std::vector<pid_t> r;
      DIR* d (opendir ("/proc"));

      if (d == nullptr)
        return r;

      while (const dirent* e = readdir (d))
      {
        if (*e->d_name >= '0' && *e->d_name <= '9' &&
            state_of (e->d_name).parent == parent)
          r.push_back (static_cast<pid_t> (std::atol (e->d_name)));
      }

      closedir (d);
      return r;
    }

    // A grandchild, which waitpid () does not know.
    //
    void await_stop (pid_t pid)
    {
      comes_true (
        [&]
        {
          return std::strchr (
                   "TtXZ", state_of (std::to_string (pid)).letter) != nullptr;
        });
    }

    // In the child, before exec, where only little is safe.
    //
    [[noreturn]] void run (char** argv, int log, const process::user* u,
                           pid_t parent)
    {
      if (u != nullptr && (setgroups (0, nullptr) != 0 ||
                           setgid (u->gid) != 0 || setuid (u->uid) != 0))
        _exit (126);

      // A change of the user forgets it, hence it comes after that.
      //
      prctl (PR_SET_PDEATHSIG, SIGKILL);

      if (getppid () != parent)
        _exit (126);

      dup2 (open ("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
      dup2 (log, STDOUT_FILENO);
      dup2 (log, STDERR_FILENO);
      execvp (argv[0], argv);

      static const char message[] = "the program was not found\n";
      ssize_t n (write (STDERR_FILENO, message, sizeof (message) - 1));
      _exit (n > 0 ? 127 : 126);
    }
  }

  temporary_directory::temporary_directory ()
      : path_ (make_directory (parent_of_directories () + "/odb-alkey-test"))
  {
  }

  temporary_directory::temporary_directory (const std::string& for_whom)
      : path_ (make_directory ("/tmp/odb-alkey-" + for_whom))
  {
  }

  temporary_directory::~temporary_directory ()
  {
    nftw (
      path_.c_str (),
      [] (const char* p, const struct stat*, int, struct FTW*)
      { return std::remove (p); },
      8, FTW_DEPTH | FTW_PHYS);
  }

  std::uint16_t free_port ()
  {
    return proxying::reserved_port ().number ();
  }

  std::string find_program (const std::string& name,
                            const std::vector<std::string>& directories)
  {
    const char* path (std::getenv ("PATH"));
    std::istringstream s (path != nullptr ? path : "");
    std::vector<std::string> all;

    for (std::string d; std::getline (s, d, ':');)
      all.push_back (d);

    all.insert (all.end (), directories.begin (), directories.end ());

    for (const std::string& d : all)
    {
      if (access ((d + '/' + name).c_str (), X_OK) == 0)
        return d + '/' + name;
    }

    return name;
  }

  process::process (const std::string& log): log_ (log) {}

  process::~process ()
  {
    kill ();
  }

  void process::start (const std::vector<std::string>& arguments,
                       const user* u)
  {
    kill ();
    name_ = arguments[0];
    std::vector<char*> argv;

    for (const std::string& a : arguments)
      argv.push_back (const_cast<char*> (a.c_str ()));

    argv.push_back (nullptr);

    int log (
      open (log_.c_str (), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));

    if (log == -1)
      throw system_failure (log_);

    pid_t parent (getpid ());
    pid_ = fork ();

    if (pid_ == 0)
      run (argv.data (), log, u, parent);

    close (log);

    if (pid_ == -1)
      throw system_failure ("fork");
  }

  void process::await (const std::function<bool ()>& answers)
  {
    auto answered = [&]
    {
      int status (0);
      bool yes (answers ());

      if (!yes && ended (status))
        fail ("ended");

      return yes;
    };

    if (!comes_true (answered))
      fail ("does not answer");
  }

  void process::await_success ()
  {
    int status (0);

    if (!comes_true ([&] { return ended (status); }))
      fail ("does not end");

    if (status != 0)
      fail ("failed");
  }

  bool process::ended (int& status) noexcept
  {
    if (waitpid (pid_, &status, WNOHANG) != pid_)
      return false;

    pid_ = -1;
    return true;
  }

  void process::fail (const std::string& what) const
  {
    std::ifstream f (log_);
    throw std::runtime_error (
      name_ + ' ' + what + ":\n" +
      std::string (std::istreambuf_iterator<char> (f), {}));
  }

  // A program that is stopped starts no more processes, and the
  // numbers of those that it has stay theirs, since it does not wait for them.
  //
  void process::freeze ()
  {
    int status (0);
    ::kill (pid_, SIGSTOP);

    if (waitpid (pid_, &status, WUNTRACED) == pid_ && !WIFSTOPPED (status))
    {
      pid_ = -1;
      return;
    }

    stopped_ = true;
    children_ = children_of (pid_);
  }

  void process::kill () noexcept
  {
    if (pid_ != -1 && !stopped_)
      freeze ();

    std::vector<pid_t> children (std::move (children_));
    children_.clear ();

    if (pid_ != -1)
    {
      // Its orphans become our children, so that we can wait for them.
      //
      prctl (PR_SET_CHILD_SUBREAPER, 1);
      ::kill (pid_, SIGKILL);

      for (pid_t p : children)
        ::kill (p, SIGKILL);

      waitpid (pid_, nullptr, 0);
      pid_ = -1;

      for (pid_t p : children)
        waitpid (p, nullptr, 0);

      prctl (PR_SET_CHILD_SUBREAPER, 0);
    }

    resume ();
  }

  void process::stop ()
  {
    if (pid_ == -1 || stopped_)
      return;

    freeze ();

    if (children_.empty ())
      return;

    guard ();

    for (pid_t p : children_)
      ::kill (p, SIGSTOP);

    for (pid_t p : children_)
      await_stop (p);
  }

  // If the test dies, so does the program, but not what it started: that goes
  // when it sees the end of the program, which takes that it goes on. The
  // kernel ends no process for the death of a grandparent.
  //
  void process::guard ()
  {
    int ends[2];

    if (pipe2 (ends, O_CLOEXEC) != 0)
      throw system_failure ("pipe");

    guard_end_ = ends[1];
    guard_ = fork ();

    if (guard_ == 0)
    {
      close (ends[1]);

      // Nothing is ever written to it.
      //
      char c;
      while (read (ends[0], &c, 1) == -1 && errno == EINTR)
        ;

      for (pid_t p : children_)
        ::kill (p, SIGCONT);

      _exit (0);
    }

    close (ends[0]);
  }

  void process::resume () noexcept
  {
    for (pid_t p : children_)
      ::kill (p, SIGCONT);

    if (pid_ != -1)
      ::kill (pid_, SIGCONT);

    if (guard_ != -1)
    {
      ::kill (guard_, SIGKILL);
      waitpid (guard_, nullptr, 0);
      close (guard_end_);
      guard_ = -1;
    }

    children_.clear ();
    stopped_ = false;
  }
}
