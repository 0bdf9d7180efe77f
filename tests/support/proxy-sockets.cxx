#include <tests/support/proxy-sockets.hxx>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace tests
{
  namespace proxying
  {
    namespace
    {
      sockaddr_in loopback (std::uint16_t port)
      {
        sockaddr_in a;
        std::memset (&a, 0, sizeof (a));
        a.sin_family = AF_INET;
        a.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
        a.sin_port = htons (port);
        return a;
      }

      template <typename A>
      int connected (const A& a)
      {
        int s (socket (reinterpret_cast<const sockaddr&> (a).sa_family,
                       SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));

        if (connect (s, reinterpret_cast<const sockaddr*> (&a), sizeof (a)) ==
              0 ||
            errno == EINPROGRESS)
          return s;

        int e (errno);
        close (s);
        errno = e;
        return -1;
      }

      // Nagle's algorithm would add delays of 40 ms.
      //
      void send_at_once (int s)
      {
        int on (1);
        setsockopt (s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof (on));
      }
    }

    int connect_to (const std::string& path, std::uint16_t port)
    {
      if (path.empty ())
      {
        int s (connected (loopback (port)));

        if (s != -1)
          send_at_once (s);

        return s;
      }

      sockaddr_un a;
      std::memset (&a, 0, sizeof (a));
      a.sun_family = AF_UNIX;
      std::strncpy (a.sun_path, path.c_str (), sizeof (a.sun_path) - 1);
      return connected (a);
    }

    // A socket that is bound keeps the port, and does not stand in the way of
    // one that listens, as both allow to be bound again.
    //
    reserved_port::reserved_port (): reservation_ (bound ())
    {
      sockaddr_in a;
      socklen_t n (sizeof (a));
      getsockname (reservation_, reinterpret_cast<sockaddr*> (&a), &n);
      number_ = ntohs (a.sin_port);
      listen ();
    }

    reserved_port::reserved_port (std::uint16_t number)
        : number_ (number), reservation_ (bound ())
    {
    }

    reserved_port::~reserved_port ()
    {
      refuse ();
      close (reservation_);
    }

    void reserved_port::listen ()
    {
      if (listener_ != -1)
        return;

      listener_ = bound ();

      if (::listen (listener_, 128) != 0)
        throw std::system_error (errno, std::generic_category (), "listen");
    }

    void reserved_port::refuse ()
    {
      if (listener_ != -1)
        close (listener_);

      listener_ = -1;
    }

    int reserved_port::accept ()
    {
      int s (
        accept4 (listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));

      if (s != -1)
        send_at_once (s);

      return s;
    }

    int reserved_port::bound () const
    {
      int on (1);
      sockaddr_in a (loopback (number_));
      int s (socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      setsockopt (s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof (on));

      if (bind (s, reinterpret_cast<sockaddr*> (&a), sizeof (a)) != 0)
      {
        int e (errno);
        close (s);
        throw std::system_error (e, std::generic_category (), "bind");
      }

      return s;
    }
  }
}
