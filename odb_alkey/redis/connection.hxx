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
#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Receives the reply to a command that nobody waits for. After post () has
    // returned it is called exactly once: with the reply, or with nullptr if
    // the connection was lost or given up before the reply came.
    //
    class reply_handler
    {
    public:
      virtual ~reply_handler ();

      // Is called by the thread that uses the connection next, which can be
      // any thread. Must not use that connection.
      //
      virtual void done (const reply*) noexcept = 0;
    };

    // One connection to Redis.
    //
    //   connection c (parse_url (url), limits, deadline);
    //   c.send (r, deadline);           // one or more commands
    //   reply a (c.receive (deadline)); // one call for each of them
    //
    // A command costs two system calls. Every call ends by its deadline, or by
    // its share of the time-outs if that is earlier. If the reply has not come
    // by then, the call throws redis_unavailable and leaves the connection
    // broken, because a late reply would be taken for the next one. A broken
    // connection can only be destroyed. A reply that holds more than its
    // request expects breaks the connection as well, with reply_too_large.
    //
    // One thread at a time may use it, in the process that opened it: in a
    // child it is broken.
    //
    class connection
    {
    public:
      // The server that is expected: only a primary, or also a sentinel.
      //
      enum class peer
      {
        primary,
        anybody
      };

      // Connects, authenticates, selects the database, and reads the run id,
      // version and eviction policy of the server, in one round trip. Throws
      // redis_unavailable if the server cannot be reached or does not answer,
      // and redis_error if it refuses the login or is a replica; both name the
      // endpoint and the remedy. It reads
      // none of these if the peer may be a sentinel (peer::anybody).
      //
      connection (const endpoint&, const timeouts&, deadline,
                  peer = peer::primary);

      // Asks the server again for its role and eviction policy, which may
      // change while the connection is open. Throws redis_error if the server
      // has become a replica.
      //
      void check (deadline);

      // The time of the last check, or of the handshake.
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

      // Writes a request. Replies that come meanwhile are read, so that the
      // client and the server never wait for each other, however large the
      // request is. A deadline that has passed writes nothing and breaks
      // nothing.
      //
      void send (const request&, deadline);

      // Has each request that is sent from now on preceded by ASKING, which a
      // node of a cluster wants for a slot that is being moved to it. Then a
      // request has one command only.
      //
      void asking (bool yes) noexcept
      {
        asking_ = yes;
      }

      bool asking () const noexcept
      {
        return asking_;
      }

      // Returns the next reply to a command that was sent with send (). Owed
      // replies that come before it go to their handlers. An error reply is
      // returned like any other.
      //
      reply receive (deadline);

      // Writes a request of one command. Its reply goes to d when it is met:
      // in a later receive (), in drain_replies (), or when the connection
      // ends. If post () throws, d still belongs to the caller and has not
      // been called. (Pass a pointer to reply_handler itself: a pointer to a
      // derived class is converted first, and d is then destroyed by a
      // failure.)
      //
      void post (const request&, std::unique_ptr<reply_handler>&& d, deadline);

      // Hands out owed replies that have arrived, without waiting. Returns
      // false if the connection turned out to be broken.
      //
      bool drain_replies () noexcept;

      // Hands out all owed replies, and waits for those that have not arrived.
      // Requires that no other replies are awaited.
      //
      void settle (deadline);

      // Commands that have been sent; also the number of the next one.
      //
      std::uint64_t sent () const noexcept
      {
        return sent_;
      }

      // Replies that are owed to handlers.
      //
      std::size_t owed () const noexcept
      {
        return owed_.size ();
      }

      // Returns true if every reply to send () has been received. Otherwise
      // the connection must not be given to another caller, who would receive
      // the rest.
      //
      bool idle () const noexcept
      {
        return sent_ - received_ == owed_.size ();
      }

      bool broken () const noexcept
      {
        return state_ != state::whole || foreign ();
      }

      // Returns true if it is broken because the server has closed it, as a
      // server does that restarts, or that ends idle connections. Another
      // connection may work then, unlike after a time-out.
      //
      bool lost () const noexcept
      {
        return state_ == state::lost;
      }

      // Returns true in the child of a fork: the socket is the parent's.
      //
      bool foreign () const noexcept;

      // Closes the socket and leaves everything else to the destructor, since
      // a child may do no more within the handler of a fork.
      //
      void abandon () noexcept;

      // The server and the history of its data: the beginning of its run id
      // (INFO server), which changes with each start, and that of its
      // replication id (INFO replication), which changes when it becomes a
      // primary. Both are as old as the last check () or the handshake.
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

      // The eviction policy (INFO memory).
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

      // The reply with this number is owed to a handler.
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

      // The limits of all replies that have not come yet.
      //
      reply_limits limits_;

      // Commands sent and replies received so far. The counts also number
      // them.
      //
      std::uint64_t sent_ = 0;
      std::uint64_t received_ = 0;

      std::string run_id_;
      std::string server_;
      std::size_t server_hash_ = 0;
      std::string server_version_;
      std::string maxmemory_policy_;
      bool names_role_ = false;
      bool asking_ = false;
      std::chrono::steady_clock::time_point checked_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_CONNECTION_HXX
