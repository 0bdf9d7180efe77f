#ifndef ODB_ALKEY_OPTIONS_HXX
#define ODB_ALKEY_OPTIONS_HXX

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace odb_alkey
{
  // How a plugin reaches Redis and how it behaves. A value: make one, change
  // what you like, hand it to the plugin, which copies it.
  //
  //   odb_alkey::options o (odb_alkey::options::from_environment ());
  //   o.token_ttl = std::chrono::hours (48);
  //   odb_alkey::plugin alkey (db, o);
  //
  // The plugin's constructor checks every value and throws invalid_options
  // that names the one it cannot accept.
  //

  // What a commit does when Redis did not confirm the fence of what the
  // transaction wrote: go through, or roll back and throw redis_unavailable.
  //
  enum class when_unavailable
  {
    proceed,
    refuse
  };

  // Weight of a message that is given to the log callback.
  //
  enum class log_level
  {
    debug,
    info,
    warning,
    error
  };

  struct options
  {
    // redis://[[user]:password@]host[:port][/database],
    // unix://[[user]:password@]/path/to/socket[?db=database], or, to follow
    // the primary that Redis Sentinel knows by this name,
    // redis-sentinel://[[user]:password@]host[:port],host[:port]/name[/database]
    // with reserved characters of user, password, path and name as %XX. With
    // rediss:// and rediss-sentinel:// all that is sent is encrypted, and the
    // server's certificate is verified, its name included; this takes hiredis
    // 1.0 or later when the library is built.
    //
    std::string url = "redis://127.0.0.1:6379";

    // The certificates of the authorities that may have signed the server's:
    // a file in PEM, or a directory as of "openssl rehash". Empty means those
    // of the system.
    //
    std::string tls_ca;

    // The certificate by which the server knows us, if it asks for one, and
    // its key: files in PEM, the key without a password. Both or none.
    //
    std::string tls_certificate;
    std::string tls_key;

    // The name that is asked for and that the server's certificate must be
    // for. Empty means the host that is connected to: the URL's, or the one
    // that the sentinels tell.
    //
    std::string tls_server_name;

    // What the sentinels ask for; user and password in the URL are those of
    // the primary.
    //
    std::string sentinel_user;
    std::string sentinel_password;

    // Database number; negative means the one that the URL names, else 0.
    //
    int database = -1;

    // The most connections to Redis that this process opens at a time. A call
    // that finds all of them busy waits in line, within its budget. A commit
    // that has waited for half of it opens one more, which is closed again.
    //
    std::size_t max_connections = 10;

    // How long one connect and one command may take, and how long one call
    // of this library may take in all, looking up a host's name included. A
    // call that would exceed them goes on without Redis: its key is unique.
    // So are those after it, at once, until Redis answers a probe that a
    // thread sends.
    //
    std::chrono::milliseconds connect_timeout {200};
    std::chrono::milliseconds command_timeout {200};
    std::chrono::milliseconds budget {500};

    // The prefix of every Redis key: letters, digits, '_', '-' and '.'. Two
    // applications that share a Redis and not their data need two of them.
    //
    std::string name_space = "alkey";

    // How long the token of an object lives after its last write or creation.
    //
    std::chrono::seconds token_ttl {24 * 60 * 60};

    // How long a commit can take at most, from the fence's reply until other
    // connections see it. A fence that is older than one and a half of that
    // belongs to a process that died, and is removed.
    //
    std::chrono::milliseconds fence_timeout {10000};

    // How far the database that objects are loaded from may be behind the
    // primary; 0 when they are loaded from the primary.
    //
    std::chrono::milliseconds max_replica_lag {0};

    // When Redis was heard of longer ago than this, a transaction asks it
    // before it begins, which costs a round trip. For handlers that load an
    // object first and make its key afterwards: an object is storable only if
    // the process had heard of its last change before the transaction began. 0
    // means never to ask.
    //
    std::chrono::milliseconds max_stamp_age {0};

    odb_alkey::when_unavailable when_unavailable =
      odb_alkey::when_unavailable::proceed;

    // How many identifiers a transaction marks one by one while it commits.
    // One that writes more marks the tables of its rows instead, which takes a
    // fraction of the time. But then no key of these tables is storable while
    // it commits; and all of them change if Redis misses what is sent after
    // the commit, or the process dies before.
    //
    std::size_t max_row_fences = 1000;

    // How many identifiers are remembered that commits wrote while Redis did
    // not answer, to be changed when it does. When there are more, whole
    // tables change instead, so that nothing is forgotten.
    //
    std::size_t max_pending = 100000;

    // Receives what an operator should know; called from any thread, must not
    // throw. Empty means warnings and errors to standard error.
    //
    std::function<void (log_level, const std::string&)> log;

    // Options from the environment variables REDIS_URL, REDIS_DB,
    // REDIS_MAX_CONNECTIONS, REDIS_TLS_CA, REDIS_TLS_CERTIFICATE,
    // REDIS_TLS_KEY, REDIS_TLS_SERVER_NAME, REDIS_SENTINEL_USER and
    // REDIS_SENTINEL_PASSWORD; what is not set or empty keeps its default.
    // Throws invalid_options naming the variable, the value and what is
    // accepted.
    //
    static options from_environment ();

    // The same from a map of these names; other names are ignored, so that it
    // may be a whole environment.
    //
    static options from (const std::map<std::string, std::string>& values);

    // Throws invalid_options if a value makes no sense, naming the option, the
    // value and what is accepted. The plugin's constructor calls it.
    //
    void check () const;
  };
}

#endif // ODB_ALKEY_OPTIONS_HXX
