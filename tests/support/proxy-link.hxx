#ifndef TESTS_SUPPORT_PROXY_LINK_HXX
#define TESTS_SUPPORT_PROXY_LINK_HXX

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <string>

#include <tests/support/proxy-flow.hxx>

namespace tests
{
  namespace proxying
  {
    enum class mode
    {
      pass,
      delay,
      throttle,
      black_hole,
      swallow_replies,
      refuse,
      hold
    };

    struct hook
    {
      bool reply;
      std::string text;
      std::function<void ()> action;
    };

    // How a proxy treats its connections.
    //
    struct rules
    {
      mode now = mode::pass;
      std::chrono::milliseconds delay {0};
      std::size_t bytes_per_second = 1;

      unsigned truncations = 0;
      std::size_t truncate_to = 0;

      std::list<hook> hooks;

      // A new socket to the server. -1 and errno if there is none.
      //
      std::function<int ()> connect;

      // Runs the action of a hook for the link of this number, and then calls
      // its act_done ().
      //
      std::function<void (hook&&, std::uint64_t link)> run;
    };

    // One client's connection and the one to the server that goes with it.
    //
    // One thread may use it.
    //
    class link
    {
    public:
      // Takes over the client's socket.
      //
      link (int client, std::uint64_t number);

      // Closes the client's connection with FIN.
      //
      ~link ();

      link (const link&) = delete;
      link& operator= (const link&) = delete;

      std::uint64_t number () const
      {
        return number_;
      }

      // It is open if neither side has closed.
      //
      bool open () const
      {
        return !requests_.ended () && !replies_.ended ();
      }

      // The events to poll for. The functions that receive then return how
      // many bytes there were.
      //
      pollfd client_events (const rules&) const;
      pollfd server_events (const rules&) const;

      std::size_t receive_requests (instant now);
      std::size_t receive_replies (instant now);

      // Does what can be done now. Brings wake forward to when there is more
      // to do. Returns false if the connection is over.
      //
      bool step (rules&, instant now, instant& wake);

      // The action that a side waits for has returned.
      //
      void act_done (bool reply);

      // Closes the client's connection with RST.
      //
      void reset ();

      // Sends the last reply so many times again.
      //
      void repeat (unsigned times);

      // Gives hooks back whose reply has not come.
      //
      void disown (rules&);

    private:
      struct owed_hook
      {
        std::uint64_t reply;
        hook what;
      };

      bool connect (const rules&, instant now, instant& wake);
      void admit (flow&, const rules&, instant now, instant& wake);
      void pass_requests (rules&);
      void pass_replies (rules&);
      std::size_t transmit (flow&, int fd, std::size_t most, const rules&,
                            instant now, instant& wake);
      bool reply_to_client (rules&, instant now, instant& wake);
      void close_client ();

      int client_;
      int server_ = -1;
      const std::uint64_t number_;
      flow requests_;
      flow replies_;

      // Something was swallowed, so that the rest has to be as well.
      //
      bool requests_mute_ = false;
      bool replies_mute_ = false;

      bool end_told_ = false;

      // An action runs.
      //
      bool request_waits_ = false;
      bool reply_waits_ = false;

      // Requests and replies are counted to know which belong together.
      //
      std::uint64_t asked_ = 0;
      std::uint64_t answered_ = 0;
      std::deque<owed_hook> owed_;

      // A truncated connection may still get so many bytes.
      //
      bool truncated_ = false;
      std::size_t left_ = 0;
    };
  }
}

#endif // TESTS_SUPPORT_PROXY_LINK_HXX
