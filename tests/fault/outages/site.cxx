#include <tests/fault/outages/site.hxx>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <sys/resource.h>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/tokens/token.hxx>

#include <tests/support/await.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  namespace
  {
    std::unique_ptr<redis_server> new_server ()
    {
      return std::make_unique<redis_server> (
        std::vector<std::string> (), redis_server::listen::local_and_tcp,
        redis_server::clock::its_own);
    }

    void limit_files (const redis_server& s, bool limited)
    {
      rlimit l;

      if (prlimit (s.pid (), RLIMIT_FSIZE, nullptr, &l) != 0)
        throw std::system_error (errno, std::generic_category (), "prlimit");

      l.rlim_cur = limited ? 1 : l.rlim_max;

      if (prlimit (s.pid (), RLIMIT_FSIZE, &l, nullptr) != 0)
        throw std::system_error (errno, std::generic_category (), "prlimit");
    }

    void await_files (redis_server& s, const std::string& field,
                      const std::string& value)
    {
      tests::await (
        "Redis' files",
        [&] { return tests::info (s, "persistence", field) == value; });
    }

    std::string filler (int i)
    {
      return "filler:" + std::to_string (i);
    }

    const int fillers (100);
  }

  site::site (kind k): directory_ ("outages")
  {
    if (k == kind::cluster)
    {
      cluster_.reset (new cluster_site);
      return;
    }

    primary_ = new_server ();
    tests::settle (*primary_);

    if (k == kind::proxied)
    {
      lead_to (*primary_);
      return;
    }

    replica_.reset (new redis_server (tests::replica_of (*primary_),
                                      redis_server::listen::local_and_tcp));
    sentinels_.reset (new redis_sentinel (*primary_, 1));
  }

  void site::open ()
  {
    if (sentinels_ == nullptr && cluster_ == nullptr)
      network_.reset (new tests::proxy (directory_.path () + "/redis"));
  }

  std::string site::url () const
  {
    return cluster_ != nullptr   ? cluster_->nodes ().url ()
           : network_ != nullptr ? network_->url ()
                                 : sentinels_->url ();
  }

  std::vector<tests::redis_commands*> site::servers ()
  {
    if (cluster_ == nullptr)
      return {primary_.get ()};

    std::vector<tests::redis_commands*> r;

    for (std::size_t i : cluster_->running ())
      r.push_back (&cluster_->nodes ().server (i));

    return r;
  }

  tests::redis_commands& site::server_of_tokens ()
  {
    if (cluster_ == nullptr)
      return *primary_;

    return cluster_->nodes ().server (cluster_->node_of_tokens ());
  }

  // The proxy goes wherever this link leads.
  //
  void site::lead_to (const redis_server& s)
  {
    tests::lead_to (directory_.path () + "/redis", s);
  }

  void site::add_laggard ()
  {
    // Not by its arguments: restarted, it is to be a primary still.
    //
    replica_ = new_server ();
    tests::demote (*replica_, *primary_);
    tests::await_sync (*primary_, *replica_);
    tests::promote (*replica_);
  }

  void site::promote_laggard ()
  {
    lead_to (*replica_);
    primary_->kill ();
    std::swap (primary_, replica_);
    replica_.reset ();
    forget_snapshot ();
  }

  void site::go_elsewhere ()
  {
    replica_ = new_server ();
    lead_to (*replica_);
    network_->cut ();
    std::swap (primary_, replica_);
  }

  void site::come_back ()
  {
    std::swap (primary_, replica_);
    lead_to (*primary_);
    network_->cut ();
    replica_.reset ();
  }

  void site::fail_over_twice ()
  {
    tests::demote (*primary_, *replica_);
    tests::await_sync (*replica_, *primary_);
    tests::promote (*primary_);
    network_->cut ();
    replica_.reset ();
  }

  void site::forget_snapshot ()
  {
    std::remove ((primary_->directory () + "/dump.rdb").c_str ());
  }

  void site::await_fail_over ()
  {
    tests::await ("the sentinels",
                  [this]
                  {
                    return sentinels_->address_of_primary () ==
                           redis_sentinel::address (*replica_);
                  });
    std::swap (primary_, replica_);
  }

  bool site::in_quarantine ()
  try
  {
    odb_alkey::redis::reply r (
      server_of_tokens ().command ({"GET", "{alkey}:origin"}));
    odb_alkey::tokens::origin o;
    return !r.string () ||
           !odb_alkey::tokens::parse (r.data (), r.size (), o) ||
           o.fences.any ();
  }
  catch (const odb_alkey::redis_unavailable&)
  {
    // One that is promoted closes its connections.
    //
    return true;
  }

  void site::write_to_disk (const std::string& appendfsync)
  {
    tests::configure (*primary_, "appendfsync", appendfsync);
    tests::configure (*primary_, "appendonly", "yes");
    await_files (*primary_, "aof_rewrite_scheduled", "0");
    await_files (*primary_, "aof_rewrite_in_progress", "0");
  }

  void site::fill_disk ()
  {
    limit_files (*primary_, true);
  }

  void site::empty_disk ()
  {
    limit_files (*primary_, false);
    await_files (*primary_, "aof_last_write_status", "ok");
    tests::configure (*primary_, "appendonly", "no");
  }

  // Redis needs memory for its clients, too: the limit is lower by a lot.
  //
  void site::fill_memory (const std::string& policy)
  {
    const std::string value (10000, 'x');

    for (int i (0); i != fillers; ++i)
      tests::order (*primary_, {"SET", filler (i), value, "EX", "1000"});

    unsigned long long used (
      std::stoull (tests::info (*primary_, "memory", "used_memory")));
    tests::configure (*primary_, "maxmemory-policy", policy);
    tests::configure (*primary_, "maxmemory", std::to_string (used - 500000));
  }

  void site::empty_memory ()
  {
    tests::configure (*primary_, "maxmemory", "0");

    for (int i (0); i != fillers; ++i)
      tests::order (*primary_, {"DEL", filler (i)});
  }

  // The origin stays, without which no key is of use.
  //
  void site::evict_tokens (const std::string& policy)
  {
    const bool volatile_only (policy.compare (0, 8, "allkeys-") != 0);

    tests::configure (*primary_, "maxmemory-policy", policy);
    tests::order (
      *primary_,
      {"EVAL",
       "for _, key in ipairs (redis.call ('KEYS', '{alkey}:alkey:*')) do "
       "  if ARGV[1] == '0' or redis.call ('PTTL', key) > 0 then "
       "    redis.call ('DEL', key) "
       "  end "
       "end",
       "0", volatile_only ? "1" : "0"});
  }
}
