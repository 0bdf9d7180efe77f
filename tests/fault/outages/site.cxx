#include <tests/fault/outages/site.hxx>

#include <cstdio>
#include <utility>

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
  }

  site::site (kind k): directory_ ("outages"), primary_ (new_server ())
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
    return network_ != nullptr ? network_->url () : sentinels_->url ();
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
    odb_alkey::redis::reply r (primary_->command ({"GET", "alkey:origin"}));
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
}
