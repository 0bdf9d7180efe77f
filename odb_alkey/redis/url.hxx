#ifndef ODB_ALKEY_REDIS_URL_HXX
#define ODB_ALKEY_REDIS_URL_HXX

#include <string>

#include <odb_alkey/redis/endpoint.hxx>

namespace odb_alkey
{
  namespace redis
  {
    // Takes a URL apart, which is one of
    //
    //   redis://[[user]:password@]host[:port][/database]
    //   unix://[[user]:password@]/path/to/socket[?db=database]
    //   redis-sentinel://[[user]:password@]host[:port],…/name[/database]
    //   redis-cluster://[[user]:password@]host[:port],…
    //
    // or, for TLS, begins with rediss://, rediss-sentinel:// or
    // rediss-cluster://. An IPv6 host stands in brackets. The ports of
    // sentinels are 26379 by default, and user and password are those of the
    // primary. Reserved characters of user, password, path and name are %XX.
    // Throws invalid_options, which names the URL without its password, the
    // problem, and the URLs that are accepted; also for TLS if the library was
    // built without it.
    //
    endpoint parse_url (const std::string& url);
  }
}

#endif // ODB_ALKEY_REDIS_URL_HXX
