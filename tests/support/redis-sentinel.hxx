#ifndef TESTS_SUPPORT_REDIS_SENTINEL_HXX
#define TESTS_SUPPORT_REDIS_SENTINEL_HXX

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/redis/reply.hxx>

#include <tests/support/process.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  struct sentinel_setup
  {
    // The login that they ask for; without a user the password is for
    // everybody.
    //
    std::string user;
    std::string password;

    // They speak TLS and nothing else, also with the servers, which are
    // local_and_tls.
    //
    bool encrypted = false;
  };
}

// Redis Sentinel of the test's own: processes that watch a primary and its
// replicas, and promote a replica when most of them miss the primary. They die
// with the thread that made them.
//
//   redis_server primary ({}, listen::local_and_tcp);
//   redis_server replica (tests::replica_of (primary), listen::local_and_tcp);
//   redis_sentinel sentinel (primary, 1);
//   primary.kill ();
//   tests::await ("failover", [&] {
//     return sentinel.address_of_primary () == sentinel.address (replica); });
//
// One thread may use it at a time.
//
class redis_sentinel
{
public:
  // Returns when all of the processes know the primary, so many replicas and
  // each other. The primary is missed after 300 ms, by each further process
  // 200 ms later. Throws std::runtime_error with the log of one that does not
  // start.
  //
  redis_sentinel (const redis_server& primary, std::size_t replicas,
                  const tests::sentinel_setup& = {});

  ~redis_sentinel ();

  redis_sentinel (const redis_sentinel&) = delete;
  redis_sentinel& operator= (const redis_sentinel&) = delete;

  std::vector<std::uint16_t> ports () const;

  // Clients take this. The name is that of what they watch.
  //
  std::string url (const std::string& name = "alkey") const;

  // 127.0.0.1:port. The first is what the first of the processes that run
  // says; throws std::runtime_error if none does.
  //
  std::string address_of_primary ();
  static std::string address (const redis_server&);

  // These do what redis_server's do, for the process of this number, from 0
  // on. It goes on with what it knew.
  //
  void kill (std::size_t);
  void stop (std::size_t);
  void resume (std::size_t);
  void restart (std::size_t);

  odb_alkey::redis::reply command (std::size_t,
                                   const std::vector<std::string>& words);

private:
  class member;

  void await_acquaintance (std::size_t replicas);

  const std::string name_ = "alkey";
  const bool encrypted_;
  tests::temporary_directory directory_;
  std::vector<std::unique_ptr<member>> members_;
};

#endif // TESTS_SUPPORT_REDIS_SENTINEL_HXX
