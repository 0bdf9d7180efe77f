#include <odb_alkey/redis/tls.hxx>

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include <hiredis.h>
#include <hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/socket.hxx>

namespace odb_alkey
{
  namespace redis
  {
    tls_session::~tls_session () = default;

    tls::~tls () = default;

    std::string why_no_tls ()
    {
      return std::string ();
    }

    namespace
    {
      typedef std::unique_ptr<SSL, void (*) (SSL*)> ssl_ptr;
      typedef std::unique_ptr<SSL_CTX, void (*) (SSL_CTX*)> ssl_context_ptr;

      // Surrounds a call of OpenSSL. OpenSSL writes without MSG_NOSIGNAL, even
      // where it reads. So SIGPIPE is blocked in this thread during the call,
      // and removed if a failed write has raised it.
      //
      // The thread's queue of errors is emptied before and after, so that
      // errors of other code are not taken for those of this call, and the
      // other way round.
      //
      class openssl_call
      {
      public:
        openssl_call ()
        {
          ERR_clear_error ();
          sigemptyset (&pipe_);
          sigaddset (&pipe_, SIGPIPE);
          pthread_sigmask (SIG_BLOCK, &pipe_, &before_);

          sigset_t pending;
          raised_before_ = sigismember (&before_, SIGPIPE) == 1 &&
                           sigpending (&pending) == 0 &&
                           sigismember (&pending, SIGPIPE) == 1;
        }

        ~openssl_call ()
        {
          const timespec at_once = {0, 0};

          if (failed_)
            ERR_clear_error ();

          if (failed_ && !raised_before_)
            while (sigtimedwait (&pipe_, nullptr, &at_once) < 0 &&
                   errno == EINTR)
              ;

          pthread_sigmask (SIG_SETMASK, &before_, nullptr);
        }

        // The destructor restores the mask of signals.
        //
        openssl_call (const openssl_call&) = delete;
        openssl_call& operator= (const openssl_call&) = delete;

        void failed () noexcept
        {
          failed_ = true;
        }

      private:
        sigset_t pipe_;
        sigset_t before_;
        bool raised_before_;
        bool failed_ = false;
      };

      std::string reason (unsigned long error)
      {
        if (ERR_SYSTEM_ERROR (error))
          return error_text (ERR_GET_REASON (error));

        const char* r (ERR_reason_error_string (error));
        return r != nullptr ? r : "error " + std::to_string (error);
      }

      std::string certificate_problem (long verdict, const std::string& name)
      {
        std::string r ("the server's certificate is not accepted: ");
        r += X509_verify_cert_error_string (verdict);

        switch (verdict)
        {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
          return r + "; it is not for '" + name +
                 "': connect by a name that it is for, or set "
                 "options::tls_server_name to that";
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
          return r + "; renew it, or set the clock of this machine";
        default:
          return r + "; set options::tls_ca to the certificate of the "
                     "authority that signed it";
        }
      }

      // The oldest error in the queue, or that of hiredis.
      //
      std::string problem (const redisContext& c)
      {
        unsigned long e (ERR_peek_error ());

        if (e != 0 && ERR_GET_REASON (e) != SSL_R_UNEXPECTED_EOF_WHILE_READING)
          return "TLS: " + reason (e);

        return e != 0 || c.err == 0 || c.err == REDIS_ERR_EOF
                 ? closed_by_server ()
                 : c.errstr;
      }

      // Tells why a handshake failed, with the remedy.
      //
      std::string refusal (const redisContext& c, SSL& s,
                           const std::string& name)
      {
        long verdict (SSL_get_verify_result (&s));

        if (verdict != X509_V_OK)
          return certificate_problem (verdict, name);

        return problem (c) + (ERR_GET_REASON (ERR_peek_error ()) ==
                                  SSL_R_WRONG_VERSION_NUMBER
                                ? "; does the server speak TLS there? Use its "
                                  "tls-port, or redis:// for one without TLS"
                                : client_certificate_remedy ());
      }

      // The bytes that one record of TLS holds.
      //
      const std::size_t record_size (16 * 1024);

      class openssl_session final: public tls_session
      {
      public:
        openssl_session (redisContext& c, SSL& s): context_ (c), ssl_ (s) {}

        // Sends one record at most, since OpenSSL wants the same data again if
        // it could not write all of them.
        //
        std::ptrdiff_t send (const char* data, std::size_t size) override
        {
          openssl_call call;
          int done (0);

          if (unsent_ == 0)
          {
            std::size_t n (std::min (size, record_size));

            if (redisAppendFormattedCommand (&context_, data, n) != REDIS_OK)
              return lose (call);

            unsent_ = n;
          }

          if (redisBufferWrite (&context_, &done) != REDIS_OK)
            return lose (call);

          return done != 0 ? static_cast<std::ptrdiff_t> (
                               std::exchange (unsent_, std::size_t (0)))
                           : 0;
        }

        int receive () override
        {
          openssl_call call;

          if (redisBufferRead (&context_) == REDIS_OK)
            return REDIS_OK;

          if (context_.err == REDIS_ERR_OOM)
            throw std::bad_alloc ();

          return lose (call);
        }

        bool pending () const override
        {
          return SSL_pending (&ssl_) != 0;
        }

        const std::string& why () const noexcept override
        {
          return why_;
        }

      private:
        // Ends a call that failed. The server may have said before why it
        // closes, so it must be possible to read after a failed write; hiredis
        // refuses that as long as it has an error.
        //
        int lose (openssl_call& c)
        {
          c.failed ();
          why_ = problem (context_);
          context_.err = 0;
          return -1;
        }

        redisContext& context_;
        SSL& ssl_;
        std::size_t unsent_ = 0;
        std::string why_;
      };

      class openssl final: public tls
      {
      public:
        explicit openssl (const tls_files&);

        std::unique_ptr<tls_session>
        shake_hands (redisContext&, const endpoint&, deadline) const override;

      private:
        void load_authorities (const std::string& name);
        void load_certificate (const tls_files&);

        const std::string name_;
        ssl_context_ptr context_;
      };

      [[noreturn]] void refuse_file (const char* option,
                                     const std::string& name,
                                     const std::string& remedy)
      {
        std::string why (reason (ERR_peek_error ()));
        ERR_clear_error ();
        throw invalid_options ("options::" + std::string (option) + " is '" +
                               name + "': " + why + "; " + remedy);
      }

      openssl::openssl (const tls_files& f)
          : name_ (f.server_name),
            context_ (SSL_CTX_new (TLS_client_method ()), SSL_CTX_free)
      {
        if (context_ == nullptr)
          throw std::bad_alloc ();

        ERR_clear_error ();
        SSL_CTX_set_min_proto_version (context_.get (), TLS1_2_VERSION);
        SSL_CTX_set_verify (context_.get (), SSL_VERIFY_PEER, nullptr);

        load_authorities (f.ca);

        if (!f.certificate.empty ())
          load_certificate (f);
      }

      void openssl::load_authorities (const std::string& name)
      {
        if (name.empty ())
        {
          SSL_CTX_set_default_verify_paths (context_.get ());
          return;
        }

        struct stat s;
        bool directory (stat (name.c_str (), &s) == 0 && S_ISDIR (s.st_mode));

        if (SSL_CTX_load_verify_locations (
              context_.get (), directory ? nullptr : name.c_str (),
              directory ? name.c_str () : nullptr) != 1)
          refuse_file ("tls_ca", name,
                       "use a file of certificates in PEM, or a directory of "
                       "them as of 'openssl rehash'");
      }

      void openssl::load_certificate (const tls_files& f)
      {
        // OpenSSL would ask at the terminal for the password of a key.
        //
        SSL_CTX_set_default_passwd_cb (
          context_.get (), [] (char*, int, int, void*) { return -1; });

        if (SSL_CTX_use_certificate_chain_file (context_.get (),
                                                f.certificate.c_str ()) != 1)
          refuse_file ("tls_certificate", f.certificate,
                       "use a file in PEM, this certificate first");

        if (SSL_CTX_use_PrivateKey_file (context_.get (), f.key.c_str (),
                                         SSL_FILETYPE_PEM) != 1)
          refuse_file ("tls_key", f.key,
                       "use the key of tls_certificate, in PEM and without a "
                       "password");
      }

      std::unique_ptr<tls_session> openssl::shake_hands (redisContext& c,
                                                         const endpoint& e,
                                                         deadline d) const
      {
        openssl_call call;
        const std::string& name (name_.empty () ? e.host : name_);
        ssl_ptr owned (SSL_new (context_.get ()), SSL_free);
        SSL* s (owned.get ());

        if (s == nullptr)
          throw std::bad_alloc ();

        auto refuse = [&] (const std::string& why)
        {
          call.failed ();
          throw redis_unavailable ("cannot connect to Redis at " + e.str () +
                                   ": " + why);
        };

        // hiredis would send the name, but never compare it with that of the
        // certificate. Anything that is not an address is a name.
        //
        if (X509_VERIFY_PARAM_set1_ip_asc (SSL_get0_param (s),
                                           name.c_str ()) != 1 &&
            (SSL_set1_host (s, name.c_str ()) != 1 ||
             SSL_set_tlsext_host_name (s, name.c_str ()) != 1))
          refuse ("'" + name +
                  "' cannot be the name of a server: set "
                  "options::tls_server_name");

        if (redisInitiateSSL (&c, s) != REDIS_OK)
          refuse (refusal (c, *s, name));

        owned.release ();

        for (int r; (r = SSL_do_handshake (s)) != 1;)
        {
          int error (SSL_get_error (s, r));

          if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
            refuse (refusal (c, *s, name));

          if (wait_for (c.fd, error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT,
                        d) == 0)
            refuse ("the handshake of TLS was not over in time "
                    "(options::connect_timeout, budget); does the server "
                    "speak TLS there (tls-port)?");
        }

        return std::make_unique<openssl_session> (c, *s);
      }
    }

    std::shared_ptr<const tls> make_tls (const tls_files& f)
    {
      return std::make_shared<openssl> (f);
    }
  }
}
