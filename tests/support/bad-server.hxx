#ifndef TESTS_SUPPORT_BAD_SERVER_HXX
#define TESTS_SUPPORT_BAD_SERVER_HXX

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

namespace tests
{
  // A listening socket of the loopback interface, on any port.
  //
  class listener
  {
  public:
    explicit listener (int backlog)
        : fd_ (::socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
      sockaddr_in a;
      socklen_t n (sizeof (a));
      std::memset (&a, 0, sizeof (a));
      a.sin_family = AF_INET;
      a.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
      BOOST_REQUIRE (bind (fd_, reinterpret_cast<sockaddr*> (&a), n) == 0);
      BOOST_REQUIRE (::listen (fd_, backlog) == 0);
      getsockname (fd_, reinterpret_cast<sockaddr*> (&a), &n);
      port_ = ntohs (a.sin_port);
    }

    ~listener ()
    {
      ::close (fd_);
    }

    int fd () const
    {
      return fd_;
    }

    std::string url () const
    {
      return "redis://127.0.0.1:" + std::to_string (port_);
    }

  private:
    int fd_;
    std::uint16_t port_;
  };

  // A server that is as bad as a test needs it: it greets like Redis and then
  // does what it is told to with the first connection.
  //
  class bad_server: public listener
  {
  public:
    explicit bad_server (std::function<void (int)> f)
        : listener (8), thread_ (
                          [this, f]
                          {
                            int c (accept (fd (), nullptr, nullptr));
                            read_until (c, "memory\r\n");
                            tell (c, "$22\r\n# Server\r\nrun_id:abc\r\n\r\n"
                                     "$0\r\n\r\n$0\r\n\r\n");
                            f (c);
                            ::close (c);
                          })
    {
    }

    ~bad_server ()
    {
      thread_.join ();
    }

    // Reads until what came ends in this, or the client is gone.
    //
    static bool read_until (int c, const std::string& end)
    {
      std::string s;
      char b;

      while (recv (c, &b, 1, 0) == 1)
      {
        s += b;

        if (s.size () >= end.size () &&
            s.compare (s.size () - end.size (), end.size (), end) == 0)
          return true;
      }

      return false;
    }

    static bool tell (int c, const std::string& s)
    {
      return ::send (c, s.data (), s.size (), MSG_NOSIGNAL) > 0;
    }

    // Sends a byte each five milliseconds, until the client is gone.
    //
    static void dribble (int c, const std::string& begin)
    {
      tell (c, begin);

      do
        std::this_thread::sleep_for (std::chrono::milliseconds (5));
      while (tell (c, "x"));
    }

  private:
    std::thread thread_;
  };
}

#endif // TESTS_SUPPORT_BAD_SERVER_HXX
