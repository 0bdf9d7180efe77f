#ifndef ODB_ALKEY_REDIS_CONNECTION_HXX
#define ODB_ALKEY_REDIS_CONNECTION_HXX

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include <odb_alkey/redis/context.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>
#include <odb_alkey/redis/url.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Receives the reply to a command that nobody waits for. Once post () has
    // returned it is called exactly once: with the reply, or with nullptr
    // when the connection was lost, or given up, before it came.
    //
    class reply_handler
    {
    public:
      virtual ~reply_handler ();

      // May be called by whatever thread uses the connection next. Must not
      // use that connection.
      //
      virtual void done (const reply*) noexcept = 0;
    };

    // One connection to Redis.
    //
    //   connection c (parse_url (url), limits, deadline);
    //   c.send (r, deadline);           // one or more commands
    //   reply a (c.receive (deadline)); // one call for each of them
    //
    // A command costs two system calls. Every call ends by its deadline, or
    // by its share of the time-outs if that is earlier. One that does not get
    // what it waits for throws redis_unavailable and leaves the connection
    // broken, because a late reply would be taken for the next one; a broken
    // connection can only be destroyed. The same with reply_too_large and one
    // that holds more than its request expects.
    //
    // To be used by one thread at a time, in the process that opened it: in
    // a child it is broken.
    //
    class connection
    {
    public:
      // What a sentinel, or a replica, must not be taken for.
      //
      enum class peer
      {
        primary,
        anybody
      };

      // Connects, authenticates, selects the database, and learns the run id,
      // version and eviction policy of the server, in one round trip. Throws
      // redis_unavailable if the server cannot be reached or does not answer,
      // and redis_error if it does not let us in or is a replica; both name
      // the endpoint and the remedy. Of anybody nothing is learnt.
      //
      connection (const endpoint&, const timeouts&, deadline,
                  peer = peer::primary);

      // Asks the server again for what may change while we are connected:
      // throws redis_error if it has become a replica.
      //
      void check (deadline);

      // When it was asked last.
      //
      std::chrono::steady_clock::time_point checked () const noexcept
      {
        return checked_;
      }

      // Calls reply_handler::done (nullptr) for every reply that is owed.
      //
      ~connection ();

      // Its replies belong to its socket.
      //
      connection (const connection&) = delete;
      connection& operator= (const connection&) = delete;

      // Writes a request. While the system takes no more, what the server
      // answers meanwhile is read, so that no size can make both wait for the
      // other. A deadline that has passed writes nothing and breaks nothing.
      //
      void send (const request&, deadline);

      // The next reply to what was sent with send (), one for each command.
      // Owed replies that come before it go to their receivers. An error
      // reply is returned like any other.
      //
      reply receive (deadline);

      // Writes a request of one command, whose reply goes to d whenever it is
      // met: in a later receive (), drain_replies (), or when the connection
      // ends. If post () throws, d is still the caller's and has not been
      // called. (Have it as a pointer to reply_handler: to another type it is
      // converted, and a failure destroys it.)
      //
      void post (const request&, std::unique_ptr<reply_handler>&& d, deadline);

      // Hands out owed replies that have arrived, without waiting. Returns
      // false if the connection turned out to be broken.
      //
      bool drain_replies () noexcept;

      // How many commands have been sent, which is the number of the next one.
      //
      std::uint64_t sent () const noexcept
      {
        return sent_;
      }

      // Replies that are owed to deferred ones.
      //
      std::size_t owed () const noexcept
      {
        return owed_.size ();
      }

      // True if every reply to send () has been received. What is not idle
      // cannot be handed to somebody else, who would receive the rest.
      //
      bool idle () const noexcept
      {
        return sent_ - received_ == owed_.size ();
      }

      bool broken () const noexcept
      {
        return state_ != state::whole || foreign ();
      }

      // Broken because the server has closed it, as it does when it restarts
      // or has not heard of us for long. Another connection may do better,
      // unlike after a time-out.
      //
      bool lost () const noexcept
      {
        return state_ == state::lost;
      }

      // True in the child of a fork: the socket is the parent's.
      //
      bool foreign () const noexcept;

      // Closes the socket and leaves everything else to the destructor. For
      // the child of a fork, where this is all that is safe at once.
      //
      void abandon () noexcept;

      // The server and the history of its data: the beginnings of the run id
      // of INFO server, which is another one after each start, and of the
      // replication id of INFO replication, which is another one after it was
      // made a primary. As of the greeting, or of the last check ().
      //
      const std::string& server () const noexcept
      {
        return server_;
      }

      std::size_t server_hash () const noexcept
      {
        return server_hash_;
      }

      const std::string& server_version () const noexcept
      {
        return server_version_;
      }

      // As of INFO memory: what goes when memory is short.
      //
      const std::string& maxmemory_policy () const noexcept
      {
        return maxmemory_policy_;
      }

    private:
      enum class state
      {
        whole,
        failed,
        lost
      };

      // A reply that is owed: the one with this number.
      //
      struct owed_reply
      {
        std::uint64_t number;
        std::unique_ptr<reply_handler> to;
      };

      void handshake (const endpoint&, peer, deadline);
      void note_server (const std::string& info);
      std::string read_replies (const endpoint&, std::size_t replies,
                                deadline);

      void write (const request&, deadline);
      std::ptrdiff_t take (deadline, deadline now);
      bool parse (reply&);
      reply next (deadline);
      bool next_arrived (reply&);
      bool hand_out (const reply&) noexcept;

      void break_off (state) noexcept;
      [[noreturn]] void fail (state, const std::string& why);
      [[noreturn]] void fail_lost ();
      [[noreturn]] void fail_late (deadline begin);

      const std::string where_;
      const std::chrono::milliseconds limit_;
      const unsigned generation_;
      state state_ = state::whole;

      context context_;
      std::deque<owed_reply> owed_;

      // The limits of every reply that is to come.
      //
      reply_limits limits_;

      // Commands sent and replies received so far, which also numbers them.
      //
      std::uint64_t sent_ = 0;
      std::uint64_t received_ = 0;

      std::string run_id_;
      std::string server_;
      std::size_t server_hash_ = 0;
      std::string server_version_;
      std::string maxmemory_policy_;
      bool names_role_ = false;
      std::chrono::steady_clock::time_point checked_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_CONNECTION_HXX
