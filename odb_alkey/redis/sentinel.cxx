#include <odb_alkey/redis/sentinel.hxx>

#include <chrono>
#include <cstdlib>
#include <string>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>

namespace odb_alkey
{
  namespace redis
  {
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

        // The primary gets its share as well.
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

    // False if it does not know the name.
    //
    bool sentinels::ask (std::size_t index, const timeouts& t, deadline d,
                         endpoint& e)
    {
      endpoint s;
      s.host = endpoint_.sentinels[index].host;
      s.port = endpoint_.sentinels[index].port;

      connection c (s, t, d, connection::peer::anybody);
      request q;
      q.command (3);
      q.argument ("SENTINEL");
      q.argument ("GET-MASTER-ADDR-BY-NAME");
      q.argument (endpoint_.primary);
      c.send (q, d);
      reply r (c.receive (d));

      if (r.error ())
        throw redis_error ("the sentinel at " + s.str () + " says " +
                           r.str ());

      if (r.root ().count () != 2)
        return false;

      e.sentinels.clear ();
      e.host = r.root ()[0].str ();
      e.port = static_cast<std::uint16_t> (
        std::strtoul (r.root ()[1].data (), nullptr, 10));
      return true;
    }
  }
}
