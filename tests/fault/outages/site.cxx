#include <tests/fault/outages/site.hxx>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <unistd.h>

#include <odb_alkey/exception.hxx>

#include <tests/support/await.hxx>
#include <tests/support/redis-setup.hxx>

namespace outages
{
  site::site (kind k)
      : directory_ ("outages"),
        primary_ (new redis_server ({}, redis_server::listen::local_and_tcp))
  {
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
    if (sentinels_ == nullptr)
      network_.reset (new tests::proxy (directory_.path () + "/redis"));
  }

  std::string site::url () const
  {
    if (network_ != nullptr)
      return network_->url ();

    std::string hosts;

    for (std::uint16_t p : sentinels_->ports ())
      hosts +=
        (hosts.empty () ? "" : ",") + ("127.0.0.1:" + std::to_string (p));

    return "redis-sentinel://" + hosts + '/' + sentinels_->name ();
  }

  // The proxy goes wherever this link leads.
  //
  void site::lead_to (const redis_server& s)
  {
    const std::string link (directory_.path () + "/redis");
    const std::string fresh (link + ".new");

    if (symlink ((s.directory () + "/socket").c_str (), fresh.c_str ()) != 0 ||
        std::rename (fresh.c_str (), link.c_str ()) != 0)
      throw std::system_error (errno, std::generic_category (), link);
  }

  void site::add_laggard ()
  {
    // Not by its arguments: restarted, it is to be a primary still.
    //
    replica_.reset (
      new redis_server ({}, redis_server::listen::local_and_tcp));
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
    odb_alkey::redis::reply r (primary_->command ({"GET", "alkey:origin"}));
    return !r.string () || r.str ().find ('-') != std::string::npos;
  }
  catch (const odb_alkey::redis_unavailable&)
  {
    // One that is promoted closes its connections.
    //
    return true;
  }
}
