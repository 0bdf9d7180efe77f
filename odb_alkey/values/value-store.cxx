#include <odb_alkey/values/value-store.hxx>

#include <algorithm>
#include <cstdint>

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/tokens/scripts.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/values/cache-entry.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      // Stored in one round trip: many at once would hold up everybody else,
      // and are all in memory.
      //
      const std::size_t at_once = 100;

      std::uint64_t count_of (std::chrono::milliseconds d) noexcept
      {
        return static_cast<std::uint64_t> (d.count ());
      }

      redis::reply ask (token_store& t, const redis::request& q)
      {
        redis::deadline d (t.breaker ().deadline ());

        return t.breaker ().with_connection (d,
                                             [&] (redis::connection& c)
                                             {
                                               c.send (q, d);
                                               return c.receive (d);
                                             });
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
      return slot_key (tokens_.prefix (), arguments_of (key));
    }

    bool value_store::load (const std::string& key,
                            std::string& stored) noexcept
    try
    {
      redis::request q;
      q.command (2);
      q.argument ("GET");
      q.argument (entry_of (key));
      q.expect (largest_);
      take (ask (tokens_, q), stored);
      return true;
    }
    catch (const redis::reply_too_large&)
    {
      // As if it were not there: the value that is computed takes its place.
      //
      tokens_.breaker ().failed ("reading a value");
      stored.clear ();
      return true;
    }
    catch (...)
    {
      tokens_.breaker ().failed ("reading a value");
      return false;
    }

    value_store::claim
    value_store::acquire (const std::string& key, const std::string& lease,
                          std::chrono::milliseconds duration,
                          std::string& stored) noexcept
    try
    {
      redis::request q;
      q.command (6);
      q.argument ("SET");
      q.argument (lease_key (tokens_.prefix (), key));
      q.argument (lease);
      q.argument ("NX");
      q.argument ("PX");
      q.argument (count_of (duration));
      q.command (2);
      q.argument ("GET");
      q.argument (entry_of (key));
      q.expect (largest_);

      redis::deadline d (tokens_.breaker ().deadline ());
      redis::reply set, get;

      tokens_.breaker ().with_connection (d,
                                          [&] (redis::connection& c)
                                          {
                                            c.send (q, d);
                                            set = c.receive (d);
                                            get = c.receive (d);
                                          });

      if (set.error ())
        throw redis::server_error (set.str ());

      take (get, stored);
      return set.nil () ? claim::denied : claim::granted;
    }
    catch (...)
    {
      tokens_.breaker ().failed ("claiming to compute a value");
      return claim::unknown;
    }

    void value_store::release (const std::string& key,
                               const std::string& lease) noexcept
    try
    {
      // One command, since the lease may have ended and be somebody else's.
      //
      redis::request q;
      q.command (5);
      q.argument ("EVAL");
      q.argument ("if redis.call ('GET', KEYS[1]) == ARGV[1] then "
                  "return redis.call ('DEL', KEYS[1]) end");
      q.argument ("1");
      q.argument (lease_key (tokens_.prefix (), key));
      q.argument (lease);
      ask (tokens_, q);
    }
    catch (...)
    {
      tokens_.breaker ().failed ("giving up to compute a value");
    }

    std::size_t value_store::store (const std::vector<item>& v) noexcept
    {
      std::size_t stored (0);

      try
      {
        for (std::size_t b (0); b < v.size (); b += at_once)
          store_some (v, b, std::min (v.size (), b + at_once), stored);
      }
      catch (...)
      {
        tokens_.breaker ().failed ("storing a value");
      }

      return stored;
    }

    bool value_store::erase (const std::string& key) noexcept
    try
    {
      // One command, since the entry may hold the value of another key by
      // then.
      //
      redis::request q;
      q.command (5);
      q.argument ("EVAL");
      q.argument (
        "if redis.call ('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) == ARGV[1] then "
        "return redis.call ('DEL', KEYS[1]) end return 0");
      q.argument ("1");
      q.argument (entry_of (key));
      q.argument (stored_form (key, std::string ()));

      redis::reply r (ask (tokens_, q));

      if (r.error ())
        throw redis::server_error (r.str ());

      return r.number () == 1;
    }
    catch (...)
    {
      tokens_.breaker ().failed ("erasing a value");
      return false;
    }

    void value_store::store_some (const std::vector<item>& v,
                                  std::size_t begin, std::size_t end,
                                  std::size_t& stored)
    {
      redis::deadline d (tokens_.breaker ().deadline ());

      tokens_.breaker ().with_connection (
        d,
        [&] (redis::connection& c)
        {
          redis::script_calls calls;
          std::vector<std::uint64_t> offered;

          for (std::size_t i (begin); i != end; ++i)
          {
            const std::string& prefix (tokens_.prefix ());
            const item& x (v[i]);

            redis::request& q (calls.add (scripts::store, 3,
                                          token_store::common_arguments + 4));
            q.argument (prefix, "origin", 6);
            q.argument (entry_of (*x.key));
            q.argument (lease_key (prefix, *x.key));
            offered.push_back (tokens_.add_common_arguments (q, c.server ()));
            q.argument (*x.key);
            q.argument (stored_form (*x.key, *x.value));
            q.argument (count_of (x.time_to_live));
            q.argument (x.lease);
          }

          std::vector<redis::reply> replies (calls.run_all (c, d));

          for (std::size_t i (0); i != replies.size (); ++i)
          {
            const redis::reply& r (replies[i]);

            if (r.count () != 2)
              throw redis::server_error (r.str ());

            counters& n (tokens_.counters ());
            const bool here (tokens_.accept (r[0], offered[i]));
            const bool has (here && r[1].number () != 0);
            (has ? n.values_stored : n.values_refused).add ();
            stored += has ? 1 : 0;
          }
        });
    }
  }
}
