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
#include <system_error>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/resolver.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::steady_clock;

    namespace
    {
      std::chrono::microseconds until (deadline d)
      {
        return std::chrono::duration_cast<std::chrono::microseconds> (
          d - steady_clock::now ());
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

      descriptor open_local (const endpoint& e, deadline d)
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

          timeval t;
          t.tv_sec = static_cast<time_t> (left.count () / 1000000);
          t.tv_usec = static_cast<suseconds_t> (left.count () % 1000000);
          setsockopt (s.fd (), SOL_SOCKET, SO_SNDTIMEO, &t, sizeof (t));

          if (::connect (s.fd (), reinterpret_cast<const sockaddr*> (&a),
                         sizeof (a)) == 0)
            return s;

          if (errno != EINTR)
            refuse (e, errno);
        }
      }

      // Connects to one address. Returns a descriptor of -1 if there is an
      // error.
      //
      descriptor open_address (const addrinfo& a, deadline d, int& error)
      {
        descriptor s (::socket (
          a.ai_family, a.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));

        if (s.fd () == -1)
        {
          error = errno;
          return s;
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

        // From here on the socket blocks, so that a reply costs one system
        // call.
        //
        int on (1);

        if (error == 0 && (fcntl (s.fd (), F_SETFL, 0) != 0 ||
                           setsockopt (s.fd (), IPPROTO_TCP, TCP_NODELAY, &on,
                                       sizeof (on)) != 0))
          error = errno;

        return error == 0 ? std::move (s) : descriptor (-1);
      }

      descriptor open_tcp (const endpoint& e, deadline d)
      {
        addresses found (resolve (e.host, e.port, d));
        int left (0);
        int error (ETIMEDOUT);

        for (const addrinfo* a (found.get ()); a != nullptr; a = a->ai_next)
          ++left;

        // Every address gets its share of the time, so that an address which
        // swallows packets does not keep a later one from answering.
        //
        for (const addrinfo* a (found.get ()); a != nullptr;
             a = a->ai_next, --left)
        {
          deadline share (steady_clock::now () +
                          (d - steady_clock::now ()) / left);
          descriptor s (open_address (*a, share, error));

          if (s.fd () != -1)
            return s;
        }

        refuse (e, error);
      }
    }

    descriptor::~descriptor ()
    {
      if (fd_ != -1)
        ::close (fd_);
    }

    descriptor open_socket (const endpoint& e, deadline d)
    {
      return e.path.empty () ? open_tcp (e, d) : open_local (e, d);
    }

    int wait_for (int fd, short events, deadline d) noexcept
    {
      for (;;)
      {
        std::chrono::nanoseconds left (
          std::max (d - steady_clock::now (), steady_clock::duration (0)));

        timespec t;
        t.tv_sec = static_cast<time_t> (left.count () / 1000000000);
        t.tv_nsec = static_cast<long> (left.count () % 1000000000);

        pollfd p = {fd, events, 0};
        int n (ppoll (&p, 1, &t, nullptr));

        if (n >= 0)
          return p.revents;

        if (errno != EINTR)
          return POLLERR;
      }
    }

    std::string error_text (int error)
    {
      return std::generic_category ().message (error);
    }
  }
}
