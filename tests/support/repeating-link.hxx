#ifndef TESTS_SUPPORT_REPEATING_LINK_HXX
#define TESTS_SUPPORT_REPEATING_LINK_HXX

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <odb_alkey/redis/socket.hxx>
#include <tests/support/bad-server.hxx>
#include <tests/support/redis-server.hxx>

namespace tests
{
  // Stands between clients and Redis, and sends the last replies once more
  // when it is told to.
  //
  //   repeating_link l (redis);
  //   o.url = l.url ();
  //   …
  //   l.repeat (2);
  //
  class repeating_link: public listener
  {
  public:
    explicit repeating_link (redis_server& s)
        : listener (8), redis_ (s), thread_ ([this] { accept_all (); })
    {
    }

    ~repeating_link ()
    {
      stop_ = true;
      thread_.join ();
    }

    // Sends the last reply so often again, to the connection that is there.
    // Returns when that is in the client's socket.
    //
    void repeat (unsigned times)
    {
      std::unique_lock<std::mutex> l (mutex_);
      times_ = times;
      changed_.wait (l, [this] { return times_ == 0; });
    }

    std::size_t accepted () const
    {
      return accepted_;
    }

  private:
    static bool readable (int fd)
    {
      pollfd p {fd, POLLIN, 0};
      return poll (&p, 1, 5) > 0;
    }

    static bool gone (int fd)
    {
      char c;
      ssize_t n (recv (fd, &c, 1, MSG_PEEK | MSG_DONTWAIT));
      return n == 0 || (n < 0 && errno != EAGAIN);
    }

    void accept_all ()
    {
      std::vector<std::thread> links;

      while (!stop_)
        if (readable (fd ()))
        {
          int c (accept (fd (), nullptr, nullptr));
          ++accepted_;
          links.emplace_back ([this, c] { link (c); });
        }

      for (std::thread& t : links)
        t.join ();
    }

    void link (int client)
    {
      odb_alkey::redis::descriptor server (odb_alkey::redis::open_socket (
        odb_alkey::redis::parse_url (redis_.url ()), talk::late ()));
      std::string last;

      while (!stop_)
      {
        if (readable (client) && !forward (client, server.fd (), nullptr))
          break;

        if (readable (server.fd ()) && !forward (server.fd (), client, &last))
          break;

        std::lock_guard<std::mutex> l (mutex_);

        if (times_ == 0 || last.empty ())
          continue;

        // The connection that took its place is meant.
        //
        if (gone (client))
          break;

        for (; times_ != 0; --times_)
          bad_server::tell (client, last);

        changed_.notify_all ();
      }

      ::close (client);
    }

    // Replies of tests are small, and arrive in one piece.
    //
    static bool forward (int from, int to, std::string* copy)
    {
      char b[65536];
      ssize_t n (recv (from, b, sizeof (b), 0));

      if (n <= 0)
        return false;

      std::string s (b, static_cast<std::size_t> (n));

      if (copy != nullptr)
        *copy = s;

      return bad_server::tell (to, s);
    }

    redis_server& redis_;
    std::atomic<bool> stop_ {false};
    std::atomic<std::size_t> accepted_ {0};
    std::mutex mutex_;
    std::condition_variable changed_;
    unsigned times_ = 0;
    std::thread thread_;
  };
}

#endif // TESTS_SUPPORT_REPEATING_LINK_HXX
