#ifndef ODB_ALKEY_REDIS_CONFIGURED_ENDPOINT_HXX
#define ODB_ALKEY_REDIS_CONFIGURED_ENDPOINT_HXX

#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  struct options;

  namespace redis
  {
    // Returns the endpoint that the options describe: the URL, the number of
    // the database, certificates and logins. Reads the certificates, and
    // throws invalid_options if they cannot be used.
    //
    endpoint configured_endpoint (const options&);
  }
}

#endif // ODB_ALKEY_REDIS_CONFIGURED_ENDPOINT_HXX
