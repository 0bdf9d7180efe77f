#include <tests/support/redis-sentinel.hxx>

#include <sys/stat.h>

#include <fstream>
#include <stdexcept>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/await.hxx>
#include <tests/support/certificates.hxx>

namespace redis = odb_alkey::redis;

namespace
{
  std::string local (const std::string& port)
  {
    return "127.0.0.1:" + port;
  }

  std::string listening (const tests::sentinel_setup& s,
                         const std::string& port)
  {
    if (!s.encrypted)
      return "port " + port + '\n';

    const tests::certificates& c (tests::certificates::made ());
    return "port 0\ntls-port " + port + "\ntls-cert-file " + c.server.file +
           "\ntls-key-file " + c.server.key + "\ntls-ca-cert-file " +
           c.authority.file + "\ntls-auth-clients no\ntls-replication yes\n";
  }

  // They also need it for each other.
  //
  std::string login (const tests::sentinel_setup& s)
  {
    if (s.user.empty ())
      return s.password.empty () ? "" : "requirepass " + s.password + '\n';

    return "user default off\nuser " + s.user + " on >" + s.password +
           " ~* &* +@all\nsentinel sentinel-user " + s.user +
           "\nsentinel sentinel-pass " + s.password + '\n';
  }

  redis::endpoint endpoint (const tests::sentinel_setup& s,
                            const std::string& port)
  {
    std::string at (s.password.empty () ? ""
                                        : s.user + ':' + s.password + '@');
    return s.encrypted ? tests::encrypted ("rediss://" + at + local (port))
                       : redis::parse_url ("redis://" + at + local (port));
  }
}

class redis_sentinel::member
{
public:
  // The file is the process's own to write.
  //
  member (const std::string& directory, const std::string& monitor,
          const tests::sentinel_setup& s)
      : directory_ (directory), process_ (directory + "/log"),
        endpoint_ (endpoint (s, std::to_string (port)))
  {
    mkdir (directory_.c_str (), 0700);
    std::ofstream f (directory_ + "/sentinel.conf");
    f << "bind 127.0.0.1\ndir " << directory_ << '\n'
      << listening (s, std::to_string (port)) << login (s) << monitor;
  }

  void start ()
  {
    process_.start (
      {"redis-server", directory_ + "/sentinel.conf", "--sentinel"});
    process_.await ([this] { return answers (); });

    // These periods are a second or two by default, and let it stand still for
    // half a minute when the machine is busy. (The period of its pings stays:
    // a replica is not eligible five such periods after it was heard of last.)
    // Versions before 7 do not know this, and are slower.
    //
    command ({"SENTINEL", "DEBUG", "PUBLISH-PERIOD", "50", "INFO-PERIOD",
              "100", "ASK-PERIOD", "50", "TILT-PERIOD", "500"});
  }

  void kill ()
  {
    connection_.reset ();
    process_.kill ();
  }

  void stop ()
  {
    process_.stop ();
  }

  void resume ()
  {
    process_.resume ();
  }

  bool runs () const
  {
    return process_.runs ();
  }

  redis::reply command (const std::vector<std::string>& words)
  {
    if (connection_ == nullptr || connection_->broken ())
      connection_ = std::make_unique<redis::connection> (
        endpoint_, talk::patient, talk::late ());

    return talk::ask (*connection_, words);
  }

  // The field of each that a sentinel lists: of the primary, the replicas or
  // the other sentinels.
  //
  std::vector<std::string> all (const std::string& what, const std::string& of,
                                const std::string& field)
  {
    redis::reply r (command ({"SENTINEL", what, of}));
    std::vector<std::string> values;

    for (std::size_t i (0); i != r.count (); ++i)
    {
      for (std::size_t j (0); j + 1 < r[i].count (); j += 2)
      {
        if (r[i][j].str () == field)
          values.push_back (r[i][j + 1].str ());
      }
    }

    return values;
  }

  const std::uint16_t port = tests::free_port ();

private:
  bool answers ()
  {
    try
    {
      return command ({"PING"}).str () == "PONG";
    }
    catch (const odb_alkey::redis_unavailable&)
    {
      return false;
    }
  }

  std::string directory_;
  tests::process process_;
  const redis::endpoint endpoint_;
  std::unique_ptr<redis::connection> connection_;
};

redis_sentinel::redis_sentinel (const redis_server& primary,
                                std::size_t replicas,
                                const tests::sentinel_setup& s)
    : encrypted_ (s.encrypted), directory_ ("sentinel")
{
  // If several began a failover at a time each would vote for itself, and
  // they would begin again after twice the time-out. Hence each of them is
  // slower to miss the primary than the one before, and leads without being
  // told so by others; their votes, most of all, it needs.
  //
  for (int i (0); i != 3; ++i)
  {
    const std::string set ("\nsentinel ");
    members_.push_back (
      std::make_unique<member> (directory_.path () + '/' + std::to_string (i),
                                "sentinel monitor " + name_ + " 127.0.0.1 " +
                                  std::to_string (primary.port ()) + " 1" +
                                  set + "down-after-milliseconds " + name_ +
                                  ' ' + std::to_string (300 + 200 * i) + set +
                                  "failover-timeout " + name_ + " 1000\n",
                                s));
    members_.back ()->start ();
  }

  await_acquaintance (replicas);
}

redis_sentinel::~redis_sentinel () = default;

std::string redis_sentinel::url (const std::string& name) const
{
  std::string hosts;

  for (const std::unique_ptr<member>& m : members_)
    hosts += (hosts.empty () ? "" : ",") + local (std::to_string (m->port));

  return (encrypted_ ? "rediss-sentinel://" : "redis-sentinel://") + hosts +
         '/' + name;
}

std::string redis_sentinel::address_of_primary ()
{
  for (const std::unique_ptr<member>& m : members_)
  {
    if (!m->runs ())
      continue;

    redis::reply r (
      m->command ({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", name_}));
    return r.count () == 2 ? r[0].str () + ':' + r[1].str () : "";
  }

  throw std::runtime_error ("no sentinel runs");
}

std::string redis_sentinel::address (const redis_server& s)
{
  return local (std::to_string (s.port ()));
}

void redis_sentinel::kill (std::size_t i)
{
  members_.at (i)->kill ();
}

void redis_sentinel::stop (std::size_t i)
{
  members_.at (i)->stop ();
}

void redis_sentinel::resume (std::size_t i)
{
  members_.at (i)->resume ();
}

void redis_sentinel::restart (std::size_t i)
{
  members_.at (i)->kill ();
  members_.at (i)->start ();
}

redis::reply redis_sentinel::command (std::size_t i,
                                      const std::vector<std::string>& words)
{
  return members_.at (i)->command (words);
}

// A replica is chosen only if its own answer has been seen, hence its link's
// state; a sentinel can vote only if its run id is known, hence that.
//
void redis_sentinel::await_acquaintance (std::size_t replicas)
{
  const std::vector<std::string> up (replicas, "ok");

  for (const std::unique_ptr<member>& m : members_)
    tests::await ("a sentinel to know all",
                  [&]
                  {
                    return m->all ("REPLICAS", name_, "master-link-status") ==
                             up &&
                           m->all ("SENTINELS", name_, "runid").size () + 1 ==
                             members_.size ();
                  });
}
