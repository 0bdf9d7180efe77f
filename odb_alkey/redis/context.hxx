#ifndef ODB_ALKEY_REDIS_CONTEXT_HXX
#define ODB_ALKEY_REDIS_CONTEXT_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/reply-reader.hxx>
#include <odb_alkey/redis/tls.hxx>
#include <odb_alkey/redis/url.hxx>

struct redisContext;

namespace odb_alkey
{
  namespace redis
  {
    // hiredis around a socket: it owns the descriptor and what has been read,
    // reads, makes replies of it, and encrypts. Connecting and waiting is
    // ours, since with hiredis a deadline cannot be had for either.
    //
    //   context c (e, deadline, patience);
    //   c.send (data, size);
    //
    //   reply r;
    //   while (!c.replies ().next (r) && c.receive (deadline) > 0)
    //     ;
    //
    // It knows bytes, and leaves it to the connection what is owed to whom.
    // To be used by one thread at a time.
    //
    class context
    {
    public:
      // Connects by the deadline, with the handshake of TLS if the endpoint
      // has one, or throws redis_unavailable that tells what to do.
      //
      // patience is how long a read without TLS waits in the kernel, which
      // saves a call; rounded by the system to its clock tick. 0 if it is too
      // short for that.
      //
      context (const endpoint&, deadline, std::chrono::milliseconds patience);
      ~context ();

      // hiredis points to its reader.
      //
      context (const context&) = delete;
      context& operator= (const context&) = delete;

      // Sends what the system takes without waiting: returns how many bytes,
      // or a negative number if the connection is lost. Has to be called with
      // the same data until it takes some. Never raises SIGPIPE.
      //
      std::ptrdiff_t send (const char* data, std::size_t size);

      // Reads what has arrived, or waits for it until the deadline: returns
      // how many bytes, 0 at the deadline, or a negative number if the
      // connection is lost. A deadline that has passed means not to wait.
      // Whoever knows the time saves asking for it.
      //
      std::ptrdiff_t
      receive (deadline, deadline now = std::chrono::steady_clock::now ());

      reply_reader& replies () noexcept
      {
        return replies_;
      }

      // Waits until one of the events (as of poll) holds. Returns those that
      // do, or 0 at the deadline.
      //
      int wait (short events, deadline) noexcept;

      // Why the connection is lost, with the remedy if the server has turned
      // us away without a word.
      //
      std::string why () const;

      // Closes the socket, and sends nothing before; what has been read stays.
      // Does nothing the second time.
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

      // Until something has been received.
      //
      const char* remedy_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_CONTEXT_HXX
