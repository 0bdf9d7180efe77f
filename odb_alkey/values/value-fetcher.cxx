#include <odb_alkey/values/value-fetcher.hxx>

#include <algorithm>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include <odb_alkey/key.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/values/key-access.hxx>

namespace odb_alkey
{
  namespace values
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    namespace
    {
      typedef value_store::claim claim;

      // A value of Redis is kept in the process for so long at most, since its
      // life is not known.
      //
      const milliseconds unknown_life (1000);

      // How often a call looks whether another process is done: soon at first,
      // for values that are computed quickly.
      //
      const milliseconds shortest_pause (1);
      const milliseconds longest_pause (20);

      void tell (const fetch_options& o, fetch_result r) noexcept
      {
        if (o.result != nullptr)
          *o.result = r;
      }

      // Tells the result afterwards, since compute () may call other fetches
      // with the same options.
      //
      void compute_and_tell (const fetch_options& o, detail::wanted_value& v)
      {
        v.compute ();
        tell (o, fetch_result::miss);
      }
    }

    // One fetch of a key that is storable.
    //
    struct value_fetcher::request
    {
      const odb_alkey::key& of;
      const std::string& key; // Its text.
      milliseconds time_to_live;
      const fetch_options& options;
      detail::wanted_value& value;
      steady_clock::time_point until;
      std::string stored;
    };

    value_fetcher::value_fetcher (tokens::token_store& t,
                                  const cache_options& o)
        : tokens_ (t), options_ (o), storing_ (t, options_),
          values_ (storing_.values ()), near_ (o.near_values)
    {
    }

    milliseconds value_fetcher::time_to_live () const noexcept
    {
      return options_.time_to_live;
    }

    std::size_t value_fetcher::largest_stored () const noexcept
    {
      return storing_.largest ();
    }

    bool value_fetcher::take (const key& k, const char* stored,
                              std::size_t size, detail::found_value& v)
    {
      const std::string& shared (key_access::shared (k));
      std::size_t begin;

      if (shared.empty () || !tokens::is_of (stored, size, shared, begin) ||
          !v.accept (std::string (stored + begin, size - begin)))
      {
        tokens_.environment ().counters->value_misses.add ();
        return false;
      }

      tokens_.environment ().counters->value_hits.add ();

      if (key_access::near (k))
        keep_near (k, v, std::string (stored + begin, size - begin),
                   unknown_life);

      return true;
    }

    bool value_fetcher::has_near (const char* arguments, std::size_t size,
                                  const void* shared_type) const
    {
      return near_.has (near_values::digest_of (arguments, size), shared_type);
    }

    bool value_fetcher::take_near (const key& k, const char* arguments,
                                   std::size_t size, detail::found_value& v)
    {
      const std::string& shared (key_access::shared (k));

      if (shared.empty ())
        return false;

      const near_values::digest d (near_values::digest_of (arguments, size));

      if (take_near (d, shared, v))
        return true;

      near_.remove_other (d, shared);
      return false;
    }

    bool value_fetcher::take_near (const near_values::digest& d,
                                   const std::string& shared,
                                   detail::found_value& v)
    {
      near_values::value found (near_.find (d, shared));

      if (found.object != nullptr && found.type == v.shared_type ())
        v.share (std::move (found.object));
      else if (found.bytes == nullptr || !v.accept (*found.bytes))
        return false;
      else if (v.shared_type () != nullptr)
        near_.add (d, shared, v.shared (), v.shared_type ());

      tokens_.environment ().counters->value_hits.add ();
      tokens_.environment ().counters->near_values.add ();
      return true;
    }

    // Keeps the bytes of a value in this process.
    //
    void value_fetcher::keep_near (const key& k, const std::string& bytes,
                                   milliseconds left) noexcept
    try
    {
      if (options_.near_values == 0 || !key_access::near (k))
        return;

      near_values::value kept;
      kept.bytes = std::make_shared<const std::string> (bytes);
      keep_near (k, kept, bytes.size (), left);
    }
    catch (...)
    {
      // There is no memory for it.
    }

    // Keeps the object if callers share it, else the bytes.
    //
    void value_fetcher::keep_near (const key& k, const detail::found_value& v,
                                   const std::string& bytes,
                                   milliseconds left) noexcept
    try
    {
      if (v.shared_type () == nullptr)
        keep_near (k, bytes, left);
      else if (options_.near_values != 0 && key_access::near (k))
      {
        near_values::value kept;
        kept.type = v.shared_type ();
        kept.object = v.shared ();
        keep_near (k, kept, bytes.size (), left);
      }
    }
    catch (...)
    {
      // There is no memory for it.
    }

    void value_fetcher::keep_near (const key& k, const near_values::value& v,
                                   std::size_t size, milliseconds left)
    {
      const std::string& shared (key_access::shared (k));
      const std::string arguments (tokens::arguments_of (shared));
      near_.keep (
        near_values::digest_of (arguments.data (), arguments.size ()), shared,
        v, size, support::boot_clock::now () + left);
    }

    // Takes the value of a key that was made earlier. That of a newer key
    // stays.
    //
    bool value_fetcher::take_near (const key& k, detail::found_value& v)
    {
      if (!key_access::near (k))
        return false;

      const std::string& shared (key_access::shared (k));
      const std::string arguments (tokens::arguments_of (shared));
      return take_near (
        near_values::digest_of (arguments.data (), arguments.size ()), shared,
        v);
    }

    void value_fetcher::compute (const fetch_options& o,
                                 detail::wanted_value& v)
    {
      tokens_.environment ().counters->value_misses.add ();
      compute_and_tell (o, v);
    }

    void value_fetcher::fetch (const key& k, milliseconds ttl,
                               const fetch_options& o, detail::wanted_value& v)
    {
      const std::string& shared (key_access::shared (k));
      std::string stored;

      if (take_near (k, v))
        tell (o, fetch_result::hit);
      else if (shared.empty () || !values_.load (shared, stored))
        compute (o, v);
      else if (take (k, stored.data (), stored.size (), v))
        tell (o, fetch_result::hit);
      else
        get (k, std::move (stored), ttl, o, v);
    }

    void value_fetcher::get (const key& k, std::string stored,
                             milliseconds ttl, const fetch_options& o,
                             detail::wanted_value& v)
    {
      // A value that was made from an older snapshot must not reach other
      // callers. Nor may one that they make reach a transaction that has
      // written the objects itself.
      //
      if (!k.storable ())
      {
        compute_and_tell (o, v);
        return;
      }

      request r {k,
                 key_access::shared (k),
                 ttl,
                 o,
                 v,
                 steady_clock::now () + options_.wait,
                 std::move (stored)};

      for (;;)
      {
        single_flight::participant p (flights_, r.key);

        if (p.leads ())
        {
          lead (r, p);
          return;
        }

        if (p.own ())
        {
          compute_here (r, nullptr, std::string ());
          return;
        }

        if (serve_stale (r, r.stored) || wait_for_thread (r, p))
          return;
      }
    }

    // False if the leader has abandoned the computation, so that this call has
    // to take part anew.
    //
    bool value_fetcher::wait_for_thread (request& r,
                                         single_flight::participant& p)
    {
      tokens_.environment ().counters->value_waits.add ();

      switch ((*p).wait (r.until))
      {
      case single_flight::flight::state::finished:
        if (r.value.accept ((*p).value ()))
        {
          tell (r.options, fetch_result::shared);
          return true;
        }

        break;

      case single_flight::flight::state::failed:
        (*p).rethrow ();

      case single_flight::flight::state::abandoned:
        return false;

      case single_flight::flight::state::running:
        break;
      }

      compute_here (r, nullptr, std::string ());
      return true;
    }

    // Takes the value that the same arguments had before, if the caller allows
    // it and there is one.
    //
    bool value_fetcher::serve_stale (request& r, const std::string& stored)
    {
      std::size_t begin;

      if (r.options.serve_stale == nullptr ||
          !tokens::is_previous_of (stored, r.key, begin) ||
          !r.value.accept (stored.substr (begin)))
        return false;

      *r.options.serve_stale = true;
      tell (r.options, fetch_result::stale);
      tokens_.environment ().counters->stale_values.add ();
      return true;
    }

    // No other thread of this process computes the value.
    //
    void value_fetcher::lead (request& r, single_flight::participant& p)
    {
      std::string lease;

      if (options_.lease.count () != 0 && !wait_for_process (r, p, lease))
        return;

      compute_here (r, &p, lease);
    }

    // Waits while another process computes the value. True if this call has to
    // compute it: with a lease, which keeps others waiting, or without one, if
    // it has waited for too long or Redis did not answer. False if it has the
    // value.
    //
    bool value_fetcher::wait_for_process (request& r,
                                          single_flight::participant& p,
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
          p.finish (stored.substr (begin));
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

        if (serve_stale (r, stored))
          return false;

        if (steady_clock::now () >= r.until)
          return true;

        if (!counted)
          tokens_.environment ().counters->value_waits.add ();

        counted = true;
        std::this_thread::sleep_for (pause);
        pause = std::min (2 * pause, longest_pause);
      }
    }

    // Computes and stores the value, and hands it to the threads that wait for
    // the participant, if there is one.
    //
    void value_fetcher::compute_here (request& r,
                                      single_flight::participant* p,
                                      const std::string& lease)
    {
      std::string bytes;

      try
      {
        compute_and_tell (r.options, r.value);
        bytes = r.value.encode ();
      }
      catch (...)
      {
        if (p != nullptr)
          p->fail (std::current_exception ());

        if (!lease.empty ())
          values_.release (r.key, lease);

        throw;
      }

      if (storing_.store (r.key, bytes, r.time_to_live, lease))
        keep_near (r.of, r.value, bytes, storing_.least_life (r.time_to_live));

      if (p != nullptr)
        p->finish (bytes);
    }

    bool value_fetcher::lookup (const key& k, detail::found_value& v)
    {
      if (take_near (k, v))
        return true;

      const std::string& shared (key_access::shared (k));
      std::string stored;

      if (!shared.empty () && values_.load (shared, stored))
        return take (k, stored.data (), stored.size (), v);

      tokens_.environment ().counters->value_misses.add ();
      return false;
    }

    bool value_fetcher::store (const key& k, const std::string& value,
                               milliseconds ttl)
    {
      if (!k.storable () ||
          !storing_.store (key_access::shared (k), value, ttl, std::string ()))
        return false;

      keep_near (k, value, storing_.least_life (ttl));
      return true;
    }

    void value_fetcher::store (const std::vector<const key*>& keys,
                               const std::vector<std::string>& values,
                               milliseconds ttl)
    {
      for (std::size_t i : storing_.store (keys, values, ttl))
        keep_near (*keys[i], values[i], storing_.least_life (ttl));
    }

    bool value_fetcher::erase (const key& k)
    {
      const std::string& shared (key_access::shared (k));

      if (shared.empty ())
        return false;

      const std::string arguments (tokens::arguments_of (shared));
      near_.erase (
        near_values::digest_of (arguments.data (), arguments.size ()), shared);
      return values_.erase (shared);
    }
  }
}
