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

    // The encryption of one socket, used by context.
    //
    class tls_session
    {
    public:
      virtual ~tls_session ();

      // See context::send.
      //
      virtual std::ptrdiff_t send (const char* data, std::size_t size) = 0;

      // Does the same as redisBufferRead.
      //
      virtual int receive () = 0;

      // Returns true if there are bytes to receive that have been read from
      // the socket already.
      //
      virtual bool pending () const = 0;

      // See context::why.
      //
      virtual const std::string& why () const noexcept = 0;
    };

    // The certificates that all encrypted connections use. Any thread may use
    // it.
    //
    class tls
    {
    public:
      virtual ~tls ();

      // Makes the context use TLS on its socket, which must not block, by the
      // deadline. The certificate of the server has to be valid, and for the
      // host of the endpoint, or for the server name of the options if it is
      // set. Otherwise, and for any other failure, throws redis_unavailable,
      // which names the remedy.
      //
      virtual std::unique_ptr<tls_session>
      shake_hands (redisContext&, const endpoint&, deadline) const = 0;
    };

    // Names of files in PEM, and the server name to verify. Each may be empty.
    //
    struct tls_files
    {
      std::string ca; // Or a directory, as of openssl rehash.
      std::string certificate;
      std::string key;
      std::string server_name;
    };

    // Reads the files. Throws invalid_options, which names a file that cannot
    // be used.
    //
    std::shared_ptr<const tls> make_tls (const tls_files&);

    // The text is the same with TLS and without.
    //
    inline const char* closed_by_server ()
    {
      return "the server closed the connection";
    }

    // Follows the error if the server has ended the handshake.
    //
    inline const char* client_certificate_remedy ()
    {
      return "; if it asks for a certificate (tls-auth-clients), set "
             "options::tls_certificate and tls_key to one that its "
             "tls-ca-cert-file knows";
    }

    // Tells why this library was built without TLS; empty if it has TLS.
    //
    std::string why_no_tls ();
  }
}

#endif // ODB_ALKEY_REDIS_TLS_HXX
