#ifndef ODB_ALKEY_OPTIONS_HXX
#define ODB_ALKEY_OPTIONS_HXX

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace odb_alkey
{
  // How a plugin reaches Redis, and how it behaves. Make one, change what you
  // like, and hand it to the plugin, which copies it.
  //
  //   odb_alkey::options o (odb_alkey::options::from_environment ());
  //   o.token_ttl = std::chrono::hours (48);
  //   odb_alkey::plugin alkey (db, o);
  //
  // The plugin's constructor checks every value and throws invalid_options
  // that names the one it cannot accept.
  //

  // Tells a commit how to go on if Redis did not confirm the fence of the
  // objects that the transaction wrote: commit all the same, or roll back and
  // throw redis_unavailable.
  //
  enum class when_unavailable
  {
    proceed,
    refuse
  };

  // The weight of a message for the log callback.
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
    // The address of Redis:
    //
    //   redis://[[user]:password@]host[:port][/database]
    //   unix://[[user]:password@]/path/to/socket[?db=database]
    //   redis-sentinel://[[user]:password@]host[:port],host[:port]/name[/database]
    //   redis-cluster://[[user]:password@]host[:port],host[:port]
    //
    // The third form follows the primary that Redis Sentinel knows by this
    // name. The last form asks these nodes for the others of a Redis Cluster.
    // Reserved characters of user, password, path and name are written as %XX.
    // With rediss://, rediss-sentinel:// and rediss-cluster:// everything that
    // is sent is encrypted, and the server's certificate and its name are
    // verified. The library has to be built with hiredis 1.0 or later for
    // this.
    //
    std::string url = "redis://127.0.0.1:6379";

    // The certificates of the authorities that may sign the server's: a file
    // in PEM format, or a directory that "openssl rehash" has made. Empty
    // means those of the system.
    //
    std::string tls_ca;

    // The certificate of the client, if the server asks for one, and its key:
    // files in PEM format, the key without a password. Set both or none.
    //
    std::string tls_certificate;
    std::string tls_key;

    // The name that the client asks for (SNI), and that the certificate of the
    // server must have. Empty means the host of the connection, which is in
    // the URL or comes from the sentinels.
    //
    std::string tls_server_name;

    // The user and the password for the sentinels. Those in the URL are for
    // the primary.
    //
    std::string sentinel_user;
    std::string sentinel_password;

    // The number of the database. A negative one means that of the URL, or 0
    // if the URL has none.
    //
    int database = -1;

    // The greatest number of connections to Redis that this process has open;
    // in a cluster, to each node, and as many for the tokens.
    // If all of them are busy, a call waits for one within its budget. A
    // commit that has waited for half of its budget opens one more, which is
    // closed afterwards.
    //
    std::size_t max_connections = 10;

    // How long one connect and one command may take, and how long one call of
    // this library may take in all, with the lookup of the host's name. A call
    // that would take longer goes on without Redis: its key is unique. Later
    // calls do not try, and get unique keys at once, until Redis answers a
    // probe, which a thread of the library sends.
    //
    std::chrono::milliseconds connect_timeout {200};
    std::chrono::milliseconds command_timeout {200};
    std::chrono::milliseconds budget {500};

    // The name that every Redis key begins with: letters, digits, '_', '-' and
    // '.'. Two applications that share a Redis, but not a database, need two
    // names. It is also the hash tag of the keys that have to be in one slot
    // of a Redis Cluster, which are all but those of values and leases.
    //
    std::string name_space = "alkey";

    // How long the token of an object lives after its last write or creation.
    //
    std::chrono::seconds token_ttl {24 * 60 * 60};

    // The longest time that a commit can take, from the reply to its fence
    // until other connections see what it wrote. A fence that is older than
    // one and a half times this belongs to a process that died, and is
    // removed.
    //
    std::chrono::milliseconds fence_timeout {10000};

    // For so long after its first write a transaction fences what it writes
    // while the database executes the statement, so that COMMIT need not wait
    // for Redis. Until it ends, keys of these objects are unique. What it
    // writes later is fenced when COMMIT is due. 0 means that all is. A
    // database in the process of the program (SQLite) is too fast to gain by
    // it, so that all is fenced at COMMIT.
    //
    std::chrono::milliseconds early_fences {10};

    // How far the database from which objects are loaded may be behind the
    // primary. 0 means that they are loaded from the primary.
    //
    std::chrono::milliseconds max_replica_lag {0};

    // If the last answer of Redis is older than this, a transaction asks for
    // the clock before it begins, which costs a round trip. This helps code
    // that loads an object first and makes its key afterwards: such a key is
    // storable only if this process knew of the object's last change before
    // the transaction began. 0 means never to ask.
    //
    std::chrono::milliseconds max_stamp_age {0};

    // How a commit goes on if Redis does not confirm its fence.
    //
    odb_alkey::when_unavailable when_unavailable =
      odb_alkey::when_unavailable::proceed;

    // The greatest number of identifiers that a commit fences one by one. If a
    // transaction has written more, it fences their tables instead, which
    // takes a fraction of the time. But then no key of these tables is
    // storable during the commit. And all of them change if the reset after
    // the commit does not reach Redis.
    //
    std::size_t max_row_fences = 1000;

    // The greatest number of identifiers that are remembered while Redis does
    // not answer, because commits wrote them. They change when it answers
    // again. If there are more, whole tables change instead, so that none is
    // forgotten.
    //
    std::size_t max_pending = 100000;

    // Called with messages for the operator, from any thread. It must not
    // throw. If it is empty, warnings and errors go to standard error.
    //
    std::function<void (log_level, const std::string&)> log;

    // Returns options from the environment variables REDIS_URL, REDIS_DB,
    // REDIS_MAX_CONNECTIONS, REDIS_TLS_CA, REDIS_TLS_CERTIFICATE,
    // REDIS_TLS_KEY, REDIS_TLS_SERVER_NAME, REDIS_SENTINEL_USER and
    // REDIS_SENTINEL_PASSWORD. An option whose variable is not set or empty
    // keeps its default. Throws invalid_options, which names the variable, the
    // value and what is accepted.
    //
    static options from_environment ();

    // Does the same with a map of these names. Other names are ignored, so
    // that the map may be a whole environment.
    //
    static options from (const std::map<std::string, std::string>& values);

    // Throws invalid_options if a value makes no sense. The message names the
    // option, the value and what is accepted. The plugin's constructor calls
    // this.
    //
    void check () const;
  };
}

#endif // ODB_ALKEY_OPTIONS_HXX
