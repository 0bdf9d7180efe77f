#include <tests/support/certificates.hxx>

#include <sys/stat.h>

#include <fstream>

#include <odb_alkey/redis/url.hxx>

namespace redis = odb_alkey::redis;

namespace tests
{
  namespace
  {
    // "openssl req" and "openssl ca" want to have this in a file.
    //
    const char configuration[] = "[req]\n"
                                 "distinguished_name = name\n"
                                 "prompt = no\n"
                                 "[name]\n"
                                 "CN = unused\n"
                                 "[authority]\n"
                                 "basicConstraints = critical,CA:TRUE\n"
                                 "[end]\n"
                                 "basicConstraints = critical,CA:FALSE\n"
                                 "[ca]\n"
                                 "default_ca = issue\n"
                                 "[issue]\n"
                                 "default_md = sha256\n"
                                 "policy = any\n"
                                 "copy_extensions = copy\n"
                                 "x509_extensions = end\n"
                                 "unique_subject = no\n"
                                 "[any]\n"
                                 "commonName = supplied\n";
  }

  const certificates& certificates::made ()
  {
    static const certificates c;
    return c;
  }

  certificates::certificates ()
      : authority (self_signed ("authority")),
        other_authority (self_signed ("other-authority")),
        authority_directory (rehash ()),
        server (issue ("server", authority, "DNS:localhost,IP:127.0.0.1")),
        expired (issue ("expired", authority, "DNS:localhost,IP:127.0.0.1",
                        "20200102000000Z")),
        elsewhere (issue ("elsewhere", authority, "DNS:cache.example")),
        client (issue ("client", authority, "DNS:client.example")),
        stranger (issue ("stranger", other_authority, "DNS:client.example")),
        locked_key (lock ())
  {
  }

  std::string certificates::path (const std::string& name) const
  {
    return directory_.path () + '/' + name;
  }

  void certificates::openssl (std::vector<std::string> a) const
  {
    process p (path ("log"));
    a.insert (a.begin (), "openssl");
    p.start (a);
    p.await_success ();
  }

  // The first of them brings the configuration.
  //
  certificate certificates::self_signed (const std::string& name) const
  {
    certificate r {path (name + ".pem"), path (name + ".key")};
    std::ofstream (path ("configuration"))
      << configuration << "[issue]\ndatabase = " << path ("index")
      << "\nserial = " << path ("serial")
      << "\nnew_certs_dir = " << directory_.path () << '\n';
    std::ofstream (path ("index"));

    openssl ({"req", "-config", path ("configuration"), "-x509", "-newkey",
              "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
              "/CN=" + name, "-extensions", "authority", "-keyout", r.key,
              "-out", r.file});
    return r;
  }

  certificate certificates::issue (const std::string& name,
                                   const certificate& by,
                                   const std::string& alternative_names,
                                   const std::string& end) const
  {
    certificate r {path (name + ".pem"), path (name + ".key")};
    std::string wanted (path (name + ".csr"));

    openssl ({"req", "-config", path ("configuration"), "-newkey", "ec",
              "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
              "/CN=" + name, "-addext", "subjectAltName=" + alternative_names,
              "-keyout", r.key, "-out", wanted});

    openssl ({"ca", "-config", path ("configuration"), "-batch", "-notext",
              "-create_serial", "-startdate", "20200101000000Z", "-enddate",
              end, "-cert", by.file, "-keyfile", by.key, "-in", wanted, "-out",
              r.file});
    return r;
  }

  std::string certificates::rehash () const
  {
    std::string d (path ("authorities"));
    mkdir (d.c_str (), 0700);
    std::ofstream (d + "/authority.pem")
      << std::ifstream (authority.file).rdbuf ();
    openssl ({"rehash", d});
    return d;
  }

  std::string certificates::lock () const
  {
    std::string r (path ("locked.key"));
    openssl ({"pkey", "-in", client.key, "-aes256", "-passout", "pass:secret",
              "-out", r});
    return r;
  }

  std::vector<std::string> served_with (const certificate& c)
  {
    return {"--tls-cert-file", c.file, "--tls-key-file", c.key};
  }

  redis::endpoint encrypted (const std::string& url,
                             const redis::tls_files& files)
  {
    redis::endpoint e (redis::parse_url (url));
    e.tls = redis::make_tls (files);
    return e;
  }
}
