#ifndef TESTS_BENCHMARK_FED_SOCKET_HXX
#define TESTS_BENCHMARK_FED_SOCKET_HXX

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <odb_alkey/plugin.hxx>

namespace benchmarks
{
  // A server that has answered before it is asked, so that neither sending
  // nor receiving waits, or wakes anybody: what is left is what the client
  // does itself, with caches that nobody else has used.
  //
  //   fed_socket s;
  //   raw_redis redis (s.client ());
  //   s.feed (reply);
  //   s.feed (reply);
  //   redis.run (c);
  //   redis.run (c);
  //   s.take (c.bytes ());
  //   s.take (c.bytes ());
  //
  // Each reply is a message (SOCK_SEQPACKET), of which a client receives one
  // at a time; from a stream it would take all that are there. Throws
  // std::system_error.
  //
  class fed_socket
  {
  public:
    fed_socket ();
    ~fed_socket ();

    fed_socket (const fed_socket&) = delete;
    fed_socket& operator= (const fed_socket&) = delete;

    // The client closes it.
    //
    int client () const noexcept
    {
      return client_;
    }

    // All that are fed at a time have to fit into the socket's buffer, and so
    // have the requests: not much more than 100 KB.
    //
    void feed (const std::string& reply);

    // True if this was asked for next.
    //
    bool take (const std::string& request);

  private:
    int client_;
    int server_;
    std::vector<char> taken_;
  };

  // Puts a fed socket in the place of the connection that a plugin has with
  // its Redis, as long as it exists. One thread may use the plugin then.
  //
  class diversion
  {
  public:
    diversion (odb_alkey::plugin&, fed_socket&);
    ~diversion ();

    // Holds the place of a descriptor.
    //
    diversion (const diversion&) = delete;
    diversion& operator= (const diversion&) = delete;

    // This is called before each use: the plugin asks the real Redis what it
    // would ask once a second, so that it does not ask the other one.
    //
    void check ();

    // How many requests the plugin has sent: the place of the origin in its
    // MGET depends on that.
    //
    std::uint64_t sent () const;

  private:
    typedef std::chrono::steady_clock clock;

    odb_alkey::plugin& alkey_;
    int place_;
    int real_;
    int fed_;
    clock::time_point checked_;
  };
}

#endif // TESTS_BENCHMARK_FED_SOCKET_HXX
