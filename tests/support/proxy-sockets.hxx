#ifndef TESTS_SUPPORT_PROXY_SOCKETS_HXX
#define TESTS_SUPPORT_PROXY_SOCKETS_HXX

#include <cstdint>
#include <string>

namespace tests
{
  namespace proxying
  {
    // Where a proxy leads to: a unix socket, or a port of the loopback
    // interface if the path is empty. Returns a socket that does not block
    // and may still be connecting; -1 and errno if there is no server.
    //
    int connect_to (const std::string& path, std::uint16_t port);

    // A free port of the loopback interface, which no other program gets while
    // this one does not listen. Throws std::system_error.
    //
    class reserved_port
    {
    public:
      reserved_port ();

      // This port, which nobody listens on yet. A server that allows it to be
      // bound again, as Redis does, can listen on it.
      //
      explicit reserved_port (std::uint16_t);

      ~reserved_port ();

      // It owns the sockets.
      //
      reserved_port (const reserved_port&) = delete;
      reserved_port& operator= (const reserved_port&) = delete;

      std::uint16_t number () const
      {
        return number_;
      }

      // The socket that listens; -1 if none does.
      //
      int listener () const
      {
        return listener_;
      }

      // Both do nothing the second time.
      //
      void listen ();
      void refuse ();

      // The next client that waits; -1 if none does.
      //
      int accept ();

    private:
      int bound () const;

      std::uint16_t number_ = 0;
      int reservation_;
      int listener_ = -1;
    };
  }
}

#endif // TESTS_SUPPORT_PROXY_SOCKETS_HXX
