#ifndef TESTS_SUPPORT_PROXY_HXX
#define TESTS_SUPPORT_PROXY_HXX

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <tests/support/proxy-actions.hxx>
#include <tests/support/proxy-link.hxx>
#include <tests/support/proxy-sockets.hxx>

namespace tests
{
  // A bad network between clients and a Redis server. It listens on a port of
  // the loopback interface from its construction to its destruction, whatever
  // becomes of the server; without a server it ends connections at once.
  //
  //   redis_server s;
  //   proxy p (s.directory () + "/socket");
  //   redis::pool pool (redis::parse_url (p.url ()), limits, 4);
  //   p.before_reply ("EVALSHA", [&] { s.restart (); });
  //   p.black_hole ();
  //   p.pass ();
  //
  // Any thread may call it at any time, actions included. When a function
  // returns, what it orders has happened to the connections that are there,
  // and holds for those to come. One of the modes (pass to hold) is on at a
  // time.
  //
  // It forwards whole RESP values (what is none goes line by line), or whole
  // records of TLS, whose text it cannot read.
  //
  class proxy
  {
  public:
    // It leads to a unix socket, or to a port of the loopback interface.
    //
    explicit proxy (const std::string& path);
    explicit proxy (std::uint16_t port);

    // Waits for an action that runs, and closes everything. No thread may
    // be in a function of it then.
    //
    ~proxy ();

    // Its threads point to it.
    //
    proxy (const proxy&) = delete;
    proxy& operator= (const proxy&) = delete;

    std::uint16_t port () const
    {
      return port_.number ();
    }

    std::string url (const std::string& login = "") const;

    // Everything goes on as it comes, and what hold (), delay () or throttle
    // () kept goes at once. Bytes that were swallowed are lost: as their
    // connection can not tell the answers to what came later apart, it stays
    // as mute as it was.
    //
    void pass ()
    {
      enter (proxying::mode::pass);
    }

    // Everything goes on so much later, in each direction.
    //
    void delay (std::chrono::milliseconds);

    // Lets so many bytes a second (at least 1) pass, for each connection and
    // direction.
    //
    void throttle (std::size_t bytes_per_second);

    // Accepts connections and swallows everything.
    //
    void black_hole ()
    {
      enter (proxying::mode::black_hole);
    }

    // Requests reach the server, replies are swallowed.
    //
    void swallow_replies ()
    {
      enter (proxying::mode::swallow_replies);
    }

    // The port refuses connections, and those that are there are reset.
    //
    void refuse ()
    {
      enter (proxying::mode::refuse);
    }

    // Keeps everything, also of clients that have closed meanwhile, until
    // another mode lets it go on: late.
    //
    void hold ()
    {
      enter (proxying::mode::hold);
    }

    // Ends the connections that are there, which drops what they keep: with
    // FIN, and with RST.
    //
    void cut ()
    {
      call ([this] { end (false); });
    }

    void reset ()
    {
      call ([this] { end (true); });
    }

    // The next so many connections that the server answers get the first
    // bytes of that, then FIN. In any mode; the others are not touched.
    //
    void truncate (std::size_t bytes, unsigned connections = 1);

    // Sends the last reply so many times again, on each connection. It is in
    // the clients' sockets when this returns.
    //
    void repeat (unsigned times);

    // Calls the action once: when a request that contains the text has come
    // and none of it has been forwarded; or when the reply to such a request
    // has come and none of it has been passed back. This connection waits
    // until the action returns, others do not, so that it may use them. If it
    // ends the connection, what waits is dropped.
    //
    // Actions run one at a time, in a thread that lives as long as the proxy:
    // a server that one of them starts dies with it. They must not throw.
    //
    typedef std::function<void ()> action;

    void before_request (const std::string& text, action f)
    {
      add ({false, text, std::move (f)});
    }

    void before_reply (const std::string& text, action f)
    {
      add ({true, text, std::move (f)});
    }

    // Actions that have not returned yet: 0 tells that what a test was to
    // force has happened.
    //
    std::size_t pending () const
    {
      return pending_;
    }

    // Connections that were accepted, those of them that neither side has
    // closed, and bytes that were received, wherever they went.
    //
    std::size_t accepted () const
    {
      return accepted_;
    }

    std::size_t open () const
    {
      return open_;
    }

    std::uint64_t bytes_from_clients () const
    {
      return from_clients_;
    }

    std::uint64_t bytes_from_server () const
    {
      return from_server_;
    }

  private:
    typedef std::packaged_task<void ()> task;

    proxy (const std::string& path, std::uint16_t port);

    // All connections belong to one thread. The others put what they want of
    // it into a queue, and call () waits until it is done.
    //
    void call (std::function<void ()>);
    std::future<void> post (std::function<void ()>);
    void enter (proxying::mode);
    void add (proxying::hook&&);

    // These are for that thread alone.
    //
    void change (proxying::mode);
    void end (bool reset);
    void run (proxying::hook&&, std::uint64_t link);
    void work ();
    void step ();
    void wait_and_receive ();
    void accept ();
    void do_tasks ();

    std::atomic<std::size_t> pending_ {0};
    std::atomic<std::size_t> accepted_ {0};
    std::atomic<std::size_t> open_ {0};
    std::atomic<std::uint64_t> from_clients_ {0};
    std::atomic<std::uint64_t> from_server_ {0};

    const int wake_;
    std::mutex mutex_;
    std::vector<task> tasks_;

    bool stop_ = false;
    proxying::rules rules_;
    proxying::instant until_;
    proxying::reserved_port port_;
    std::vector<std::unique_ptr<proxying::link>> links_;

    std::unique_ptr<proxying::actions> actions_;
    std::thread thread_;
  };
}

#endif // TESTS_SUPPORT_PROXY_HXX
