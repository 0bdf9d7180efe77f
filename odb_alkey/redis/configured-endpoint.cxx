#include <odb_alkey/redis/configured-endpoint.hxx>

#include <odb_alkey/options.hxx>
#include <odb_alkey/redis/tls.hxx>
#include <odb_alkey/redis/url.hxx>

namespace odb_alkey
{
  namespace redis
  {
    endpoint configured_endpoint (const options& o)
    {
      endpoint e (parse_url (o.url));

      if (o.database >= 0)
        e.database = static_cast<unsigned> (o.database);

      if (e.encrypted)
        e.tls = make_tls (tls_files {o.tls_ca, o.tls_certificate, o.tls_key,
                                     o.tls_server_name});

      e.sentinel_user = o.sentinel_user;
      e.sentinel_password = o.sentinel_password;
      return e;
    }
  }
}
