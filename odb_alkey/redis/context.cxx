#include <odb_alkey/redis/context.hxx>

#include <fcntl.h>
#include <hiredis.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include <odb_alkey/redis/socket.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    namespace
    {
      redisContext* adopt (descriptor s)
      {
        redisContext* c (redisConnectFd (s.fd ()));

        if (c == nullptr)
          throw std::bad_alloc ();

        s.release ();

        // If hiredis took the socket for a blocking one, it would report the
        // end of a wait as an error.
        //
        c->flags &= ~REDIS_BLOCK;
        return c;
      }

      const char* remedy (const endpoint& e)
      {
        return e.encrypted       ? client_certificate_remedy ()
               : e.path.empty () ? "; if it speaks TLS there (tls-port), use "
                                   "rediss:// or its other port"
                                 : "";
      }
    }

    void context::free_context::operator() (redisContext* c) const noexcept
    {
      redisFree (c);
    }

    context::context (const endpoint& e, deadline d, milliseconds patience)
        : patience_ (e.encrypted ? milliseconds (0) : patience),
          hiredis_ (adopt (open_socket (e, d))), replies_ (*hiredis_->reader),
          remedy_ (remedy (e))
    {
      if (e.encrypted)
      {
        // A read must not wait for the rest of a TLS record that has arrived
        // in part.
        //
        fcntl (hiredis_->fd, F_SETFL, O_NONBLOCK);
        tls_ = e.tls->shake_hands (*hiredis_, e, d);
      }
      else if (patience_.count () != 0)
      {
        timeval t;
        t.tv_sec = static_cast<time_t> (patience_.count () / 1000);
        t.tv_usec =
          static_cast<suseconds_t> (patience_.count () % 1000 * 1000);
        setsockopt (hiredis_->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof (t));
      }
    }

    context::~context ()
    {
      close ();
    }

    std::ptrdiff_t context::send (const char* data, std::size_t size)
    {
      if (tls_ != nullptr)
        return tls_->send (data, size);

      // hiredis would raise SIGPIPE, and copy the data first.
      //
      ssize_t n;

      do
        n = ::send (hiredis_->fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
      while (n < 0 && errno == EINTR);

      if (n >= 0)
        return n;

      if (errno == EAGAIN || errno == EWOULDBLOCK)
        return 0;

      error_ = errno;
      return -1;
    }

    std::ptrdiff_t context::receive (deadline d, deadline now)
    {
      for (;; now = steady_clock::now ())
      {
        bool in_kernel (patience_.count () != 0 && d - now >= 2 * patience_);

        if (!in_kernel && wait (POLLIN, d) == 0)
          return 0;

        std::ptrdiff_t n (read ());

        if (n > 0)
          remedy_ = "";

        if (n != 0)
          return n;
      }
    }

    // Returns 0 if nothing came while it waited in the kernel.
    //
    std::ptrdiff_t context::read ()
    {
      const redisReader& r (*hiredis_->reader);
      std::size_t before (r.len);

      if ((tls_ != nullptr ? tls_->receive ()
                           : redisBufferRead (hiredis_.get ())) == REDIS_OK)
        return static_cast<std::ptrdiff_t> (r.len - before);

      if (hiredis_->err == REDIS_ERR_OOM)
        throw std::bad_alloc ();

      return -1;
    }

    int context::wait (short events, deadline d) noexcept
    {
      if ((events & POLLIN) != 0 && tls_ != nullptr && tls_->pending ())
        return POLLIN;

      return wait_for (hiredis_->fd, events, d);
    }

    std::string context::why () const
    {
      return (tls_ != nullptr                  ? tls_->why ()
              : hiredis_->err == REDIS_ERR_EOF ? closed_by_server ()
              : hiredis_->err != 0             ? hiredis_->errstr
                                               : error_text (error_)) +
             remedy_;
    }

    void context::close () noexcept
    {
      if (hiredis_->fd != -1)
        ::close (hiredis_->fd);

      hiredis_->fd = -1;
    }
  }
}
