#include <odb_alkey/values/value-store.hxx>

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/script-runner.hxx>
#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace values
  {
    namespace
    {
      // The number of values that are stored in one round trip. More would
      // take Redis so long that other clients wait, and would all be in
      // memory.
      //
      const std::size_t at_once = 100;

      std::uint64_t count_of (std::chrono::milliseconds d) noexcept
      {
        return static_cast<std::uint64_t> (d.count ());
      }

      // Returns true if an error says that the node has only one of the two
      // keys, since their slot is being moved.
      //
      bool is_apart_from_lease (const redis::reply_view& v)
      {
        return v.error () && v.str ().compare (0, 8, "TRYAGAIN") == 0;
      }

      void take (const redis::reply_view& v, std::string& to)
      {
        if (v.error ())
          throw redis::server_error (v.str ());

        if (v.string ())
          to.assign (v.data (), v.size ());
        else
          to.clear ();
      }
    }

    std::string value_store::entry_of (const std::string& key) const
    {
      return tokens::entry_key (scripts_.environment ().value_prefix,
                                tokens::arguments_of (key));
    }

    std::string value_store::lease_of (const std::string& key) const
    {
      return tokens::lease_key (scripts_.environment ().value_prefix, key);
    }

    // Removes the value of a Redis key if it begins like this. One command
    // does both, because the value may be replaced meanwhile. Returns true if
    // it was removed.
    //
    bool value_store::remove (const std::string& redis_key,
                              const std::string& beginning, const char* what)
    {
      bool removed (false);

      scripts_.router ().call (
        redis_key, what, scripts_.breaker ().deadline (),
        [&] (redis::connection& c, redis::deadline d)
        {
          redis::script_calls calls;
          redis::request& q (calls.add (tokens::scripts::remove, 1, 1));
          q.argument (redis_key);
          q.argument (beginning);
          redis::reply r (calls.run (c, d));

          if (r.error ())
            throw redis::server_error (r.str ());

          removed = r.number () == 1;
        });

      return removed;
    }

    bool value_store::load (const std::string& key,
                            std::string& stored) noexcept
    try
    {
      const std::string entry (entry_of (key));
      redis::request q;
      q.command (2);
      q.argument ("GET");
      q.argument (entry);
      q.expect (largest_);

      // A value that is too large counts as missing: the value that is
      // computed replaces it.
      //
      bool too_large (false);

      bool done (scripts_.router ().call (
        entry, "reading a value", scripts_.breaker ().deadline (),
        [&] (redis::connection& c, redis::deadline d)
        {
          try
          {
            c.send (q, d);
            take (c.receive (d), stored);
          }
          catch (const redis::reply_too_large&)
          {
            too_large = true;
            throw;
          }
        }));

      if (too_large)
        stored.clear ();

      return done || too_large;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("reading a value");
      return false;
    }

    value_store::claim
    value_store::acquire (const std::string& key, const std::string& lease,
                          std::chrono::milliseconds duration,
                          std::string& stored) noexcept
    try
    {
      const std::string entry (entry_of (key));

      auto set = [&] (redis::request& q)
      {
        q.command (6);
        q.argument ("SET");
        q.argument (lease_of (key));
        q.argument (lease);
        q.argument ("NX");
        q.argument ("PX");
        q.argument (count_of (duration));
      };

      auto get = [&] (redis::request& q)
      {
        q.command (2);
        q.argument ("GET");
        q.argument (entry);
        q.expect (largest_);
      };

      claim r (claim::unknown);

      // If the entry turns out to be on another node, the lease is not claimed
      // there as well.
      //
      scripts_.router ().call (
        entry, "claiming to compute a value", scripts_.breaker ().deadline (),
        [&] (redis::connection& c, redis::deadline d)
        {
          redis::request first, second;
          const bool claims (r == claim::unknown);

          if (claims)
            set (first);

          get (claims && c.asking () ? second : first);
          c.send (first, d);

          if (second.commands () != 0)
            c.send (second, d);

          redis::reply claimed (claims ? c.receive (d) : redis::reply ());
          redis::reply found (c.receive (d));

          if (claims && claimed.error ())
            throw redis::server_error (claimed.str ());

          if (claims)
            r = claimed.nil () ? claim::denied : claim::granted;

          take (found, stored);
        });

      return r;
    }
    catch (...)
    {
      scripts_.breaker ().failed ("claiming to compute a value");
      return claim::unknown;
    }

    void value_store::release (const std::string& key,
                               const std::string& lease) noexcept
    try
    {
      remove (lease_of (key), lease, "giving up to compute a value");
    }
    catch (...)
    {
      scripts_.breaker ().failed ("giving up to compute a value");
    }

    void value_store::store (std::vector<item>& v) noexcept
    try
    {
      for (std::size_t b (0); b < v.size (); b += at_once)
        store_some (v, b, std::min (v.size (), b + at_once));
    }
    catch (...)
    {
      scripts_.breaker ().failed ("storing a value");
    }

    bool value_store::erase (const std::string& key) noexcept
    try
    {
      return remove (entry_of (key), tokens::stored_form (key, std::string ()),
                     "erasing a value");
    }
    catch (...)
    {
      scripts_.breaker ().failed ("erasing a value");
      return false;
    }

    // The script cannot do that: in a cluster, the origin is on another node.
    //
    bool value_store::is_of_known_epoch (const std::string& key) const
    {
      return tokens::is_of_epoch (key, scripts_.clock ().known ().epoch);
    }

    void value_store::refuse (const item& x)
    {
      scripts_.environment ().counters->values_refused.add ();

      if (!x.lease.empty ())
        release (*x.key, x.lease);
    }

    // Stores values that belong to several nodes, in one round trip to each.
    //
    void value_store::store_some (std::vector<item>& v, std::size_t begin,
                                  std::size_t end)
    {
      const redis::deadline d (scripts_.breaker ().deadline ());
      std::map<std::size_t, addressed_items> nodes;

      for (std::size_t i (begin); i != end; ++i)
      {
        if (!is_of_known_epoch (*v[i].key))
        {
          refuse (v[i]);
          continue;
        }

        addressed e {&v[i], entry_of (*v[i].key)};
        nodes[scripts_.router ().number_of_node (e.name)].push_back (
          std::move (e));
      }

      for (const auto& n : nodes)
      {
        addressed_items elsewhere;
        store_together (n.second, d, elsewhere);

        for (const addressed& e : elsewhere)
          store_together ({e}, d, elsewhere);
      }
    }

    void value_store::add_store (redis::script_calls& to, const addressed& e,
                                 bool with_lease) const
    {
      const item& x (*e.of);
      redis::request& q (to.add (tokens::scripts::store, with_lease ? 2 : 1,
                                 with_lease ? 5 : 4));
      q.argument (e.name);

      if (with_lease)
        q.argument (lease_of (*x.key));

      q.argument (*x.key);
      q.argument (std::uint64_t (tokens::arguments_begin () + 1));
      q.argument (tokens::stored_form (*x.key, *x.value));
      q.argument (count_of (x.time_to_live));

      if (with_lease)
        q.argument (x.lease);
    }

    // Stores values of one node. If there are several, those that another node
    // has turn out to be elsewhere; a single one is sent there.
    //
    void value_store::store_together (const addressed_items& some,
                                      redis::deadline by,
                                      addressed_items& elsewhere)
    {
      redis::script_calls calls;

      for (const addressed& e : some)
        add_store (calls, e, !e.of->lease.empty ());

      std::vector<redis::reply> replies;
      bool without_lease (false);

      scripts_.router ().call (
        some.front ().name, "storing a value", by,
        [&] (redis::connection& c, redis::deadline d)
        {
          without_lease = false;
          replies = calls.run_all (c, d);

          if (some.size () == 1 && is_apart_from_lease (replies[0]))
          {
            redis::script_calls one;
            add_store (one, some.front (), false);
            replies = one.run_all (c, d);
            without_lease = true;
          }

          for (const redis::reply& r : replies)
            if (!r.integer () &&
                !(some.size () != 1 &&
                  redis::elsewhere (redis::classify (r.str ()))))
              throw redis::server_error (r.str ());
        });

      if (without_lease)
        release (*some.front ().of->key, some.front ().of->lease);

      support::counters& n (*scripts_.environment ().counters);

      for (std::size_t i (0); i != replies.size (); ++i)
      {
        if (replies[i].integer ())
        {
          item& of (*some[i].of);
          of.stored = replies[i].number () != 0;
          (of.stored ? n.values_stored : n.values_refused).add ();
        }
        else if (some.size () != 1)
          elsewhere.push_back (some[i]);
      }
    }
  }
}
