#ifndef TESTS_INTEGRATION_PROXIED_HXX
#define TESTS_INTEGRATION_PROXIED_HXX

#include <poll.h>
#include <sys/socket.h>

#include <memory>
#include <string>

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/socket.hxx>
#include <tests/support/proxy.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  // A server, and a connection to it through a proxy.
  //
  struct proxied
  {
    redis_server server;
    tests::proxy p {server.directory () + "/socket"};
    odb_alkey::redis::connection c {odb_alkey::redis::parse_url (p.url ()),
                                    talk::patient, talk::late ()};

    std::unique_ptr<odb_alkey::redis::connection>
    connect (const odb_alkey::redis::timeouts& t = talk::patient)
    {
      return std::make_unique<odb_alkey::redis::connection> (
        odb_alkey::redis::parse_url (p.url ()), t, talk::late ());
    }

    bool works ()
    {
      return talk::ask (*connect (), {"PING"}).str () == "PONG";
    }

    // x, which tests increment, as the server has it.
    //
    std::string x ()
    {
      return server.command ({"GET", "x"}).str ();
    }

    void increment ()
    {
      c.send (talk::words ({"INCR", "x"}), talk::late ());
    }
  };

  // A client that knows nothing of Redis but what it says.
  //
  class bare_client
  {
  public:
    explicit bare_client (const tests::proxy& p,
                          const std::string& says = "PING\r\n")
        : socket_ (odb_alkey::redis::open_socket (
            odb_alkey::redis::parse_url (p.url ()), talk::late ()))
    {
      ::send (socket_.fd (), says.data (), says.size (), MSG_NOSIGNAL);
    }

    // As recv, and not for more than twenty seconds.
    //
    ssize_t receive (char* data, std::size_t size)
    {
      odb_alkey::redis::wait_for (socket_.fd (), POLLIN, talk::late ());
      return ::recv (socket_.fd (), data, size, MSG_DONTWAIT);
    }

  private:
    odb_alkey::redis::descriptor socket_;
  };
}

#endif // TESTS_INTEGRATION_PROXIED_HXX
