#ifndef TESTS_INTEGRATION_TLS_PEER_HXX
#define TESTS_INTEGRATION_TLS_PEER_HXX

#include <sys/socket.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <openssl/ssl.h>

#include <odb_alkey/redis/url.hxx>

#include <tests/support/bad-server.hxx>
#include <tests/support/certificates.hxx>

namespace tests
{
  // It is a bad_server with TLS: it greets like Redis, with the certificate
  // of localhost, and then does what it is told to.
  //
  class tls_peer: public listener
  {
  public:
    typedef std::function<void (tls_peer&)> work;

    explicit tls_peer (work f)
        : listener (8), thread_ ([this, f] { serve (f); })
    {
    }

    ~tls_peer ()
    {
      thread_.join ();
    }

    odb_alkey::redis::endpoint endpoint () const
    {
      odb_alkey::redis::endpoint e (encrypted ("rediss://localhost"));
      e.port = odb_alkey::redis::parse_url (url ()).port;
      return e;
    }

    // Reads until what came ends in this, or the client is gone.
    //
    bool read_until (const std::string& end)
    {
      std::string s;
      char b;

      while (SSL_read (ssl_, &b, 1) == 1)
      {
        s += b;

        if (s.size () >= end.size () &&
            s.compare (s.size () - end.size (), end.size (), end) == 0)
          return true;
      }

      return false;
    }

    // Waits for some text and returns it; nothing if the client is gone.
    //
    std::string hear_some ()
    {
      char b[16 * 1024];
      int n (SSL_read (ssl_, b, sizeof (b)));
      return std::string (b, n > 0 ? static_cast<std::size_t> (n) : 0);
    }

    // Records are as large as they can be.
    //
    bool tell (const std::string& s)
    {
      return SSL_write (ssl_, s.data (), static_cast<int> (s.size ())) > 0;
    }

    // Encrypts it, and does not send it.
    //
    std::string sealed (const std::string& s)
    {
      BIO* kept (BIO_new (BIO_s_mem ()));
      BIO* socket (SSL_get_wbio (ssl_));
      BIO_up_ref (socket);
      SSL_set0_wbio (ssl_, kept);
      tell (s);

      char* data (nullptr);
      long n (BIO_get_mem_data (kept, &data));
      std::string r (data, static_cast<std::size_t> (n));
      SSL_set0_wbio (ssl_, socket);
      return r;
    }

    bool send_raw (const std::string& s)
    {
      return bad_server::tell (socket_, s);
    }

    // Says that it is going, as it ought to, and goes when f returns.
    //
    void say_goodbye ()
    {
      SSL_shutdown (ssl_);
    }

  private:
    void serve (const work& f)
    {
      // Its own writes, too, may find the client gone.
      //
      sigset_t pipe;
      sigemptyset (&pipe);
      sigaddset (&pipe, SIGPIPE);
      pthread_sigmask (SIG_BLOCK, &pipe, nullptr);

      const certificate& mine (certificates::made ().server);
      SSL_CTX* c (SSL_CTX_new (TLS_server_method ()));
      SSL_CTX_use_certificate_file (c, mine.file.c_str (), SSL_FILETYPE_PEM);
      SSL_CTX_use_PrivateKey_file (c, mine.key.c_str (), SSL_FILETYPE_PEM);

      socket_ = accept (fd (), nullptr, nullptr);
      ssl_ = SSL_new (c);
      SSL_set_fd (ssl_, socket_);

      if (SSL_accept (ssl_) == 1 && read_until ("memory\r\n") &&
          tell ("$22\r\n# Server\r\nrun_id:abc\r\n\r\n"
                "$0\r\n\r\n$0\r\n\r\n"))
        f (*this);

      ::close (socket_);
      SSL_free (ssl_);
      SSL_CTX_free (c);
    }

    int socket_ = -1;
    SSL* ssl_ = nullptr;
    std::thread thread_;
  };
}

#endif // TESTS_INTEGRATION_TLS_PEER_HXX
