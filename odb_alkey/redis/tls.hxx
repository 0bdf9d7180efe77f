#ifndef ODB_ALKEY_REDIS_TLS_HXX
#define ODB_ALKEY_REDIS_TLS_HXX

#include <cstddef>
#include <memory>
#include <string>

#include <odb_alkey/redis/deadline.hxx>

struct redisContext;

namespace odb_alkey
{
  namespace redis
  {
    struct endpoint;

    // A socket that is encrypted, for context.
    //
    class tls_session
    {
    public:
      virtual ~tls_session ();

      // As of context.
      //
      virtual std::ptrdiff_t send (const char* data, std::size_t size) = 0;

      // As redisBufferRead.
      //
      virtual int receive () = 0;

      // Whether there is something to receive that the socket does not tell.
      //
      virtual bool pending () const = 0;

      // As of context.
      //
      virtual const std::string& why () const noexcept = 0;
    };

    // The certificates of all connections that are encrypted. Any thread may
    // use it.
    //
    class tls
    {
    public:
      virtual ~tls ();

      // Makes the context use TLS on its socket, which does not block, by the
      // deadline. The certificate of the server has to be valid and in the
      // name of the endpoint's host, or the one in its place: otherwise throws
      // redis_unavailable, which tells what to do, as it does for all that
      // goes wrong.
      //
      virtual std::unique_ptr<tls_session>
      shake_hands (redisContext&, const endpoint&, deadline) const = 0;
    };

    // Names of files in PEM, and the name to verify; each may be empty.
    //
    struct tls_files
    {
      std::string ca; // Or a directory, as of openssl rehash.
      std::string certificate;
      std::string key;
      std::string server_name;
    };

    // Reads the files. Throws invalid_options that names the one that is not
    // as it should be.
    //
    std::shared_ptr<const tls> make_tls (const tls_files&);

    // What is said with TLS as without.
    //
    inline const char* closed_by_server ()
    {
      return "the server closed the connection";
    }

    // To follow it, or whatever it says, when it has turned us away.
    //
    inline const char* client_certificate_remedy ()
    {
      return "; if it asks for a certificate (tls-auth-clients), set "
             "options::tls_certificate and tls_key to one that its "
             "tls-ca-cert-file knows";
    }

    // Why TLS cannot be had here; empty if it can.
    //
    std::string why_no_tls ();
  }
}

#endif // ODB_ALKEY_REDIS_TLS_HXX
