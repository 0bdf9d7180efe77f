#ifndef ODB_ALKEY_REDIS_SERVER_ERROR_HXX
#define ODB_ALKEY_REDIS_SERVER_ERROR_HXX

#include <chrono>
#include <string>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The time was up before the server was asked, so that nothing is known of
    // the server.
    //
    struct not_sent: redis_unavailable
    {
      using redis_unavailable::redis_unavailable;
      not_sent* clone () const override;
    };

    // The server has not answered within this time. If that is short, because
    // other calls had used the time up, the server is not to blame.
    //
    struct no_answer: redis_unavailable
    {
      no_answer (const std::string& what, std::chrono::milliseconds);
      no_answer* clone () const override;

      std::chrono::milliseconds waited;
    };

    // A reply is larger than its request allows. It was not read, and the
    // connection is broken.
    //
    struct reply_too_large: redis_error
    {
      using redis_error::redis_error;
      reply_too_large* clone () const override;
    };

    // A reply belongs to another request: the server, or a proxy, has sent one
    // too many or too few. So the connection cannot be used any more.
    //
    struct out_of_step: redis_error
    {
      using redis_error::redis_error;
      out_of_step* clone () const override;
    };

    // The reasons for error replies that an operator can do something about.
    //
    enum class error_kind
    {
      loading,          // reads its data after a start
      busy,             // executes a script that does not end
      replica,          // is one, so that it must not be written or believed
      full,             // has no memory left, and nothing that it may evict
      not_persisting,   // cannot write its files
      few_replicas,     // has fewer than min-replicas-to-write
      no_login,         // asks for a password, or for another one
      no_permission,    // the user may not do this
      too_many_clients, // has no connection left
      moved,            // is a node of a cluster, and another one has the key
      slot_moving,      // a slot is being moved to another node, or has none
      cluster_down,     // the cluster has lost a slot, or its majority
      other
    };

    // Tells the kind of an error reply by its first word.
    //
    error_kind classify (const std::string& error) noexcept;

    // Returns true if it says that another node has the key.
    //
    inline bool elsewhere (error_kind k) noexcept
    {
      return k == error_kind::moved || k == error_kind::slot_moving;
    }

    // The remedy, which follows the error in a message. May be empty.
    //
    const char* remedy (error_kind) noexcept;

    // The same, also for a user who lacks rights: permissions is the command
    // that gives them.
    //
    std::string remedy (error_kind, const std::string& permissions);

    // An error reply. The message is its text and the remedy. The code that
    // catches it puts in front of that which operation has failed.
    //
    struct server_error: redis_error
    {
      explicit server_error (const std::string& error);
      server_error* clone () const override;

      error_kind kind;

      // Asking again fails as well, until something is done about it.
      //
      bool permanent;

    protected:
      server_error (error_kind, const std::string& message);
    };

    // The server refuses the connection, whatever it would be used for.
    //
    struct refusal: server_error
    {
      refusal (const std::string& message, error_kind);
      refusal* clone () const override;
    };
  }
}

#endif // ODB_ALKEY_REDIS_SERVER_ERROR_HXX
