#include <odb_alkey/redis/socket.hxx>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/resolver.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::steady_clock;

    namespace
    {
      // Owns a descriptor while it is not a socket yet.
      //
      class descriptor
      {
      public:
        explicit descriptor (int fd): fd_ (fd) {}

        ~descriptor ()
        {
          if (fd_ != -1)
            ::close (fd_);
        }

        // It owns the descriptor.
        //
        descriptor (const descriptor&) = delete;
        descriptor& operator= (const descriptor&) = delete;

        int fd () const
        {
          return fd_;
        }

        int release ()
        {
          int r (fd_);
          fd_ = -1;
          return r;
        }

      private:
        int fd_;
      };

      timeval timeval_of (std::chrono::microseconds d)
      {
        // Zero would mean for ever.
        //
        d = std::max (d, std::chrono::microseconds (1));

        timeval r;
        r.tv_sec = static_cast<time_t> (d.count () / 1000000);
        r.tv_usec = static_cast<suseconds_t> (d.count () % 1000000);
        return r;
      }

      void time_limit (int fd, int option, std::chrono::microseconds d)
      {
        timeval t (timeval_of (d));
        setsockopt (fd, SOL_SOCKET, option, &t, sizeof (t));
      }

      std::chrono::microseconds until (deadline d)
      {
        return std::chrono::duration_cast<std::chrono::microseconds> (
          d - steady_clock::now ());
      }

      int wait_for (int fd, short events, deadline d) noexcept
      {
        for (;;)
        {
          std::chrono::nanoseconds left (d - steady_clock::now ());

          if (left.count () <= 0)
            return 0;

          timespec t;
          t.tv_sec = static_cast<time_t> (left.count () / 1000000000);
          t.tv_nsec = static_cast<long> (left.count () % 1000000000);

          pollfd p = {fd, events, 0};
          int n (ppoll (&p, 1, &t, nullptr));

          if (n > 0)
            return p.revents;

          if (n < 0 && errno != EINTR)
            return POLLERR;
        }
      }

      std::string remedy (const endpoint& e, int error)
      {
        switch (error)
        {
        case ECONNREFUSED:
          return "; is Redis running there?";
        case ENOENT:
          return "; is Redis running, with that path as its unixsocket?";
        case EACCES:
          return e.path.empty ()
                   ? ""
                   : "; may this user write to the socket (unixsocketperm)?";
        case ETIMEDOUT:
        case EAGAIN:
          return e.path.empty () ? "; is the address right, and does a "
                                   "firewall let it through?"
                                 : "; the server does not accept connections";
        default:
          return "";
        }
      }

      [[noreturn]] void refuse (const endpoint& e, const std::string& why,
                                int error)
      {
        throw redis_unavailable ("cannot connect to Redis at " + e.str () +
                                 ": " + why + remedy (e, error));
      }

      [[noreturn]] void refuse (const endpoint& e, int error)
      {
        refuse (e, error_text (error == EAGAIN ? ETIMEDOUT : error), error);
      }

      int open_local (const endpoint& e, deadline d)
      {
        descriptor s (::socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));

        if (s.fd () == -1)
          refuse (e, errno);

        sockaddr_un a;
        std::memset (&a, 0, sizeof (a));
        a.sun_family = AF_UNIX;
        assert (e.path.size () < sizeof (a.sun_path));
        e.path.copy (a.sun_path, sizeof (a.sun_path) - 1);

        // A blocking connect with a limit, and not a non-blocking one: on a
        // unix socket whose backlog is full the latter fails with EAGAIN, and
        // there is nothing to poll for.
        //
        for (;;)
        {
          std::chrono::microseconds left (until (d));

          if (left.count () <= 0)
            refuse (e, ETIMEDOUT);

          time_limit (s.fd (), SO_SNDTIMEO, left);

          if (::connect (s.fd (), reinterpret_cast<const sockaddr*> (&a),
                         sizeof (a)) == 0)
            return s.release ();

          if (errno != EINTR)
            refuse (e, errno);
        }
      }

      // Connects to one address; returns the descriptor, or -1 and the error.
      //
      int open_address (const addrinfo& a, deadline d, int& error)
      {
        descriptor s (::socket (
          a.ai_family, a.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));

        if (s.fd () == -1)
        {
          error = errno;
          return -1;
        }

        error = ::connect (s.fd (), a.ai_addr, a.ai_addrlen) == 0 ? 0 : errno;

        if (error == EINPROGRESS || error == EINTR)
        {
          socklen_t n (sizeof (error));

          if (wait_for (s.fd (), POLLOUT, d) == 0)
            error = ETIMEDOUT;
          else if (getsockopt (s.fd (), SOL_SOCKET, SO_ERROR, &error, &n) != 0)
            error = errno;
        }

        // From here on the socket blocks, so that a reply costs one call.
        //
        int on (1);

        if (error == 0 && (fcntl (s.fd (), F_SETFL, 0) != 0 ||
                           setsockopt (s.fd (), IPPROTO_TCP, TCP_NODELAY, &on,
                                       sizeof (on)) != 0))
          error = errno;

        return error == 0 ? s.release () : -1;
      }

      int open_tcp (const endpoint& e, deadline d)
      {
        addresses found (resolve (e.host, e.port, d));
        int left (0);
        int error (ETIMEDOUT);

        for (const addrinfo* a (found.get ()); a != nullptr; a = a->ai_next)
          ++left;

        // Every address gets its share of the time, so that one that swallows
        // packets does not keep a later one from answering.
        //
        for (const addrinfo* a (found.get ()); a != nullptr;
             a = a->ai_next, --left)
        {
          deadline share (steady_clock::now () +
                          (d - steady_clock::now ()) / left);
          int fd (open_address (*a, share, error));

          if (fd != -1)
            return fd;
        }

        refuse (e, error);
      }

      ssize_t retried (int fd, char* data, std::size_t size, int flags)
      {
        ssize_t n;

        do
          n = ::recv (fd, data, size, flags);
        while (n < 0 && errno == EINTR);

        return n;
      }

      socket::transfer result (ssize_t n) noexcept
      {
        socket::transfer r = {0, 0};

        if (n >= 0)
          r.size = static_cast<std::size_t> (n);
        else
          r.error = errno == EWOULDBLOCK ? EAGAIN : errno;

        return r;
      }
    }

    socket::socket (const endpoint& e, deadline d,
                    std::chrono::milliseconds patience)
        : fd_ (e.path.empty () ? open_tcp (e, d) : open_local (e, d))
    {
      time_limit (fd_, SO_RCVTIMEO, patience);
    }

    socket::~socket ()
    {
      close ();
    }

    socket::transfer socket::send (const char* data, std::size_t size) noexcept
    {
      ssize_t n;

      do
        n = ::send (fd_, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
      while (n < 0 && errno == EINTR);

      return result (n);
    }

    socket::transfer socket::receive (char* data, std::size_t size) noexcept
    {
      // A signal ends the wait, as if the time was up: waiting again would
      // start the time anew.
      //
      ssize_t n (::recv (fd_, data, size, 0));

      if (n < 0 && errno == EINTR)
        errno = EAGAIN;

      return result (n);
    }

    socket::transfer socket::receive_arrived (char* data,
                                              std::size_t size) noexcept
    {
      return result (retried (fd_, data, size, MSG_DONTWAIT));
    }

    int socket::wait (short events, deadline d) noexcept
    {
      return wait_for (fd_, events, d);
    }

    void socket::close () noexcept
    {
      if (fd_ != -1)
        ::close (fd_);

      fd_ = -1;
    }

    std::string error_text (int error)
    {
      return std::generic_category ().message (error);
    }
  }
}
