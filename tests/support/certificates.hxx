#ifndef TESTS_SUPPORT_CERTIFICATES_HXX
#define TESTS_SUPPORT_CERTIFICATES_HXX

#include <string>
#include <vector>

#include <odb_alkey/redis/endpoint.hxx>
#include <odb_alkey/redis/tls.hxx>
#include <tests/support/process.hxx>

namespace tests
{
  // Files in PEM.
  //
  struct certificate
  {
    std::string file;
    std::string key;
  };

  // Certificates of the kinds that tests of TLS need, made by openssl.
  //
  //   const certificates& c (certificates::made ());
  //   redis_server s (served_with (c.expired), redis_server::listen::tls);
  //
  class certificates
  {
    // First, since all others are made in it.
    //
    const temporary_directory directory_ {"certificates"};

  public:
    // Made once in a program, when they are asked for first.
    //
    static const certificates& made ();

    // The signer of all of these, but for the stranger's.
    //
    const certificate authority;
    const certificate other_authority;

    // The authority's, in a directory as of openssl rehash.
    //
    const std::string authority_directory;

    // These are for localhost and 127.0.0.1.
    //
    const certificate server;
    const certificate expired;

    // It is for cache.example, and for no address.
    //
    const certificate elsewhere;

    const certificate client;
    const certificate stranger;

    // The client's key, which takes a password.
    //
    const std::string locked_key;

  private:
    certificates ();

    std::string path (const std::string& name) const;
    void openssl (std::vector<std::string> arguments) const;
    certificate self_signed (const std::string& name) const;
    certificate issue (const std::string& name, const certificate& by,
                       const std::string& alternative_names,
                       const std::string& end = "20991231235959Z") const;
    std::string rehash () const;
    std::string lock () const;
  };

  // Arguments of a server that shows this certificate.
  //
  std::vector<std::string> served_with (const certificate&);

  // The endpoint with the TLS of the options, as the plugin has it.
  //
  odb_alkey::redis::endpoint encrypted (const std::string& url,
                                        const odb_alkey::redis::tls_files& = {
                                          certificates::made ().authority.file,
                                          "", "", ""});
}

#endif // TESTS_SUPPORT_CERTIFICATES_HXX
