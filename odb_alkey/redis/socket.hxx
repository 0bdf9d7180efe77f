#ifndef ODB_ALKEY_REDIS_SOCKET_HXX
#define ODB_ALKEY_REDIS_SOCKET_HXX

#include <chrono>
#include <cstddef>
#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/url.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // A connected stream socket. It knows bytes and errors, and leaves it to
    // the connection what they mean.
    //
    //   socket s (e, deadline, patience);
    //   transfer t (s.send (data, size));
    //   if (t.error == EAGAIN)
    //     s.wait (POLLOUT, deadline);
    //
    // To be used by one thread at a time.
    //
    class socket
    {
    public:
      // How many bytes went, and if none did, errno; neither means that the
      // peer has closed.
      //
      struct transfer
      {
        std::size_t size;
        int error;
      };

      // Connects by the deadline, or throws redis_unavailable that names the
      // endpoint, the error and what to do.
      //
      // patience is what receive () waits at most; rounded by the system to
      // its clock tick. It is given here, since setting it costs a call.
      //
      socket (const endpoint&, deadline, std::chrono::milliseconds patience);
      ~socket ();

      // It owns the descriptor.
      //
      socket (const socket&) = delete;
      socket& operator= (const socket&) = delete;

      // Sends what the system takes without waiting. Never raises SIGPIPE.
      //
      transfer send (const char* data, std::size_t size) noexcept;

      // Receives what there is; if that is nothing, receive () waits for it
      // and receive_arrived () does not (EAGAIN).
      //
      transfer receive (char* data, std::size_t size) noexcept;
      transfer receive_arrived (char* data, std::size_t size) noexcept;

      // Waits until one of the events (as of poll) holds. Returns those that
      // do, or 0 at the deadline.
      //
      int wait (short events, deadline) noexcept;

      // Closes the descriptor, which sends nothing on a stream; does nothing
      // the second time.
      //
      void close () noexcept;

    private:
      int fd_;
    };

    // The text of an errno.
    //
    std::string error_text (int error);
  }
}

#endif // ODB_ALKEY_REDIS_SOCKET_HXX
