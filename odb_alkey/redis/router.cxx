#include <odb_alkey/redis/router.hxx>

#include <algorithm>
#include <utility>

#include <odb_alkey/redis/configured-endpoint.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/permissions.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/redis/topology.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // Has the commands of a connection preceded by ASKING for a while.
      //
      class asking
      {
      public:
        explicit asking (connection& c): connection_ (c)
        {
          connection_.asking (true);
        }

        ~asking ()
        {
          connection_.asking (false);
        }

        asking (const asking&) = delete;
        asking& operator= (const asking&) = delete;

      private:
        connection& connection_;
      };
    }

    router::router (const options& o, const std::string& key,
                    support::counters& c, support::log& l,
                    std::function<void ()> lost)
        : router (o, configured_endpoint (o), key, c, l, std::move (lost))
    {
    }

    router::router (const options& o, const endpoint& e,
                    const std::string& key, support::counters& c,
                    support::log& l, std::function<void ()> lost)
        : attending_ ([this] { return attempt (); }),
          slot_of_tokens_ (slot_of (key)),
          cluster_ (e.seeds.empty ()
                      ? nullptr
                      : std::make_unique<cluster> (o, e, slot_of_tokens_, l,
                                                   [this] { attend (); })),
          tokens_ (o, destination_of_tokens (o, e, key), c, l,
                   [this, lost]
                   {
                     lost ();
                     attend ();
                   })
    {
    }

    router::~router ()
    {
      attending_.stop ();
    }

    destination router::destination_of_tokens (const options& o,
                                               const endpoint& e,
                                               const std::string& key)
    {
      destination r;
      r.at = e;
      r.probe = key;
      r.consequence = "keys are unique";
      r.permissions = permissions (e, o.name_space);

      if (cluster_ != nullptr)
      {
        r.find = [this] (deadline d)
        {
          return cluster_->find (slot_of_tokens_, d);
        };

        r.moved = [this] (const server_error& x, deadline d)
        {
          bool known (cluster_->learn (x, slot_of_tokens_, d));

          if (cluster_->outdated ())
            attend ();

          return known;
        };
      }

      return r;
    }

    void router::attend () noexcept
    {
      if (cluster_ != nullptr)
        attending_.start ();
    }

    std::vector<cluster::node*> router::to_probe () const
    {
      std::vector<cluster::node*> r;

      cluster_->for_each_ever (
        [&] (cluster::node& n)
        {
          if (n.breaker.down () && (n.owns_slots || n.wanted))
            r.push_back (&n);
        });

      return r;
    }

    // Returns true if nothing is left to do. While a node is down the slots
    // are read again and again, since a replica may take over. That may show
    // that others are needed, hence they are looked for afterwards.
    //
    bool router::attempt () noexcept
    try
    {
      bool done (true);

      if (cluster_->outdated () || tokens_.down () || !to_probe ().empty ())
        done = cluster_->refresh (tokens_.deadline ()) &&
               !cluster_->outdated () && !tokens_.down ();

      for (cluster::node* n : to_probe ())
      {
        n->wanted.store (false, std::memory_order_relaxed);
        done = !attending_.stopped () && n->breaker.probe () && done;
      }

      return done;
    }
    catch (...)
    {
      return false;
    }

    bool router::call (const std::string& key, const char* what, deadline d,
                       const operation& f) noexcept
    {
      cluster::node* asked (nullptr);

      try
      {
        if (cluster_ == nullptr)
          tokens_.with_connection (d, [&] (connection& c) { f (c, d); });
        else
          call_owner (slot_of (key), d, f, asked);

        return true;
      }
      catch (...)
      {
        if (asked != nullptr)
          failed (*asked, what);
        else if (cluster_ == nullptr)
          tokens_.failed (what);

        return false;
      }
    }

    // A node that is refused while it is down may be one that nobody probes,
    // as it owned no slots before, or since this is the child of a fork.
    //
    void router::failed (cluster::node& n, const char* what) noexcept
    {
      n.breaker.failed (what);

      if (n.breaker.down ())
      {
        n.wanted.store (true, std::memory_order_relaxed);
        attending_.ensure ();
      }
    }

    // Tells the caller which node it has asked last, which is to blame for an
    // exception; none if no node has the slot.
    //
    void router::call_owner (slot s, deadline d, const operation& f,
                             cluster::node*& asked)
    {
      for (int n (0);; ++n)
      {
        asked = cluster_->owner (s);

        if (asked == nullptr && cluster_->refresh (d))
          asked = cluster_->owner (s);

        if (asked == nullptr)
        {
          attend ();
          throw not_sent ("no node of the cluster has the slot of a value");
        }

        redirection r;

        try
        {
          asked->breaker.with_connection (d,
                                          [&] (connection& c) { f (c, d); });
          return;
        }
        catch (const server_error& e)
        {
          bool once (e.kind == error_kind::slot_moving &&
                     parse (e.what (), r));

          if (n == circuit_breaker::most_moves ||
              (!once && !cluster_->learn (e, s, d)))
            throw;

          if (!once)
          {
            attend ();
            continue;
          }
        }

        asked = &cluster_->to (r);
        asked->breaker.with_connection (d,
                                        [&] (connection& c)
                                        {
                                          asking a (c);
                                          f (c, d);
                                        });
        return;
      }
    }

    std::size_t router::number_of_node (const std::string& key) const noexcept
    {
      cluster::node* n (cluster_ != nullptr ? cluster_->owner (slot_of (key))
                                            : nullptr);
      return n != nullptr ? n->number : static_cast<std::size_t> (-1);
    }

    void router::add_to (stats& s) const
    {
      if (cluster_ == nullptr)
        return;

      cluster_->for_each_ever (
        [&] (cluster::node& n)
        {
          stats own;
          n.counters.add_to (own);
          n.counters.add_to (s);

          if (!n.owns_slots)
            return;

          stats::node r;
          r.address = n.at.str ();
          r.unavailable = own.unavailable;
          r.errors = own.errors;
          r.outages = own.outages;
          r.down = n.breaker.down () ? 1 : 0;
          r.connections_open = n.breaker.open_connections ();
          s.connections_open += r.connections_open;
          s.nodes.push_back (std::move (r));
        });
    }

    std::vector<health::node> router::down () const
    {
      std::vector<health::node> r;

      if (cluster_ != nullptr)
        cluster_->for_each (
          [&] (cluster::node& n)
          {
            if (n.breaker.down ())
              r.push_back (health::node {n.at.str (), n.breaker.why ()});
          });

      return r;
    }
  }
}
