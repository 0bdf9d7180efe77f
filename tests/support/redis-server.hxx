#ifndef TESTS_SUPPORT_REDIS_SERVER_HXX
#define TESTS_SUPPORT_REDIS_SERVER_HXX

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/process.hxx>
#include <tests/support/redis-commands.hxx>

// A Redis server of the test's own: on a unix socket in a directory of its
// own and, if asked for, a free port of the loopback interface. It answers
// when the constructor returns, keeps nothing, and is gone after the
// destructor. It dies with the thread that made it, so that none is left when
// a test crashes.
//
//   redis_server s ({"--maxmemory", "10mb"});
//   redis::pool p (redis::parse_url (s.url ()), limits, 4);
//   s.command ({"GET", "x"}).nil ();
//
class redis_server: public tests::redis_commands
{
public:
  enum class listen
  {
    local,
    local_and_tcp,

    // On the port there is TLS and nothing else, with certificates::server;
    // clients need none. Replication is encrypted as well.
    //
    local_and_tls
  };

  enum class clock
  {
    the_machine_s,

    // It can be set: see step_clock ().
    //
    its_own
  };

  // arguments go at the end of the command line, where they win. The port is a
  // free one if it is 0. Throws std::runtime_error with the server's log if it
  // does not start.
  //
  explicit redis_server (std::vector<std::string> arguments = {},
                         listen = listen::local, clock = clock::the_machine_s,
                         std::uint16_t port = 0);

  redis_server (const redis_server&) = delete;
  redis_server& operator= (const redis_server&) = delete;

  // login is what stands before the '@', if anything: user:password.
  //
  std::string url (const std::string& login = "") const;
  std::string tcp_url (const std::string& login = "") const;
  std::string tls_url (const std::string& host = "localhost") const;

  const std::string& directory () const
  {
    return directory_.path ();
  }

  std::uint16_t port () const
  {
    return port_;
  }

  pid_t pid () const
  {
    return process_.pid ();
  }

  // SIGKILL, and waits for its end. Does nothing the second time.
  //
  void kill ();

  // SIGSTOP (and waits until it has stopped) and SIGCONT.
  //
  void stop ()
  {
    process_.stop ();
  }

  void resume ()
  {
    process_.resume ();
  }

  // Puts its clock, which must be one of its own, forward or back. Its steady
  // clock goes on.
  //
  void step_clock (std::chrono::seconds by);

  // On the same socket and port; kills it first if it runs.
  //
  void restart ();

  // Sends a command over a connection that the server object keeps, and
  // returns the reply. A bare first use must not need a password. If the
  // server has closed the connection, as one that Sentinel promotes does, it
  // throws redis_unavailable, and the next call opens another one.
  //
  odb_alkey::redis::reply command (const std::vector<std::string>&) override;

private:
  void start ();
  bool answers ();

  std::vector<std::string> port_arguments () const;

  std::vector<std::string> arguments_;
  const listen listen_;
  const clock clock_;
  std::int64_t ahead_ = 0;
  tests::temporary_directory directory_;
  std::uint16_t port_;
  tests::process process_;
  std::unique_ptr<odb_alkey::redis::connection> connection_;
};

namespace tests
{
  // Gives a namespace an origin without quarantine, as Redis has it when it
  // has been up for a while.
  //
  void settle (redis_server&, const std::string& name_space = "alkey");

  // It does the same with the server that has this URL.
  //
  void settle (redis_commands&, const std::string& url,
               const std::string& name_space);
}

// Tests of connections themselves use these.
//
namespace talk
{
  // More time than a test has, however busy the machine is.
  //
  const odb_alkey::redis::timeouts patient {std::chrono::seconds (20),
                                            std::chrono::seconds (20)};

  odb_alkey::redis::deadline in (std::chrono::milliseconds);
  odb_alkey::redis::deadline late ();

  odb_alkey::redis::request words (const std::vector<std::string>&);

  // Sends these words and returns the reply.
  //
  odb_alkey::redis::reply ask (odb_alkey::redis::connection&,
                               const std::vector<std::string>&);

  // This is a server with a connection to its socket.
  //
  struct one_server
  {
    redis_server server;
    odb_alkey::redis::connection c {
      odb_alkey::redis::parse_url (server.url ()), patient, late ()};
  };
}

#endif // TESTS_SUPPORT_REDIS_SERVER_HXX
