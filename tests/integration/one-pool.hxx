#ifndef TESTS_INTEGRATION_ONE_POOL_HXX
#define TESTS_INTEGRATION_ONE_POOL_HXX

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/url.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  // The server's number of a connection, which no other one ever has.
  //
  inline std::int64_t id (odb_alkey::redis::connection& c)
  {
    return talk::ask (c, {"CLIENT", "ID"}).number ();
  }

  inline std::int64_t id (odb_alkey::redis::pool& p)
  {
    return p.with_connection (
      talk::late (), [] (odb_alkey::redis::connection& c) { return id (c); });
  }

  struct receiver: odb_alkey::redis::reply_handler
  {
    receiver (std::atomic<int>& a, std::atomic<int>& l)
        : answers (a), losses (l)
    {
    }

    void done (const odb_alkey::redis::reply* r) noexcept override
    {
      ++(r == nullptr ? losses : answers);
    }

    std::atomic<int>& answers;
    std::atomic<int>& losses;
  };

  struct one_pool
  {
    redis_server server {{}, redis_server::listen::local_and_tcp};
    std::atomic<int> answers {0};
    std::atomic<int> losses {0};
    odb_alkey::redis::pool p {odb_alkey::redis::parse_url (server.url ()),
                              talk::patient, 3};

    void post (odb_alkey::redis::connection& c)
    {
      c.post (talk::words ({"INCR", "posts"}),
              std::make_unique<receiver> (answers, losses), talk::late ());
    }

    template <typename F>
    auto with_connection (F f)
    {
      return p.with_connection (talk::late (), f);
    }

    // Closes all connections of this process but the server object's own.
    //
    void kill_clients ()
    {
      server.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    }

    // Opens n connections and leaves them idle.
    //
    void open (std::size_t n)
    {
      std::vector<odb_alkey::redis::pool::lease> l;

      while (l.size () != n)
        l.push_back (p.acquire (talk::late ()));
    }
  };
}

#endif // TESTS_INTEGRATION_ONE_POOL_HXX
