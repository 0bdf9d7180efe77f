#ifndef ODB_ALKEY_REDIS_SOCKET_HXX
#define ODB_ALKEY_REDIS_SOCKET_HXX

#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Owns a descriptor.
    //
    class descriptor
    {
    public:
      explicit descriptor (int fd) noexcept: fd_ (fd) {}

      descriptor (descriptor&& d) noexcept: fd_ (d.release ()) {}

      ~descriptor ();

      // Two of them would close it twice.
      //
      descriptor& operator= (descriptor&&) = delete;

      int fd () const noexcept
      {
        return fd_;
      }

      int release () noexcept
      {
        int r (fd_);
        fd_ = -1;
        return r;
      }

    private:
      int fd_;
    };

    // Connects a stream socket by the deadline; the socket blocks. Throws
    // redis_unavailable, which names the endpoint, the error and the remedy.
    //
    // hiredis could connect as well; but it resolves names without a deadline,
    // tries the next address of a name in one case only, lets the children of
    // exec inherit the socket, and fails at once where a local server has
    // many connections to accept.
    //
    descriptor open_socket (const endpoint&, deadline);

    // Waits until one of the events (see poll) holds. Returns those that do,
    // or 0 at the deadline. Does not wait if the deadline has passed.
    //
    int wait_for (int fd, short events, deadline) noexcept;

    // The text of an errno.
    //
    std::string error_text (int error);
  }
}

#endif // ODB_ALKEY_REDIS_SOCKET_HXX
