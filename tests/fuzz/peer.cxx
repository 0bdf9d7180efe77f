#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/redis/sentinel.hxx>

#include "played-server.hxx"
#include "reference-replies.hxx"
#include "require.hxx"

// Whatever a server says: a connection, a script and a sentinel answer what
// it has said, or throw one of two exceptions, in time, and leave nothing
// behind.

using namespace fuzz;
using namespace odb_alkey::redis;

namespace
{
  typedef std::chrono::steady_clock steady;

  const timeouts limits {std::chrono::milliseconds (20),
                         std::chrono::milliseconds (20)};

  // More than a busy machine makes of it.
  //
  const std::chrono::seconds soon (10);

  deadline in_time ()
  {
    return steady::now () + std::chrono::milliseconds (20);
  }

  int open_descriptors ()
  {
    int r (0);

    for (int fd (0); fd != 64; ++fd)
      r += ::fcntl (fd, F_GETFD) != -1 ? 1 : 0;

    return r;
  }

  // The choices that the first byte of the input makes. Few servers stay
  // silent, since waiting for them takes all of the time.
  //
  struct choice
  {
    explicit choice (unsigned byte)
        : use (byte % 8), leaves ((byte & 0x88) != 0x88),
          login ((byte & 16) != 0), database ((byte & 32) != 0),
          twice ((byte & 64) != 0)
    {
    }

    unsigned use;
    bool leaves;
    bool login;
    bool database;
    bool twice;
  };

  class session
  {
  public:
    session (const choice& c, const std::vector<std::string>& parts,
             const reference_replies& said)
        : choice_ (c), said_ (said), server_ (parts, c.leaves)
    {
      endpoint_.host = "127.0.0.1";
      endpoint_.port = server_.port ();
      endpoint_.database = c.database ? 3 : 0;

      if (c.login)
        endpoint_.password = "secret";
    }

    void run ()
    {
      steady::time_point begin (steady::now ());

      try
      {
        if (choice_.use == 7)
          ask_sentinel ();
        else
          connect ();
      }
      catch (const odb_alkey::redis_error&)
      {
      }
      catch (const odb_alkey::redis_unavailable&)
      {
      }

      require (steady::now () - begin < soon, "it ends in time");
    }

  private:
    struct noted: reply_handler
    {
      noted (unsigned& n, std::string& r): calls (n), text (r) {}

      void done (const reply* r) noexcept override
      {
        ++calls;
        text = r != nullptr ? shown (*r) : "lost";
      }

      unsigned& calls;
      std::string& text;
    };

    std::string said (std::size_t i) const
    {
      return i < said_.all.size () ? shown (*said_.all[i]) : "nothing";
    }

    bool script_missing (std::size_t i) const
    {
      return i < said_.all.size () &&
             said_.all[i]->type == REDIS_REPLY_ERROR &&
             std::string (said_.all[i]->str, said_.all[i]->len)
                 .compare (0, 8, "NOSCRIPT") == 0;
    }

    std::string greeting (std::size_t commands) const
    {
      require (said_.all.size () >= commands, "all of the greeting was said");
      std::string r;

      for (std::size_t i (0); i != commands; ++i)
      {
        const redisReply& v (*said_.all[i]);
        require (v.type != REDIS_REPLY_ERROR, "we were let in");

        if (v.type == REDIS_REPLY_STRING || v.type == REDIS_REPLY_STATUS)
          r += '\n' + std::string (v.str, v.len);
      }

      return r;
    }

    void connect ()
    {
      std::size_t next (3U + choice_.login + choice_.database);
      connection c (endpoint_, limits, in_time ());
      std::string text (greeting (next));

      std::string run (c.server ().substr (0, c.server ().find ('-')));

      require (!run.empty () &&
                 text.find ("\nrun_id:" + run) != std::string::npos,
               "the server has named its run");
      require (text.find ("\nrole:slave\r") == std::string::npos ||
                 text.find ("\nrole:") != text.find ("\nrole:slave\r"),
               "it is no replica");

      switch (choice_.use)
      {
      case 0:
        c.check (in_time ());
        require (said_.all.size () >= next + 2, "it was checked");
        break;
      case 1:
      case 2:
        post (c, next);
        break;
      default:
        call (c, next);
      }
    }

    void call (connection& c, std::size_t next)
    {
      static const script s {"any", "0123456789abcdef0123456789abcdef01234567",
                             "return 1"};
      std::size_t n (choice_.twice ? 2 : 1);
      script_calls calls;

      for (std::size_t i (0); i != n; ++i)
        calls.add (s, 1, 0).argument ("key");

      std::vector<reply> r;

      if (n == 1)
        r.push_back (calls.run (c, in_time ()));
      else
        r = calls.run_all (c, in_time ());

      // Those that are missing are called again, behind the others.
      //
      for (std::size_t i (0), again (next + n); i != n; ++i)
        require (shown (r[i]) ==
                   said (script_missing (next + i) ? again++ : next + i),
                 "a script returns what was said");
    }

    // A command without a waiter, behind one that was waited for or not
    // yet, and before another one.
    //
    void post (connection& c, std::size_t next)
    {
      unsigned calls (0);
      std::string text;
      request q;
      q.command (1);
      q.argument ("PING");
      bool behind (choice_.use == 2);

      try
      {
        if (behind)
          c.send (q, in_time ());

        std::unique_ptr<reply_handler> d (new noted (calls, text));
        c.post (q, std::move (d), in_time ());
      }
      catch (const odb_alkey::redis_unavailable&)
      {
        require (calls == 0, "what could not be posted is not called");
        throw;
      }

      try
      {
        if (behind)
          require (shown (c.receive (in_time ())) == said (next++),
                   "the first reply is the first's");
        else
          c.drain_replies ();

        c.send (q, in_time ());
        require (shown (c.receive (in_time ())) == said (next + 1),
                 "the last reply is the last's");
        require (text == said (next), "what was posted has its reply");
      }
      catch (const odb_alkey::redis_unavailable&)
      {
      }
      catch (const odb_alkey::redis_error&)
      {
      }

      require (c.broken () || c.owed () == 1 - calls, "it is called or owed");
      c.abandon ();
      c.drain_replies ();
      require (calls == (c.owed () == 0 ? 1 : 0), "it is called once");
    }

    void ask_sentinel ()
    {
      endpoint e;
      e.primary = "blog";
      e.sentinels.assign (choice_.twice ? 2 : 1,
                          address ("127.0.0.1", server_.port ()));

      if (choice_.login)
        e.sentinel_password = "secret";

      endpoint p (sentinels (e).primary (limits, in_time ()));
      std::size_t i (choice_.login ? 1 : 0);

      require (i < said_.all.size () &&
                 said_.all[i]->type == REDIS_REPLY_ARRAY &&
                 said_.all[i]->elements == 2,
               "the sentinel has named a primary");

      const redisReply& host (*said_.all[i]->element[0]);
      require (p.sentinels.empty () && p.port != 0, "it has a port");
      require (!p.host.empty () && p.host.find ('\0') == std::string::npos,
               "it has a host");
      require (host.str != nullptr &&
                 p.host == std::string (host.str, host.len),
               "the host is what was said");

      const redisReply& port (*said_.all[i]->element[1]);
      require (port.str != nullptr &&
                 std::to_string (p.port) == std::string (port.str, port.len),
               "the port is what was said");
    }

    const choice choice_;
    const reference_replies& said_;
    endpoint endpoint_;
    played_server server_;
  };

  // They are separated by a byte that no reply needs.
  //
  std::vector<std::string> split (const std::string& s)
  {
    std::vector<std::string> r (1);

    for (char c : s)
    {
      if (c == '\xff')
        r.emplace_back ();
      else
        r.back () += c;
    }

    r.resize (std::min<std::size_t> (r.size (), 6));
    return r;
  }
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  if (size == 0)
    return 0;

  std::vector<std::string> parts (
    split (std::string (reinterpret_cast<const char*> (data) + 1, size - 1)));
  std::string all;

  for (const std::string& p : parts)
    all += p;

  if (takes_too_much (all))
    return 0;

  int before (open_descriptors ());
  {
    reference_replies said (all);
    session (choice (*data), parts, said).run ();
  }
  require (open_descriptors () == before, "each descriptor is closed");
  return 0;
}
