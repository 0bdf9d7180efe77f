#ifndef TESTS_FUZZ_PLAYED_SERVER_HXX
#define TESTS_FUZZ_PLAYED_SERVER_HXX

#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "require.hxx"

namespace fuzz
{
  // A server of the loopback interface that says to each client what it was
  // given, part by part, whatever the client asks for. Lives as long as it is
  // played.
  //
  class played_server
  {
  public:
    // After the last part it may leave, or stay until the client has gone.
    //
    played_server (std::vector<std::string> parts, bool leaves)
        : parts_ (std::move (parts)), leaves_ (leaves),
          listener_ (::socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
          over_ (::eventfd (0, EFD_CLOEXEC))
    {
      sockaddr_in a = sockaddr_in ();
      socklen_t n (sizeof (a));
      a.sin_family = AF_INET;
      a.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

      require (over_ != -1 && bind (listener_, pointer (a), n) == 0 &&
                 ::listen (listener_, 8) == 0 &&
                 getsockname (listener_, pointer (a), &n) == 0,
               "the server listens");

      port_ = ntohs (a.sin_port);
      thread_ = std::thread ([this] { play (); });
    }

    ~played_server ()
    {
      std::uint64_t one (1);
      require (::write (over_, &one, sizeof (one)) == sizeof (one),
               "the server is told");
      thread_.join ();
      ::close (listener_);
      ::close (over_);
    }

    played_server (const played_server&) = delete;
    played_server& operator= (const played_server&) = delete;

    std::uint16_t port () const
    {
      return port_;
    }

  private:
    static sockaddr* pointer (sockaddr_in& a)
    {
      return reinterpret_cast<sockaddr*> (&a);
    }

    void play () const
    {
      while (readable (listener_, -1))
      {
        int c (accept4 (listener_, nullptr, nullptr, SOCK_CLOEXEC));

        if (c == -1)
          continue;

        say_all (c);
        ::close (c);
      }
    }

    // Each part is an answer, or comes by itself if it is not asked for soon.
    //
    void say_all (int c) const
    {
      bool there (true);

      for (const std::string& part : parts_)
      {
        if (there && readable (c, 2))
          there = read_until (c);

        there =
          there && ::send (c, part.data (), part.size (), MSG_NOSIGNAL) != -1;
      }

      if (leaves_)
        ::shutdown (c, SHUT_WR);

      while (there && readable (c, -1))
        there = read_until (c);
    }

    // False if the client has gone.
    //
    static bool read_until (int c)
    {
      char some[4096];
      return ::recv (c, some, sizeof (some), MSG_DONTWAIT) > 0;
    }

    // Waits so many milliseconds, and not beyond the end of the play.
    //
    bool readable (int fd, int time) const
    {
      pollfd both[] = {{over_, POLLIN, 0}, {fd, POLLIN, 0}};
      return ::poll (both, 2, time) > 0 && both[0].revents == 0;
    }

    const std::vector<std::string> parts_;
    const bool leaves_;
    const int listener_;
    const int over_;
    std::uint16_t port_ = 0;
    std::thread thread_;
  };
}

#endif // TESTS_FUZZ_PLAYED_SERVER_HXX
