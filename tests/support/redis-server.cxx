#include <tests/support/redis-server.hxx>

#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <odb_alkey/exception.hxx>

namespace redis = odb_alkey::redis;

namespace
{
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  using std::chrono::steady_clock;

  // Generous: a machine that is busy with other builds is slow, not wrong.
  //
  const seconds patience (30);

  std::string new_directory ()
  {
    char name[] = "/tmp/odb-alkey-redis-XXXXXX";

    if (mkdtemp (name) == nullptr)
      throw std::runtime_error ("mkdtemp: " + redis::error_text (errno));

    return name;
  }

  void remove_tree (const std::string& directory)
  {
    nftw (
      directory.c_str (),
      [] (const char* path, const struct stat*, int, FTW*)
      { return std::remove (path); },
      8, FTW_DEPTH | FTW_PHYS);
  }

  // A port that nobody listens on right now.
  //
  std::uint16_t free_port ()
  {
    sockaddr_in a;
    socklen_t n (sizeof (a));
    std::memset (&a, 0, sizeof (a));
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

    int fd (socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    bool found (bind (fd, reinterpret_cast<sockaddr*> (&a), n) == 0 &&
                getsockname (fd, reinterpret_cast<sockaddr*> (&a), &n) == 0);
    close (fd);

    if (!found)
      throw std::runtime_error ("no free port");

    return ntohs (a.sin_port);
  }

  // Between fork and exec only what is safe there.
  //
  pid_t spawn (const std::vector<std::string>& arguments)
  {
    std::vector<char*> argv;

    for (const std::string& a : arguments)
      argv.push_back (const_cast<char*> (a.c_str ()));

    argv.push_back (nullptr);

    pid_t parent (getpid ());
    pid_t pid (fork ());

    if (pid != 0)
      return pid;

    prctl (PR_SET_PDEATHSIG, SIGKILL);

    if (getppid () != parent)
      _exit (126);

    int null (open ("/dev/null", O_RDWR));
    dup2 (null, STDIN_FILENO);
    dup2 (null, STDOUT_FILENO);
    execvp (argv[0], argv.data ());
    _exit (127);
  }
}

redis_server::redis_server (std::vector<std::string> arguments, listen l)
    : arguments_ (std::move (arguments)), directory_ (new_directory ()),
      port_ (l == listen::local ? std::uint16_t (0) : free_port ()), pid_ (-1)
{
  try
  {
    start ();
  }
  catch (...)
  {
    kill ();
    remove_tree (directory_);
    throw;
  }
}

redis_server::~redis_server ()
{
  kill ();
  remove_tree (directory_);
}

std::string redis_server::url (const std::string& login) const
{
  return "unix://" + (login.empty () ? "" : login + '@') + directory_ +
         "/socket";
}

std::string redis_server::tcp_url (const std::string& login) const
{
  return "redis://" + (login.empty () ? "" : login + '@') +
         "127.0.0.1:" + std::to_string (port_);
}

const std::string& redis_server::directory () const
{
  return directory_;
}

std::uint16_t redis_server::port () const
{
  return port_;
}

pid_t redis_server::pid () const
{
  return pid_;
}

void redis_server::kill ()
{
  connection_.reset ();

  if (pid_ == -1)
    return;

  ::kill (pid_, SIGKILL);
  waitpid (pid_, nullptr, 0);
  pid_ = -1;
}

void redis_server::stop ()
{
  ::kill (pid_, SIGSTOP);
  waitpid (pid_, nullptr, WUNTRACED);
}

void redis_server::resume ()
{
  ::kill (pid_, SIGCONT);
}

void redis_server::restart ()
{
  kill ();
  start ();
}

redis::reply redis_server::command (const std::vector<std::string>& words)
{
  redis::deadline d (steady_clock::now () + patience);

  if (connection_ == nullptr || connection_->broken ())
    connection_ = std::make_unique<redis::connection> (
      redis::parse_url (url ()), redis::timeouts {patience, patience}, d);

  redis::request r;
  r.command (words.size ());

  for (const std::string& w : words)
    r.argument (w);

  connection_->send (r, d);
  return connection_->receive (d);
}

void redis_server::start ()
{
  std::vector<std::string> a {"redis-server",
                              "--daemonize",
                              "no",
                              "--save",
                              "",
                              "--appendonly",
                              "no",
                              "--bind",
                              "127.0.0.1",
                              "--port",
                              std::to_string (port_),
                              "--unixsocket",
                              directory_ + "/socket",
                              "--unixsocketperm",
                              "700",
                              "--dir",
                              directory_,
                              "--logfile",
                              directory_ + "/log"};
  a.insert (a.end (), arguments_.begin (), arguments_.end ());

  pid_ = spawn (a);
  steady_clock::time_point end (steady_clock::now () + patience);

  while (!answers ())
  {
    if (waitpid (pid_, nullptr, WNOHANG) == pid_)
    {
      pid_ = -1;
      throw std::runtime_error ("redis-server ended:\n" + log ());
    }

    if (steady_clock::now () > end)
      throw std::runtime_error ("redis-server does not answer:\n" + log ());

    // There is nothing to wait for until it listens.
    //
    poll (nullptr, 0, 1);
  }
}

// True also if it wants a password: then it is up.
//
bool redis_server::answers ()
{
  try
  {
    return command ({"PING"}).str () == "PONG";
  }
  catch (const odb_alkey::redis_unavailable&)
  {
    return false;
  }
  catch (const odb_alkey::redis_error&)
  {
    return true;
  }
}

std::string redis_server::log () const
{
  std::ifstream f (directory_ + "/log");
  return std::string (std::istreambuf_iterator<char> (f), {});
}

namespace talk
{
  redis::deadline in (milliseconds d)
  {
    return steady_clock::now () + d;
  }

  redis::deadline late ()
  {
    return in (seconds (20));
  }

  redis::request words (std::initializer_list<std::string> l)
  {
    redis::request r;
    r.command (l.size ());

    for (const std::string& w : l)
      r.argument (w);

    return r;
  }

  redis::reply ask (redis::connection& c, std::initializer_list<std::string> l)
  {
    c.send (words (l), late ());
    return c.receive (late ());
  }
}
