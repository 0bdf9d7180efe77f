#include <odb_alkey/redis/sentinel.hxx>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      [[noreturn]] void refuse_login (const endpoint& s)
      {
        throw redis_error (
          "the sentinel at " + s.str () +
          " refuses the login: set options::sentinel_password, and "
          "sentinel_user if it has users, or leave both empty if it asks for "
          "no password");
      }
    }

    sentinels::sentinels (const endpoint& e): endpoint_ (e) {}

    endpoint sentinels::primary (const timeouts& t, deadline d)
    {
      typedef std::chrono::steady_clock steady;

      std::size_t n (endpoint_.sentinels.size ());

      if (n == 0)
        return endpoint_;

      std::size_t first (last_.load (std::memory_order_relaxed));
      std::string why;

      for (std::size_t i (0); i != n; ++i)
      {
        std::size_t s ((first + i) % n);

        // The connection to the primary gets a share as well.
        //
        steady::time_point now (steady::now ());
        deadline share (now +
                        (d - now) / static_cast<steady::rep> (n - i + 1));

        try
        {
          endpoint e (endpoint_);

          if (ask (s, t, share, e))
          {
            last_.store (s, std::memory_order_relaxed);
            return e;
          }

          why = "they know no primary '" + endpoint_.primary +
                "'; is that the name in their configuration (sentinel "
                "monitor)?";
        }
        catch (const odb_alkey::exception& x)
        {
          if (why.empty ())
            why = x.what ();
        }
      }

      throw redis_unavailable ("the sentinels of " + endpoint_.str () +
                               " name no primary: " + why);
    }

    // Asks one sentinel. Returns false if it does not know the name. A
    // sentinel refuses a connection only because of the login, or because it
    // accepts no further one.
    //
    bool sentinels::ask (std::size_t index, const timeouts& t, deadline d,
                         endpoint& e)
    {
      endpoint s;
      s.host = endpoint_.sentinels[index].host;
      s.port = endpoint_.sentinels[index].port;
      s.user = endpoint_.sentinel_user;
      s.password = endpoint_.sentinel_password;
      s.encrypted = endpoint_.encrypted;
      s.tls = endpoint_.tls;

      request q;
      q.command (3);
      q.argument ("SENTINEL");
      q.argument ("GET-MASTER-ADDR-BY-NAME");
      q.argument (endpoint_.primary);
      std::unique_ptr<connection> c;

      try
      {
        c = std::make_unique<connection> (s, t, d, connection::peer::anybody);
      }
      catch (const refusal& x)
      {
        if (x.kind == error_kind::too_many_clients)
          throw;

        refuse_login (s);
      }

      c->send (q, d);
      reply r (c->receive (d));

      if (r.error () && classify (r.str ()) == error_kind::no_login)
        refuse_login (s);

      if (r.error ())
        throw redis_error ("the sentinel at " + s.str () + " says " +
                           r.str ());

      if (r.count () != 2)
        return false;

      const std::string port (r[1].str ());
      unsigned long n (0);

      if (!read_number (port, 65535, n) || n == 0 ||
          port != std::to_string (n))
        throw redis_error ("the sentinel at " + s.str () + " says that " +
                           r[0].str () + " has the port '" + port +
                           "', which is not a port");

      std::string host (r[0].str ());

      if (host.empty () || host.find ('\0') != std::string::npos)
        throw redis_error ("the sentinel at " + s.str () +
                           " names no host of the primary");

      e.sentinels.clear ();
      e.host = std::move (host);
      e.port = static_cast<std::uint16_t> (n);
      return true;
    }
  }
}
