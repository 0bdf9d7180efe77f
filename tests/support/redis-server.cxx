#include <tests/support/redis-server.hxx>

#include <chrono>

#include <odb_alkey/exception.hxx>

namespace redis = odb_alkey::redis;

namespace
{
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  using std::chrono::steady_clock;
  using tests::patience;
}

redis_server::redis_server (std::vector<std::string> arguments, listen l)
    : arguments_ (std::move (arguments)), directory_ ("redis"),
      port_ (l == listen::local ? std::uint16_t (0) : tests::free_port ()),
      process_ (directory () + "/log")
{
  start ();
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

const std::string& redis_server::directory () const
{
  return directory_.path ();
}

std::uint16_t redis_server::port () const
{
  return port_;
}

pid_t redis_server::pid () const
{
  return process_.pid ();
}

void redis_server::kill ()
{
  connection_.reset ();
  process_.kill ();
}

void redis_server::stop ()
{
  process_.stop ();
}

void redis_server::resume ()
{
  process_.resume ();
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
  std::vector<std::string> a {"redis-server",
                              "--daemonize",
                              "no",
                              "--save",
                              "",
                              "--appendonly",
                              "no",
                              "--repl-diskless-sync-delay",
                              "0",
                              "--bind",
                              "127.0.0.1",
                              "--port",
                              std::to_string (port_),
                              "--unixsocket",
                              directory () + "/socket",
                              "--unixsocketperm",
                              "700",
                              "--dir",
                              directory ()};
  a.insert (a.end (), arguments_.begin (), arguments_.end ());

  process_.start (a);
  process_.await ([this] { return answers (); });
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
    redis::connection c (redis::parse_url (s.url ()),
                         redis::timeouts {patience, patience},
                         steady_clock::now () + patience);

    s.command (
      {"SET", name_space + ":origin", "0123456789abcdef 1000 " + c.run_id ()});
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

    return r;
  }

  redis::reply ask (redis::connection& c, const std::vector<std::string>& l)
  {
    c.send (words (l), late ());
    return c.receive (late ());
  }
}
