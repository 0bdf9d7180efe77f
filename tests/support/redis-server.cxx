#include <tests/support/redis-server.hxx>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/certificates.hxx>

namespace redis = odb_alkey::redis;

namespace
{
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  using std::chrono::steady_clock;
  using tests::patience;
}

redis_server::redis_server (std::vector<std::string> arguments, listen l,
                            clock c, std::uint16_t port)
    : arguments_ (std::move (arguments)), listen_ (l), clock_ (c),
      directory_ ("redis"),
      port_ (l == listen::local || port != 0 ? port : tests::free_port ()),
      process_ (directory () + "/log")
{
  if (clock_ == clock::its_own)
    step_clock (seconds (0));

  start ();
}

// In place, where the server sees it.
//
void redis_server::step_clock (seconds by)
{
  if (clock_ != clock::its_own)
    throw std::logic_error ("the clock is the machine's");

  ahead_ += by.count ();
  std::ofstream (directory () + "/clock", std::ios::binary | std::ios::in |
                                            std::ios::out | std::ios::app)
    .flush ();
  std::fstream f (directory () + "/clock",
                  std::ios::binary | std::ios::in | std::ios::out);
  f.write (reinterpret_cast<const char*> (&ahead_), sizeof (ahead_));

  if (!f.flush ())
    throw std::runtime_error ("the clock cannot be set");
}

std::string redis_server::url (const std::string& login) const
{
  return "unix://" + (login.empty () ? "" : login + '@') + directory () +
         "/socket";
}

std::string redis_server::tcp_url (const std::string& login) const
{
  return "redis://" + (login.empty () ? "" : login + '@') +
         "127.0.0.1:" + std::to_string (port_);
}

std::string redis_server::tls_url (const std::string& host) const
{
  return "rediss://" + host + ':' + std::to_string (port_);
}

void redis_server::kill ()
{
  connection_.reset ();
  process_.kill ();
}

void redis_server::restart ()
{
  kill ();
  start ();
}

redis::reply redis_server::command (const std::vector<std::string>& words)
{
  redis::deadline d (steady_clock::now () + patience);

  if (connection_ == nullptr || connection_->broken ())
    connection_ = std::make_unique<redis::connection> (
      redis::parse_url (url ()), redis::timeouts {patience, patience}, d,
      redis::connection::peer::anybody);

  return talk::ask (*connection_, words);
}

void redis_server::start ()
{
  std::vector<std::string> a;

  if (clock_ == clock::its_own)
    a = {"env", "LD_PRELOAD=" TESTS_STEPPING_CLOCK,
         "TESTS_CLOCK_OFFSET=" + directory () + "/clock"};

  a.insert (a.end (),
            {"redis-server", "--daemonize", "no", "--save", "", "--appendonly",
             "no", "--repl-diskless-sync-delay", "0", "--bind", "127.0.0.1",
             "--unixsocket", directory () + "/socket", "--unixsocketperm",
             "700", "--dir", directory ()});
  const std::vector<std::string> port (port_arguments ());
  a.insert (a.end (), port.begin (), port.end ());
  a.insert (a.end (), arguments_.begin (), arguments_.end ());

  process_.start (a);
  process_.await ([this] { return answers (); });
}

std::vector<std::string> redis_server::port_arguments () const
{
  const std::string port (std::to_string (port_));

  if (listen_ != listen::local_and_tls)
    return {"--port", port};

  const tests::certificates& c (tests::certificates::made ());
  return {"--port",
          "0",
          "--tls-port",
          port,
          "--tls-cert-file",
          c.server.file,
          "--tls-key-file",
          c.server.key,
          "--tls-ca-cert-file",
          c.authority.file,
          "--tls-auth-clients",
          "no",
          "--tls-replication",
          "yes"};
}

// True also if it wants a password: then it is up.
//
bool redis_server::answers ()
{
  try
  {
    std::string said (command ({"PING"}).str ());
    return said == "PONG" || said.compare (0, 6, "NOAUTH") == 0;
  }
  catch (const odb_alkey::redis_unavailable&)
  {
    return false;
  }
}

namespace tests
{
  void settle (redis_server& s, const std::string& name_space)
  {
    settle (s, s.url (), name_space);
  }

  void settle (redis_commands& s, const std::string& url,
               const std::string& name_space)
  {
    redis::connection c (redis::parse_url (url),
                         redis::timeouts {patience, patience},
                         steady_clock::now () + patience);

    // A process that knows this epoch from a server that was there before has
    // seen no later clock.
    //
    redis::reply t (s.command ({"TIME"}));
    std::string digits (t[1].str ());
    std::string clock (t[0].str () + std::string (6 - digits.size (), '0') +
                       digits);

    s.command ({"SET", '{' + name_space + "}:origin",
                "0123456789abcdef " + clock + ' ' + c.server () + " -"});
  }
}

namespace talk
{
  redis::deadline in (milliseconds d)
  {
    return steady_clock::now () + d;
  }

  redis::deadline late ()
  {
    return in (seconds (20));
  }

  redis::request words (const std::vector<std::string>& l)
  {
    redis::request r;
    r.command (l.size ());

    for (const std::string& w : l)
      r.argument (w);

    r.expect (1 << 28, 1 << 20);
    return r;
  }

  redis::reply ask (redis::connection& c, const std::vector<std::string>& l)
  {
    c.send (words (l), late ());
    return c.receive (late ());
  }
}
