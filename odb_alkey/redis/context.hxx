#ifndef ODB_ALKEY_REDIS_CONTEXT_HXX
#define ODB_ALKEY_REDIS_CONTEXT_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/reply-reader.hxx>
#include <odb_alkey/redis/tls.hxx>

struct redisContext;

namespace odb_alkey
{
  namespace redis
  {
    // A socket with hiredis, which owns the descriptor and the bytes that have
    // been read, makes replies of them, and encrypts. Connecting and waiting
    // is done here, since hiredis has no deadline for either.
    //
    //   context c (e, deadline, patience);
    //   c.send (data, size);
    //
    //   reply r;
    //   while (!c.replies ().next (r) && c.receive (deadline) > 0)
    //     ;
    //
    // It knows bytes and replies; the connection knows which reply belongs to
    // which command. One thread at a time may use it.
    //
    class context
    {
    public:
      // Connects by the deadline, with the handshake of TLS if the endpoint is
      // encrypted. Throws redis_unavailable, which names the remedy.
      //
      // patience is how long a read without TLS waits in the kernel, which
      // saves a system call. The system rounds it to its clock tick; 0 means
      // that it is too short for that.
      //
      context (const endpoint&, deadline, std::chrono::milliseconds patience);
      ~context ();

      // hiredis points to its reader.
      //
      context (const context&) = delete;
      context& operator= (const context&) = delete;

      // Sends as much as the system takes without waiting. Returns how many
      // bytes that is, or a negative number if the connection is lost. If it
      // is 0, the next call has to have the same data. Never raises SIGPIPE.
      //
      std::ptrdiff_t send (const char* data, std::size_t size);

      // Reads the bytes that have arrived, or waits for some until the
      // deadline. Returns how many they are, 0 at the deadline, or a negative
      // number if the connection is lost. Does not wait if the deadline has
      // passed. now saves a system call if the caller knows the time.
      //
      std::ptrdiff_t
      receive (deadline, deadline now = std::chrono::steady_clock::now ());

      reply_reader& replies () noexcept
      {
        return replies_;
      }

      // Waits until one of the events (see poll) holds. Returns those that do,
      // or 0 at the deadline.
      //
      int wait (short events, deadline) noexcept;

      // The reason why the connection is lost, with a remedy if the server has
      // closed it without a word.
      //
      std::string why () const;

      // Closes the socket without sending anything. Bytes that have been read
      // stay. A second call does nothing.
      //
      void close () noexcept;

    private:
      struct free_context
      {
        void operator() (redisContext*) const noexcept;
      };

      std::ptrdiff_t read ();

      const std::chrono::milliseconds patience_;
      std::unique_ptr<redisContext, free_context> hiredis_;
      reply_reader replies_;
      std::unique_ptr<tls_session> tls_;
      int error_ = 0;

      // Empty once something has been received.
      //
      const char* remedy_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_CONTEXT_HXX
