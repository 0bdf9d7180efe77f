#include <odb_alkey/detail/fetcher.hxx>

#include <algorithm>
#include <thread>
#include <utility>

#include <odb_alkey/detail/key-access.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/values/single-flight.hxx>
#include <odb_alkey/values/storing.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      using std::chrono::milliseconds;
      using std::chrono::steady_clock;

      typedef values::value_store::claim claim;

      // How often one looks whether another process is done: soon at first,
      // for what is computed quickly.
      //
      const milliseconds shortest_pause (1);
      const milliseconds longest_pause (20);

      void tell (const fetch_options& o, fetch_result r) noexcept
      {
        if (o.result != nullptr)
          *o.result = r;
      }

      // Told afterwards, since other fetches with the same options may be a
      // part of it.
      //
      void compute_here (const fetch_options& o, wanted_value& v)
      {
        v.compute ();
        tell (o, fetch_result::miss);
      }
    }

    // What a fetcher does, with the transport that users need not see.
    //
    class fetcher::work
    {
    public:
      work (tokens::token_store&, const cache_options&);

      milliseconds time_to_live () const noexcept
      {
        return options_.time_to_live;
      }

      std::size_t largest_stored () const noexcept
      {
        return storing_.largest ();
      }

      bool take (const odb_alkey::key&, const char* stored, std::size_t size,
                 found_value&);
      void get (const odb_alkey::key&, std::string stored, milliseconds,
                const fetch_options&, wanted_value&);
      void fetch (const odb_alkey::key&, milliseconds, const fetch_options&,
                  wanted_value&);
      void compute_alone (const fetch_options&, wanted_value&);
      bool lookup (const odb_alkey::key&, found_value&);
      bool store (const odb_alkey::key&, const std::string& value,
                  milliseconds);
      void store (const std::vector<const odb_alkey::key*>&,
                  const std::vector<std::string>& values, milliseconds);
      bool erase (const odb_alkey::key&);

    private:
      typedef steady_clock::time_point time_point;

      struct request;

      void lead (request&, values::single_flight::participant&);
      bool wait_for_others (request&, values::single_flight::participant&,
                            std::string& lease);
      void compute (request&, values::single_flight::participant*,
                    const std::string& lease);
      bool take_previous (request&, const std::string& stored);

      tokens::token_store& tokens_;
      const cache_options options_;
      values::storing storing_;
      values::value_store& values_;
      values::single_flight flights_;
    };

    // One fetch of a key that may be stored under.
    //
    struct fetcher::work::request
    {
      const std::string& key;
      milliseconds time_to_live;
      const fetch_options& options;
      wanted_value& value;
      time_point until;
      std::string stored;
    };

    found_value::~found_value () = default;

    fetcher::work::work (tokens::token_store& t, const cache_options& o)
        : tokens_ (t), options_ (o), storing_ (t, options_),
          values_ (storing_.values ())
    {
    }

    bool fetcher::work::take (const odb_alkey::key& k, const char* stored,
                              std::size_t size, found_value& v)
    {
      const std::string& shared (detail::key_access::shared (k));
      std::size_t begin;

      if (shared.empty () || !tokens::is_of (stored, size, shared, begin) ||
          !v.accept (std::string (stored + begin, size - begin)))
      {
        tokens_.environment ().counters.value_misses.add ();
        return false;
      }

      tokens_.environment ().counters.value_hits.add ();
      return true;
    }

    void fetcher::work::compute_alone (const fetch_options& o, wanted_value& v)
    {
      tokens_.environment ().counters.value_misses.add ();
      compute_here (o, v);
    }

    void fetcher::work::fetch (const odb_alkey::key& k, milliseconds ttl,
                               const fetch_options& o, wanted_value& v)
    {
      const std::string& shared (detail::key_access::shared (k));
      std::string stored;

      if (shared.empty () || !values_.load (shared, stored))
        compute_alone (o, v);
      else if (take (k, stored.data (), stored.size (), v))
        tell (o, fetch_result::hit);
      else
        get (k, std::move (stored), ttl, o, v);
    }

    void fetcher::work::get (const odb_alkey::key& k, std::string stored,
                             milliseconds ttl, const fetch_options& o,
                             wanted_value& v)
    {
      // A value made from an older snapshot must not reach others, nor may
      // one that others make reach who has written it himself.
      //
      if (!k.storable ())
      {
        compute_here (o, v);
        return;
      }

      request r {detail::key_access::shared (k),
                 ttl,
                 o,
                 v,
                 steady_clock::now () + options_.wait,
                 std::move (stored)};

      for (;;)
      {
        values::single_flight::participant s (flights_, r.key);

        if (s.leads ())
        {
          lead (r, s);
          return;
        }

        if (s.own ())
        {
          compute (r, nullptr, std::string ());
          return;
        }

        if (take_previous (r, r.stored))
          return;

        tokens_.environment ().counters.value_waits.add ();

        switch ((*s).wait (r.until))
        {
        case values::single_flight::flight::state::finished:
          if (v.accept ((*s).value ()))
          {
            tell (o, fetch_result::shared);
            return;
          }

          compute (r, nullptr, std::string ());
          return;

        case values::single_flight::flight::state::failed:
          (*s).rethrow ();

        case values::single_flight::flight::state::abandoned:
          break;

        case values::single_flight::flight::state::running:
          compute (r, nullptr, std::string ());
          return;
        }
      }
    }

    bool fetcher::work::take_previous (request& r, const std::string& stored)
    {
      std::size_t begin;

      if (r.options.serve_stale == nullptr ||
          !tokens::is_previous_of (stored, r.key, begin) ||
          !r.value.accept (stored.substr (begin)))
        return false;

      *r.options.serve_stale = true;
      tell (r.options, fetch_result::previous);
      tokens_.environment ().counters.previous_values.add ();
      return true;
    }

    // Nobody else in this process computes it.
    //
    void fetcher::work::lead (request& r,
                              values::single_flight::participant& s)
    {
      std::string lease;

      if (options_.lease.count () != 0 && !wait_for_others (r, s, lease))
        return;

      compute (r, &s, lease);
    }

    // Nor in another process, or for too long. False if the value is there
    // without that it needs to be computed here. The lease is empty if there
    // is none.
    //
    bool fetcher::work::wait_for_others (request& r,
                                         values::single_flight::participant& s,
                                         std::string& lease)
    {
      std::string own;
      support::append_unique (own);
      milliseconds pause (shortest_pause);
      bool counted (false);

      for (;;)
      {
        std::string stored;
        std::size_t begin;
        claim c (values_.acquire (r.key, own, options_.lease, stored));

        if (c == claim::unknown)
          return true;

        if (tokens::is_of (stored.data (), stored.size (), r.key, begin) &&
            r.value.accept (stored.substr (begin)))
        {
          s.finish (stored.substr (begin));
          tell (r.options, counted ? fetch_result::shared : fetch_result::hit);

          if (c == claim::granted)
            values_.release (r.key, own);

          return false;
        }

        if (c == claim::granted)
        {
          lease = std::move (own);
          return true;
        }

        if (take_previous (r, stored))
          return false;

        if (steady_clock::now () >= r.until)
          return true;

        if (!counted)
          tokens_.environment ().counters.value_waits.add ();

        counted = true;
        std::this_thread::sleep_for (pause);
        pause = std::min (2 * pause, longest_pause);
      }
    }

    void fetcher::work::compute (request& r,
                                 values::single_flight::participant* s,
                                 const std::string& lease)
    {
      std::string bytes;

      try
      {
        compute_here (r.options, r.value);
        bytes = r.value.encode ();
      }
      catch (...)
      {
        if (s != nullptr)
          s->fail (std::current_exception ());

        if (!lease.empty ())
          values_.release (r.key, lease);

        throw;
      }

      storing_.store (r.key, bytes, r.time_to_live, lease);

      if (s != nullptr)
        s->finish (bytes);
    }

    bool fetcher::work::lookup (const odb_alkey::key& k, found_value& v)
    {
      const std::string& shared (detail::key_access::shared (k));
      std::string stored;

      if (!shared.empty () && values_.load (shared, stored))
        return take (k, stored.data (), stored.size (), v);

      tokens_.environment ().counters.value_misses.add ();
      return false;
    }

    bool fetcher::work::store (const odb_alkey::key& k,
                               const std::string& value, milliseconds ttl)
    {
      return k.storable () && storing_.store (detail::key_access::shared (k),
                                              value, ttl, std::string ());
    }

    void fetcher::work::store (const std::vector<const odb_alkey::key*>& keys,
                               const std::vector<std::string>& values,
                               milliseconds ttl)
    {
      storing_.store (keys, values, ttl);
    }

    bool fetcher::work::erase (const odb_alkey::key& k)
    {
      const std::string& shared (detail::key_access::shared (k));
      return !shared.empty () && values_.erase (shared);
    }

    // The fetcher itself.
    //
    fetcher::fetcher (tokens::token_store& t, const cache_options& o)
        : work_ (new work (t, o))
    {
    }

    fetcher::~fetcher () = default;

    milliseconds fetcher::time_to_live () const noexcept
    {
      return work_->time_to_live ();
    }

    std::size_t fetcher::largest_stored () const noexcept
    {
      return work_->largest_stored ();
    }

    bool fetcher::take (const odb_alkey::key& k, const char* stored,
                        std::size_t size, found_value& v)
    {
      return work_->take (k, stored, size, v);
    }

    void fetcher::get (const odb_alkey::key& k, std::string stored,
                       milliseconds ttl, const fetch_options& o,
                       wanted_value& v)
    {
      work_->get (k, std::move (stored), ttl, o, v);
    }

    void fetcher::fetch (const odb_alkey::key& k, milliseconds ttl,
                         const fetch_options& o, wanted_value& v)
    {
      work_->fetch (k, ttl, o, v);
    }

    bool fetcher::lookup (const odb_alkey::key& k, found_value& v)
    {
      return work_->lookup (k, v);
    }

    bool fetcher::store (const odb_alkey::key& k, const std::string& value,
                         milliseconds ttl)
    {
      return work_->store (k, value, ttl);
    }

    bool fetcher::erase (const odb_alkey::key& k)
    {
      return work_->erase (k);
    }

    void fetcher::compute (const fetch_options& o, wanted_value& v)
    {
      work_->compute_alone (o, v);
    }

    void fetcher::store (const std::vector<const odb_alkey::key*>& keys,
                         const std::vector<std::string>& values,
                         milliseconds ttl)
    {
      work_->store (keys, values, ttl);
    }
  }
}
