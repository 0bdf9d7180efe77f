#include <tests/support/cluster-node.hxx>

#include <fstream>
#include <stdexcept>
#include <system_error>

#include <odb_alkey/redis/url.hxx>

#include <tests/support/process.hxx>

namespace redis = odb_alkey::redis;

namespace tests
{
  namespace
  {
    // A replica that loaded old data, or had been without its primary for too
    // long, would do less than the test expects. No replica changes its
    // primary of its own accord.
    //
    std::vector<std::string> arguments (const cluster_setup& s)
    {
      std::vector<std::string> a {"--cluster-enabled",
                                  "yes",
                                  "--cluster-node-timeout",
                                  std::to_string (s.node_timeout.count ()),
                                  "--cluster-replica-validity-factor",
                                  "0",
                                  "--cluster-migration-barrier",
                                  "100",
                                  "--repl-diskless-sync",
                                  "yes",
                                  "--rdb-del-sync-files",
                                  "yes"};

      auto add = [&a] (const std::vector<std::string>& more)
      {
        a.insert (a.end (), more.begin (), more.end ());
      };

      if (redis_version () >= 7)
        add ({"--cluster-allow-replica-migration", "no"});

      if (s.encrypted)
        add ({"--tls-cluster", "yes"});

      if (s.by_name)
        add ({"--cluster-announce-hostname", "localhost",
              "--cluster-preferred-endpoint-type", "hostname"});

      if (!s.password.empty ())
        add ({"--requirepass", s.password, "--masterauth", s.password});

      for (const std::vector<std::string>& u : s.users)
      {
        add ({"--user"});
        add (u);
      }

      add (s.arguments);
      return a;
    }

    std::string field (const std::string& info, const std::string& name)
    {
      const std::string all ('\n' + info);
      std::string::size_type p (all.find ('\n' + name + ':'));

      if (p == std::string::npos)
        return "";

      p += name.size () + 2;
      return all.substr (p, all.find ('\r', p) - p);
    }
  }

  int redis_version ()
  {
    static const int version = []
    {
      const temporary_directory d ("version");
      process p (d.path () + "/log");
      p.start ({"redis-server", "--version"});
      p.await_success ();

      std::string text;
      std::ifstream f (d.path () + "/log");
      std::getline (f, text);
      const std::string::size_type v (text.find ("v="));
      return v != std::string::npos ? std::stoi (text.substr (v + 2)) : 0;
    }();
    return version;
  }

  cluster_node::ports::ports ()
  {
    const unsigned distance (10000);

    for (int i (0); nodes == nullptr; ++i)
    {
      clients = std::make_unique<proxying::reserved_port> ();
      clients->refuse ();
      const unsigned n (clients->number () + distance);

      try
      {
        if (n <= 65535)
          nodes = std::make_unique<proxying::reserved_port> (
            static_cast<std::uint16_t> (n));
      }
      catch (const std::system_error&)
      {
        if (i == 1000)
          throw;
      }
    }
  }

  cluster_node::cluster_node (const cluster_setup& s)
      : host_ (s.by_name ? "localhost" : "127.0.0.1"),
        login_ (s.password.empty () ? "" : ':' + s.password),
        server_ (arguments (s),
                 s.encrypted ? redis_server::listen::local_and_tls
                             : redis_server::listen::local_and_tcp,
                 redis_server::clock::the_machine_s, ports_.clients->number ())
  {
    id_ = order ({"CLUSTER", "MYID"}).str ();
  }

  std::string cluster_node::address () const
  {
    return host_ + ':' + std::to_string (port ());
  }

  std::string cluster_node::local_url () const
  {
    return server_.url (login_);
  }

  void cluster_node::kill ()
  {
    connection_.reset ();
    server_.kill ();
    stopped_ = false;
  }

  void cluster_node::stop ()
  {
    server_.stop ();
    stopped_ = true;
  }

  void cluster_node::resume ()
  {
    server_.resume ();
    stopped_ = false;
  }

  void cluster_node::restart ()
  {
    kill ();
    server_.restart ();
  }

  redis::connection& cluster_node::connection ()
  {
    if (connection_ == nullptr || connection_->broken ())
      connection_ = std::make_unique<redis::connection> (
        redis::parse_url (local_url ()), talk::patient, talk::late (),
        redis::connection::peer::anybody);

    return *connection_;
  }

  redis::reply cluster_node::command (const std::vector<std::string>& words)
  {
    return talk::ask (connection (), words);
  }

  redis::reply cluster_node::order (const std::vector<std::string>& words)
  {
    redis::reply r (command (words));

    if (r.error ())
      throw std::runtime_error (words[0] +
                                (words.size () > 1 ? ' ' + words[1] : "") +
                                ": " + r.str ());

    return r;
  }

  cluster_view cluster_node::view ()
  {
    return cluster_view (order ({"CLUSTER", "NODES"}).str ());
  }

  std::vector<unsigned>
  cluster_node::slots_of (const std::vector<std::string>& keys)
  {
    redis::connection& c (connection ());
    std::vector<unsigned> r;

    for (const std::string& k : keys)
      c.send (talk::words ({"CLUSTER", "KEYSLOT", k}), talk::late ());

    for (std::size_t i (0); i != keys.size (); ++i)
      r.push_back (
        static_cast<unsigned> (c.receive (talk::late ()).number ()));

    return r;
  }

  std::string cluster_node::info (const std::string& name)
  {
    return field (order ({"CLUSTER", "INFO"}).str (), name);
  }

  std::string cluster_node::replication (const std::string& name)
  {
    return field (order ({"INFO", "replication"}).str (), name);
  }
}
