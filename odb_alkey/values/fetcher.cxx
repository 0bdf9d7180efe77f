#include <odb_alkey/values/fetcher.hxx>

#include <algorithm>
#include <thread>
#include <utility>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/tokens/random.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/values/flights.hxx>
#include <odb_alkey/values/slot.hxx>
#include <odb_alkey/values/value-store.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      using std::chrono::milliseconds;
      using std::chrono::steady_clock;

      typedef value_store::claim claim;

      // How often one looks whether another process is done: soon at first,
      // for what is computed quickly.
      //
      const milliseconds shortest_pause (1);
      const milliseconds longest_pause (20);
    }

    struct key_access
    {
      // Empty if the key is unique: then nothing is looked up or stored.
      //
      static const std::string& shared (const key& k) noexcept
      {
        return k.shared_;
      }
    };

    // What a fetcher does, with the transport that users need not see.
    //
    class fetcher::work
    {
    public:
      work (token_store&, const cache_options&);

      milliseconds time_to_live () const;
      bool take (const odb_alkey::key&, const char* stored, std::size_t size,
                 found_value&);
      void get (const odb_alkey::key&, std::string stored, milliseconds,
                const fetch_options&, wanted_value&);
      void fetch (const odb_alkey::key&, milliseconds, const fetch_options&,
                  wanted_value&);
      void store (const std::vector<const odb_alkey::key*>&,
                  const std::vector<std::string>& values, milliseconds);

    private:
      typedef steady_clock::time_point time_point;

      struct request;

      void lead (request&, flights::seat&);
      bool wait_for_others (request&, flights::seat&, std::string& lease);
      void compute (request&, flights::seat*, const std::string& lease);
      bool take_previous (request&, const std::string& stored);
      bool small_enough (const std::string& value);
      milliseconds jittered (milliseconds) const;

      token_store& tokens_;
      value_store values_;
      const cache_options options_;
      flights flights_;
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

    fetcher::work::work (token_store& t, const cache_options& o)
        : tokens_ (t), values_ (t), options_ (o)
    {
    }

    milliseconds fetcher::work::time_to_live () const
    {
      if (options_.time_to_live.count () == 0)
        throw invalid_options (
          "a value needs a time to live: pass one to fetch (), or set "
          "cache_options::time_to_live");

      return options_.time_to_live;
    }

    // Values that were stored together need not end together.
    //
    milliseconds fetcher::work::jittered (milliseconds d) const
    {
      double part (static_cast<double> (random_bits () >> 11) /
                   static_cast<double> (std::uint64_t (1) << 53));
      milliseconds less (static_cast<milliseconds::rep> (
        static_cast<double> (d.count ()) * options_.jitter * part));

      return std::max (milliseconds (1), d - less);
    }

    bool fetcher::work::take (const odb_alkey::key& k, const char* stored,
                              std::size_t size, found_value& v)
    {
      const std::string& shared (key_access::shared (k));
      std::size_t begin;

      if (shared.empty () || !is_of (stored, size, shared, begin) ||
          !v.accept (std::string (stored + begin, size - begin)))
      {
        tokens_.counters ().value_misses.add ();
        return false;
      }

      tokens_.counters ().value_hits.add ();
      return true;
    }

    void fetcher::work::fetch (const odb_alkey::key& k, milliseconds ttl,
                               const fetch_options& o, wanted_value& v)
    {
      const std::string& shared (key_access::shared (k));
      std::string stored;

      if (shared.empty () || !values_.load (shared, stored))
      {
        tokens_.counters ().value_misses.add ();
        v.compute ();
      }
      else if (!take (k, stored.data (), stored.size (), v))
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
        v.compute ();
        return;
      }

      request r {key_access::shared (k),
                 ttl,
                 o,
                 v,
                 steady_clock::now () + options_.wait,
                 std::move (stored)};

      for (;;)
      {
        flights::seat s (flights_, r.key);

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

        tokens_.counters ().value_waits.add ();

        switch ((*s).wait (r.until))
        {
        case flights::flight::state::landed:
          if (v.accept ((*s).value ()))
            return;

          compute (r, nullptr, std::string ());
          return;

        case flights::flight::state::failed:
          (*s).rethrow ();

        case flights::flight::state::abandoned:
          break;

        case flights::flight::state::flying:
          compute (r, nullptr, std::string ());
          return;
        }
      }
    }

    bool fetcher::work::take_previous (request& r, const std::string& stored)
    {
      std::size_t begin;

      if (r.options.serve_previous == nullptr ||
          !is_previous_of (stored, r.key, begin) ||
          !r.value.accept (stored.substr (begin)))
        return false;

      *r.options.serve_previous = true;
      tokens_.counters ().previous_values.add ();
      return true;
    }

    // Nobody else in this process computes it.
    //
    void fetcher::work::lead (request& r, flights::seat& s)
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
    bool fetcher::work::wait_for_others (request& r, flights::seat& s,
                                         std::string& lease)
    {
      std::string own;
      append_unique (own);
      milliseconds pause (shortest_pause);
      bool counted (false);

      for (;;)
      {
        std::string stored;
        std::size_t begin;
        claim c (values_.acquire (r.key, own, options_.lease, stored));

        if (c == claim::unknown)
          return true;

        if (is_of (stored.data (), stored.size (), r.key, begin) &&
            r.value.accept (stored.substr (begin)))
        {
          s.land (stored.substr (begin));

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
          tokens_.counters ().value_waits.add ();

        counted = true;
        std::this_thread::sleep_for (pause);
        pause = std::min (2 * pause, longest_pause);
      }
    }

    bool fetcher::work::small_enough (const std::string& value)
    {
      if (value.size () <= options_.max_value_size)
        return true;

      tokens_.counters ().values_too_large.add ();
      tokens_.log ().write (
        topic::too_large, log_level::error,
        "a value of " + std::to_string (value.size ()) +
          " bytes is not stored, since cache_options::max_value_size is " +
          std::to_string (options_.max_value_size) +
          ": it is computed each time; make it smaller, or allow more");
      return false;
    }

    void fetcher::work::compute (request& r, flights::seat* s,
                                 const std::string& lease)
    {
      std::string bytes;

      try
      {
        r.value.compute ();
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

      if (small_enough (bytes))
        values_.store (std::vector<value_store::item> {value_store::item {
          &r.key, &bytes, jittered (r.time_to_live), lease}});
      else if (!lease.empty ())
        values_.release (r.key, lease);

      if (s != nullptr)
        s->land (bytes);
    }

    void fetcher::work::store (const std::vector<const odb_alkey::key*>& keys,
                               const std::vector<std::string>& values,
                               milliseconds ttl)
    {
      std::vector<value_store::item> items;

      for (std::size_t i (0); i != keys.size (); ++i)
        if (small_enough (values[i]))
          items.push_back (value_store::item {&key_access::shared (*keys[i]),
                                              &values[i], jittered (ttl),
                                              std::string ()});

      if (!items.empty ())
        values_.store (items);
    }

    // The fetcher itself.
    //
    fetcher::fetcher (token_store& t, const cache_options& o)
        : work_ (new work (t, o))
    {
    }

    fetcher::~fetcher () = default;

    milliseconds fetcher::time_to_live () const
    {
      return work_->time_to_live ();
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

    void fetcher::store (const std::vector<const odb_alkey::key*>& keys,
                         const std::vector<std::string>& values,
                         milliseconds ttl)
    {
      work_->store (keys, values, ttl);
    }
  }
}
