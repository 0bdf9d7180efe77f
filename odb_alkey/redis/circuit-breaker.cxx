#include <odb_alkey/redis/circuit-breaker.hxx>

#include <algorithm>
#include <exception>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      typedef std::chrono::steady_clock steady;

      bool evicts_anything (const std::string& policy)
      {
        return policy.compare (0, 8, "allkeys-") == 0;
      }

      std::string seconds_since (steady::time_point t)
      {
        return std::to_string (
                 std::chrono::duration_cast<std::chrono::seconds> (
                   steady::now () - t)
                   .count ()) +
               " s";
      }
    }

    circuit_breaker::circuit_breaker (const options& o, const destination& to,
                                      support::server_counters& c,
                                      support::log& l,
                                      std::function<void ()> lost)
        : budget_ (o.budget),
          patience_ (std::min (o.budget, o.command_timeout) / 2), to_ (to),
          counters_ (c), log_ (l), lost_ (std::move (lost)),
          pool_ (
            to.at, redis::timeouts {o.connect_timeout, o.command_timeout},
            o.max_connections,
            [this] (const redis::connection& x) { connected (x); }, to.find)
    {
    }

    // Idle connections lead to the server that is not the right one any more.
    //
    bool circuit_breaker::moved (const redis::server_error& e,
                                 redis::deadline d)
    {
      if (!to_.moved || !to_.moved (e, d))
        return false;

      pool_.clear ();
      return true;
    }

    void circuit_breaker::refuse () const
    {
      throw redis::not_sent ("Redis is not asked until it answers a probe (" +
                             why () + ")");
    }

    std::string circuit_breaker::failed (const char* what) noexcept
    try
    {
      std::string why;
      bool in_vain (false);

      try
      {
        throw;
      }
      catch (const redis::not_sent& e)
      {
        counters_.unavailable.add ();

        if (down ())
          return e.what ();

        why = e.what ();
      }
      catch (const redis::server_error& e)
      {
        count (e.kind);
        why = e.what ();
        in_vain = e.permanent && !(to_.any_node && elsewhere (e.kind)) &&
                  !moved (e, steady::now ());

        if (e.kind == redis::error_kind::no_permission)
          why += "; " + redis::remedy (e.kind, to_.permissions);
      }
      catch (const redis_error& e)
      {
        counters_.errors.add ();
        why = e.what ();
      }
      catch (const redis::no_answer& e)
      {
        counters_.unavailable.add ();
        why = e.what ();

        // A call that waited for a connection, or sent much, may have left the
        // server too little time. That does not mean that Redis is down.
        //
        in_vain = e.waited >= patience_;
      }
      catch (const redis_unavailable& e)
      {
        counters_.unavailable.add ();
        why = e.what ();
        in_vain = true;
      }
      catch (const std::exception& e)
      {
        counters_.errors.add ();
        why = e.what ();
      }

      {
        std::lock_guard<std::mutex> l (mutex_);
        why_ = why;

        if (in_vain && !down ())
          since_ = steady::now ();
      }

      if (in_vain)
      {
        open ();
        lost_ ();
      }

      log_.write (
        support::topic::redis, log_level::warning,
        std::string (what) + ": " + why +
          (in_vain ? "; " + to_.consequence + " until it answers" : ""));
      return why;
    }
    catch (...)
    {
      return std::string ();
    }

    void circuit_breaker::open () noexcept
    {
      if (down_.exchange (true, std::memory_order_relaxed))
        return;

      counters_.outages.add ();

      // The idle connections may be dead as well, and each would cost another
      // call its time.
      //
      pool_.clear ();
    }

    void circuit_breaker::close () noexcept
    {
      if (!down_.exchange (false, std::memory_order_relaxed))
        return;

      try
      {
        steady::time_point since;
        {
          std::lock_guard<std::mutex> l (mutex_);
          since = since_;
        }

        log_.write (support::topic::redis_back, log_level::info,
                    "Redis at " + to_.at.str () + " answers again, after " +
                      seconds_since (since));
      }
      catch (...)
      {
        // Only a message is lost.
      }
    }

    bool circuit_breaker::probe () noexcept
    try
    {
      redis::deadline d (deadline ());
      redis::request q;
      q.command (2);
      q.argument ("GET");
      q.argument (to_.probe);

      // While Redis pauses writes it reads as always, and scripts wait. So it
      // is asked for a script that it does not have. Any reply will do.
      //
      q.command (3);
      q.argument ("EVALSHA");
      q.argument (std::string (40, '0'));
      q.argument ("0");

      // It is urgent, since commits go unfenced until it is answered.
      //
      follow (
        d,
        [&] (redis::connection& c)
        {
          c.send (q, d);
          redis::reply r (c.receive (d));
          c.receive (d);

          if (r.error () &&
              !(to_.any_node && elsewhere (redis::classify (r.str ()))))
            throw redis::server_error (r.str ());
        },
        redis::pool::priority::urgent);

      close ();
      return true;
    }
    catch (...)
    {
      failed ("asking Redis whether it is back");
      return false;
    }

    std::string circuit_breaker::why () const
    {
      std::lock_guard<std::mutex> l (mutex_);
      return (down () ? "for " + seconds_since (since_) + ": " : "") + why_;
    }

    std::string circuit_breaker::advice () const
    {
      std::lock_guard<std::mutex> l (mutex_);
      std::string r;

      if (evicts_anything (policy_))
        r = "Redis evicts any key (maxmemory-policy " + policy_ +
            "), also the fence of a commit in flight, so that keys of new "
            "tokens are unique for one and a half fence timeouts: configure "
            "maxmemory-policy volatile-lru or noeviction";

      if (!replaced_.empty ())
        r += (r.empty () ? "" : "; ") + replaced_;

      return r;
    }

    void circuit_breaker::replaced (std::uint64_t count,
                                    const std::string& key)
    {
      counters_.replaced.add (count);

      std::string text (
        "Redis key '" + key +
        "' held a value that this library has not written, or that was ahead "
        "of the clock of Redis; it was replaced (" +
        std::to_string (counters_.replaced) +
        " such values so far): if Redis did not fail over to a server whose "
        "clock is behind, keep other programs out of this name_space");

      log_.write (support::topic::replaced, log_level::error, text);

      std::lock_guard<std::mutex> l (mutex_);
      replaced_ = std::move (text);
    }

    void circuit_breaker::count (redis::error_kind t) noexcept
    {
      counters_.errors.add ();

      switch (t)
      {
      case redis::error_kind::loading:
        counters_.errors_loading.add ();
        break;
      case redis::error_kind::busy:
        counters_.errors_busy.add ();
        break;
      case redis::error_kind::replica:
        counters_.errors_replica.add ();
        break;
      case redis::error_kind::full:
        counters_.errors_full.add ();
        break;
      case redis::error_kind::not_persisting:
      case redis::error_kind::few_replicas:
        counters_.errors_not_safe.add ();
        break;
      case redis::error_kind::no_login:
      case redis::error_kind::no_permission:
        counters_.errors_denied.add ();
        break;
      case redis::error_kind::too_many_clients:
        counters_.errors_too_many_clients.add ();
        break;
      case redis::error_kind::moved:
      case redis::error_kind::slot_moving:
      case redis::error_kind::cluster_down:
      case redis::error_kind::other:
        break;
      }
    }

    void circuit_breaker::connected (const redis::connection& c)
    {
      counters_.connections.add ();

      if (advise (c))
        counters_.connections_evicting.add ();
    }

    // Returns true if there is something to advise.
    //
    bool circuit_breaker::advise (const redis::connection& c)
    {
      bool news (false);
      {
        std::lock_guard<std::mutex> l (mutex_);
        news = policy_ != c.maxmemory_policy ();
        policy_ = c.maxmemory_policy ();
      }

      bool any (evicts_anything (c.maxmemory_policy ()));

      if (any && news)
        log_.write (support::topic::eviction, log_level::warning, advice ());

      return any;
    }

    void circuit_breaker::before_fork () noexcept
    {
      mutex_.lock ();
    }

    void circuit_breaker::after_fork (bool) noexcept
    {
      mutex_.unlock ();
    }
  }
}
