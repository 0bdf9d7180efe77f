#include <odb_alkey/redis/cluster.hxx>

#include <algorithm>
#include <new>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/permissions.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/redis/topology-reader.hxx>

namespace odb_alkey
{
  namespace redis
  {
    typedef std::chrono::steady_clock steady;

    namespace
    {
      const std::chrono::seconds between_refreshes (1);

      void add (std::vector<address>& to, const address& a)
      {
        if (std::find (to.begin (), to.end (), a) == to.end ())
          to.push_back (a);
      }
    }

    cluster::node::node (const address& a, const options& o,
                         const destination& to, support::log& l,
                         const std::function<void ()>& lost, std::size_t n)
        : at (a), number (n), breaker (o, to, counters, l, lost)
    {
    }

    cluster::refreshing::refreshing (cluster& c, deadline d): cluster_ (c)
    {
      std::unique_lock<std::mutex> l (c.mutex_);
      granted_ = c.refreshed_by_another_.wait_until (
        l, d, [&c] { return !c.refreshing_; });
      c.refreshing_ = true;
    }

    cluster::refreshing::~refreshing ()
    {
      if (!granted_)
        return;

      std::lock_guard<std::mutex> l (cluster_.mutex_);
      cluster_.refreshing_ = false;
      cluster_.refreshed_by_another_.notify_one ();
    }

    cluster::cluster (const options& o, const endpoint& e, slot tokens,
                      support::log& l, std::function<void ()> lost)
        : options_ (o),
          endpoint_ (e), timeouts_ {o.connect_timeout, o.command_timeout},
          permissions_ (permissions (e, o.name_space)), tokens_ (tokens),
          log_ (l), lost_ (std::move (lost)), owners_ (slots)
    {
    }

    endpoint cluster::endpoint_of (const address& a) const
    {
      endpoint e (endpoint_);
      e.seeds.clear ();
      e.host = a.host;
      e.port = a.port;
      return e;
    }

    cluster::node* cluster::known (const address& a) const noexcept
    {
      for (const std::unique_ptr<node>& n : nodes_)
        if (n->at == a)
          return n.get ();

      return nullptr;
    }

    // A node is made without the lock: it registers for forks, and a fork
    // locks in the other order.
    //
    cluster::node& cluster::at (const address& a)
    {
      std::unique_lock<std::mutex> l (mutex_);
      node* n (known (a));

      if (n != nullptr)
        return *n;

      l.unlock ();

      destination to;
      to.at = endpoint_of (a);
      to.probe = options_.name_space + ":probe";
      to.any_node = true;
      to.consequence = "values that belong there are computed";
      to.permissions = permissions_;
      std::unique_ptr<node> made (
        new node (a, options_, to, log_, lost_,
                  made_.fetch_add (1, std::memory_order_relaxed)));

      l.lock ();
      n = known (a);

      if (n == nullptr)
      {
        nodes_.push_back (std::move (made));
        n = nodes_.back ().get ();
      }

      l.unlock ();
      return *n;
    }

    std::vector<cluster::node*> cluster::all (bool ever) const
    {
      std::lock_guard<std::mutex> l (mutex_);
      std::vector<node*> r;

      for (const std::unique_ptr<node>& n : nodes_)
        if (ever || n->owns_slots.load (std::memory_order_relaxed))
          r.push_back (n.get ());

      return r;
    }

    endpoint cluster::find (slot s, deadline d)
    {
      if (owner (s) == nullptr)
      {
        refreshing l (*this, d);

        if (!l.granted ())
          throw not_sent ("the slots of the cluster " + endpoint_.str () +
                          " are still being read by another call");

        if (owner (s) == nullptr)
          read_slots (d);
      }

      node* n (owner (s));

      if (n == nullptr)
        throw redis_unavailable ("no node of the cluster " + endpoint_.str () +
                                 " has the slot " + std::to_string (s) +
                                 ": see CLUSTER SLOTS, and assign it to one");

      return endpoint_of (n->at);
    }

    cluster::node& cluster::to (const redirection& r)
    {
      address a (r.to);

      if (a.host.empty ())
      {
        node* asked (owner (r.of));
        a.host =
          asked != nullptr ? asked->at.host : endpoint_.seeds.front ().host;
      }

      return at (a);
    }

    bool cluster::learn (const server_error& e, slot asked, deadline d)
    {
      redirection r;

      if (e.kind == error_kind::moved && parse (e.what (), r) && !r.once)
      {
        node& n (to (r));
        n.owns_slots.store (true, std::memory_order_relaxed);
        owners_[r.of].store (&n, std::memory_order_release);
        outdated_.store (true, std::memory_order_relaxed);

        if (r.of == tokens_)
          tell_owner_of_tokens ();

        return r.of == asked;
      }

      if (e.kind != error_kind::replica)
        return false;

      outdated_.store (true, std::memory_order_relaxed);
      return steady::now () < d && refresh (d);
    }

    bool cluster::recent () const noexcept
    {
      steady::duration at (refreshed_.load (std::memory_order_relaxed));
      return at.count () != 0 &&
             steady::now ().time_since_epoch () < at + between_refreshes;
    }

    bool cluster::refresh (deadline d) noexcept
    try
    {
      refreshing l (*this, d);

      if (!l.granted ())
        return false;

      if (!recent ())
        read_slots (d);

      return true;
    }
    catch (const std::exception& e)
    {
      log_.write (support::topic::cluster, log_level::warning, e.what ());
      return false;
    }

    // Returns the nodes to ask: those that answer, the seeds, and then the
    // others. They take turns, since one that is cut off from the others does
    // not know of changes. Few are asked at a time, or the share of each would
    // be too short.
    //
    std::vector<address> cluster::to_ask ()
    {
      const std::size_t most (4);
      std::vector<address> up, r;
      const std::vector<node*> owning (all (false));

      for (node* n : owning)
        if (!n->breaker.down ())
          up.push_back (n->at);

      ++turn_;

      for (std::size_t i (0); i != up.size (); ++i)
        add (r, up[(turn_ + i) % up.size ()]);

      // Seeds may be the only ones that are there.
      //
      if (r.size () > most / 2)
        r.resize (most / 2);

      const std::vector<address>& seeds (endpoint_.seeds);

      for (std::size_t i (0); i != seeds.size () && r.size () < most; ++i)
        add (r, seeds[(turn_ + i) % seeds.size ()]);

      for (node* n : owning)
        if (r.size () < most)
          add (r, n->at);

      return r;
    }

    // Asks them one after the other, each for its share of the time.
    //
    void cluster::read_slots (deadline d)
    {
      const std::vector<address> asked (to_ask ());
      refreshed_.store (steady::now ().time_since_epoch ().count (),
                        std::memory_order_relaxed);
      std::string why;

      for (std::size_t i (0); i != asked.size (); ++i)
      {
        deadline now (steady::now ());
        deadline share (now + (d - now) / static_cast<deadline::rep> (
                                            asked.size () - i + 1));

        try
        {
          topology t (read_topology (endpoint_of (asked[i]), timeouts_, share,
                                     permissions_));
          outdated_.store (false, std::memory_order_relaxed);
          apply (t);
          return;
        }
        catch (const odb_alkey::exception& e)
        {
          if (why.empty ())
            why = e.what ();
        }
      }

      throw redis_unavailable ("no node of the cluster " + endpoint_.str () +
                               " tells its slots: " + why);
    }

    void cluster::apply (const topology& t)
    {
      std::vector<node*> owners (slots, nullptr);

      for (const slot_range& r : t)
      {
        node& n (at (r.owner));
        n.owns_slots.store (true, std::memory_order_relaxed);
        std::fill (owners.begin () + r.first, owners.begin () + r.last + 1,
                   &n);
      }

      for (std::size_t s (0); s != slots; ++s)
        owners_[s].store (owners[s], std::memory_order_release);

      // Nodes that own nothing any more are neither probed nor reported.
      //
      for (node* n : all (false))
        if (std::find (owners.begin (), owners.end (), n) == owners.end ())
        {
          n->owns_slots.store (false, std::memory_order_relaxed);
          n->breaker.pool ().clear ();
        }

      tell_owner_of_tokens ();
    }

    void cluster::tell_owner_of_tokens ()
    {
      node* n (owner (tokens_));
      std::string now (n != nullptr ? n->at.str () : "no node");
      std::string before;
      {
        std::lock_guard<std::mutex> l (mutex_);
        before.swap (told_);
        told_ = now;
      }

      if (now != before)
        log_.write (support::topic::tokens_moved, log_level::info,
                    "the tokens (slot " + std::to_string (tokens_) +
                      ") are on " + now +
                      (before.empty () ? "" : ", and were on " + before));
    }

    void cluster::before_fork () noexcept
    {
      mutex_.lock ();
    }

    void cluster::after_fork (bool child) noexcept
    {
      // A thread that reads the slots does not exist in the child.
      //
      if (child)
      {
        new (&refreshed_by_another_) std::condition_variable;
        refreshing_ = false;
      }

      mutex_.unlock ();
    }
  }
}
