#include <tests/support/deployment.hxx>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>

#include <hiredis.h>

#include <odb_alkey/redis/reply-reader.hxx>

#include <tests/support/redis-cluster.hxx>
#include <tests/support/redis-setup.hxx>

namespace redis = odb_alkey::redis;

namespace tests
{
  namespace
  {
    // Nodes do not miss one that a test stops for a moment. Replicas would
    // take time that no test of keys and values needs.
    //
    cluster_setup calm ()
    {
      cluster_setup s;
      s.replicas = 0;
      s.node_timeout = std::chrono::seconds (60);
      return s;
    }

    bool wanted ()
    {
      const char* d (std::getenv ("ODB_ALKEY_TEST_DEPLOYMENT"));
      const std::string s (d != nullptr ? d : "");

      if (!s.empty () && s != "server" && s != "cluster")
        throw std::runtime_error ("ODB_ALKEY_TEST_DEPLOYMENT is " + s +
                                  ", which is neither server nor cluster");

      return s == "cluster";
    }

    bool begins (const std::vector<std::string>& words,
                 const std::vector<std::string>& with)
    {
      return words.size () >= with.size () &&
             std::equal (with.begin (), with.end (), words.begin ());
    }

    redis::reply array (const std::vector<std::string>& texts)
    {
      const std::string end ("\r\n");
      std::string bytes ('*' + std::to_string (texts.size ()) + end);

      for (const std::string& t : texts)
        bytes += '$' + std::to_string (t.size ()) + end + t + end;

      std::unique_ptr<redisReader, void (*) (redisReader*)> reader (
        redisReaderCreateWithFunctions (nullptr), redisReaderFree);
      redis::reply_reader in (*reader);
      redisReaderFeed (reader.get (), bytes.data (), bytes.size ());

      redis::reply r;
      in.next (r);
      return r;
    }
  }

  struct deployment::shared_cluster
  {
    redis_cluster nodes {calm ()};

    // The node of the tokens.
    //
    std::size_t first = nodes.owner_of (nodes.slot_of ("{alkey}"));

    // The answer of each node that is new to CONFIG GET.
    //
    typedef std::map<std::string, std::string> settings;
    std::vector<settings> usual = all_settings ();

    std::vector<settings> all_settings ()
    {
      std::vector<settings> r;

      for (std::size_t i (0); i != nodes.size (); ++i)
      {
        redis::reply all (order (nodes.server (i), {"CONFIG", "GET", "*"}));
        settings s;

        for (std::size_t j (0); j + 1 < all.count (); j += 2)
          s[all[j].str ()] = all[j + 1].str ();

        r.push_back (std::move (s));
      }

      return r;
    }

    // Servers that do not run are started again.
    //
    void renew ()
    {
      for (std::size_t i (0); i != nodes.size (); ++i)
      {
        if (nodes.pid (i) == -1)
          nodes.restart (i);
        else if (!nodes.runs (i))
          nodes.resume (i);
      }

      nodes.await_agreement ();
      const std::vector<settings> now (all_settings ());

      for (std::size_t i (0); i != nodes.size (); ++i)
      {
        for (const settings::value_type& s : usual[i])
        {
          if (now[i].at (s.first) != s.second)
            configure (nodes.server (i), s.first, s.second);
        }

        forget_users (nodes.server (i));
      }

      nodes.everywhere ({"FLUSHALL"});
      nodes.everywhere ({"SCRIPT", "FLUSH"});
      nodes.everywhere ({"CONFIG", "RESETSTAT"});
    }

    static void forget_users (redis_commands& s)
    {
      redis::reply users (order (s, {"ACL", "USERS"}));

      for (std::size_t i (0); i != users.count (); ++i)
      {
        if (users[i].str () != "default")
          order (s, {"ACL", "DELUSER", users[i].str ()});
      }
    }

    // Those that no test uses.
    //
    static std::vector<std::unique_ptr<shared_cluster>>& idle ()
    {
      static std::vector<std::unique_ptr<shared_cluster>> all;
      return all;
    }

    static std::unique_ptr<shared_cluster> take ()
    {
      if (idle ().empty ())
        return std::make_unique<shared_cluster> ();

      std::unique_ptr<shared_cluster> c (std::move (idle ().back ()));
      idle ().pop_back ();
      c->renew ();
      return c;
    }
  };

  deployment::deployment (std::vector<std::string> arguments,
                          redis_server::listen l, redis_server::clock c)
  {
    if (wanted () && arguments.empty () && l == redis_server::listen::local &&
        c == redis_server::clock::the_machine_s)
      cluster_ = shared_cluster::take ();
    else
      server_ = std::make_unique<redis_server> (std::move (arguments), l, c);
  }

  deployment::deployment (kind k)
  {
    if (k == kind::cluster)
      cluster_ = shared_cluster::take ();
    else
      server_ = std::make_unique<redis_server> ();
  }

  deployment::~deployment ()
  {
    if (cluster_ != nullptr)
      shared_cluster::idle ().push_back (std::move (cluster_));
  }

  redis_server& deployment::server () const
  {
    if (server_ == nullptr)
      throw std::logic_error ("this takes a single server, and not a cluster");

    return *server_;
  }

  deployment::operator redis_server& ()
  {
    return server ();
  }

  deployment::operator const redis_server& () const
  {
    return server ();
  }

  std::string deployment::url (const std::string& login) const
  {
    return server_ != nullptr ? server_->url (login)
                              : cluster_->nodes.url (login);
  }

  std::string deployment::tcp_url () const
  {
    return server ().tcp_url ();
  }

  std::string deployment::tls_url (const std::string& host) const
  {
    return server ().tls_url (host);
  }

  const std::string& deployment::directory () const
  {
    return server ().directory ();
  }

  std::uint16_t deployment::port () const
  {
    return server ().port ();
  }

  pid_t deployment::pid () const
  {
    return server ().pid ();
  }

  void deployment::step_clock (std::chrono::seconds by)
  {
    server ().step_clock (by);
  }

  void deployment::each (void (redis_server::*alone) (),
                         void (redis_cluster::*node) (std::size_t))
  {
    if (server_ != nullptr)
      return ((*server_).*alone) ();

    for (std::size_t i (0); i != cluster_->nodes.size (); ++i)
      (cluster_->nodes.*node) (i);
  }

  void deployment::kill ()
  {
    each (&redis_server::kill, &redis_cluster::kill);
  }

  void deployment::stop ()
  {
    each (&redis_server::stop, &redis_cluster::stop);
  }

  void deployment::resume ()
  {
    each (&redis_server::resume, &redis_cluster::resume);
  }

  // All nodes are lost before the first one comes back.
  //
  void deployment::restart ()
  {
    kill ();
    each (&redis_server::restart, &redis_cluster::restart);
  }

  redis::reply deployment::command (const std::vector<std::string>& words)
  {
    if (server_ != nullptr)
      return server_->command (words);

    if (words[0] == "KEYS")
      return keys (words);

    for (const std::vector<std::string>& w :
         {std::vector<std::string> {"FLUSHALL"},
          {"SCRIPT"},
          {"ACL"},
          {"CONFIG", "SET"},
          {"CLIENT", "KILL"}})
    {
      if (begins (words, w))
        return at_all (words);
    }

    return routed (words);
  }

  std::uint64_t deployment::executed ()
  {
    std::uint64_t r (0);

    auto add = [&] (redis_commands& s)
    {
      r += commands (s);
      ++counted_;
    };

    if (server_ != nullptr)
      add (*server_);
    else
      for (std::size_t i (0); i != cluster_->nodes.size (); ++i)
        add (cluster_->nodes.server (i));

    return r - counted_;
  }

  // "MOVED 3999 127.0.0.1:6381" names the node.
  //
  redis::reply deployment::routed (const std::vector<std::string>& words)
  {
    redis_cluster& c (cluster_->nodes);
    redis::reply r (c.command (cluster_->first, words));
    const std::string said (r.error () ? r.str () : "");

    if (said.compare (0, 6, "MOVED ") != 0)
      return r;

    const std::string address (said.substr (said.rfind (' ') + 1));

    for (std::size_t i (0); i != c.size (); ++i)
    {
      if (c.address (i) == address)
        return c.command (i, words);
    }

    return r;
  }

  redis::reply deployment::at_all (const std::vector<std::string>& words)
  {
    redis::reply r;

    for (std::size_t i (0); i != cluster_->nodes.size (); ++i)
    {
      r = cluster_->nodes.command (i, words);

      if (r.error ())
        break;
    }

    return r;
  }

  redis::reply deployment::keys (const std::vector<std::string>& words)
  {
    std::vector<std::string> all;

    for (std::size_t i (0); i != cluster_->nodes.size (); ++i)
    {
      redis::reply r (cluster_->nodes.command (i, words));

      for (std::size_t j (0); j != r.count (); ++j)
        all.push_back (r[j].str ());
    }

    return array (all);
  }

  void settle (deployment& d, const std::string& name_space)
  {
    if (d.server_ != nullptr)
      settle (*d.server_, name_space);
    else
      settle (d.cluster_->nodes, name_space);
  }
}
