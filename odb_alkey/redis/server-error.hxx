#ifndef ODB_ALKEY_REDIS_SERVER_ERROR_HXX
#define ODB_ALKEY_REDIS_SERVER_ERROR_HXX

#include <chrono>
#include <string>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // The time was up before the server was asked: nothing is known of it.
    //
    struct not_sent: redis_unavailable
    {
      using redis_unavailable::redis_unavailable;
      not_sent* clone () const override;
    };

    // It has not answered for so long. That may be our fault, if it was not
    // given more.
    //
    struct no_answer: redis_unavailable
    {
      no_answer (const std::string& what, std::chrono::milliseconds);
      no_answer* clone () const override;

      std::chrono::milliseconds waited;
    };

    // A reply holds more than what was asked for can be. It was not read, and
    // the connection is of no use any more.
    //
    struct reply_too_large: redis_error
    {
      using redis_error::redis_error;
      reply_too_large* clone () const override;
    };

    // A reply is not to what was asked: the server, or somebody between, sent
    // one too many or too few. So the connection is of no use any more.
    //
    struct out_of_step: redis_error
    {
      using redis_error::redis_error;
      out_of_step* clone () const override;
    };

    // Why a server does not do what it is asked for, as far as something can
    // be done about it.
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
      cluster,          // is part of a cluster
      other
    };

    // As of the first word of an error reply.
    //
    error_kind classify (const std::string& error) noexcept;

    // What to do about it, to follow the error in a message; may be empty.
    //
    const char* remedy (error_kind) noexcept;

    // An error reply. The message begins with it, and holds the remedy; the
    // one who catches it tells in front of that what failed.
    //
    struct server_error: redis_error
    {
      explicit server_error (const std::string& error);
      server_error* clone () const override;

      error_kind kind;

      // Whether asking again is in vain until something is done about it.
      //
      bool permanent;

    protected:
      server_error (error_kind, const std::string& message);
    };

    // The server does not let us in, whatever we want.
    //
    struct refusal: server_error
    {
      refusal (const std::string& message, error_kind);
      refusal* clone () const override;
    };
  }
}

#endif // ODB_ALKEY_REDIS_SERVER_ERROR_HXX
