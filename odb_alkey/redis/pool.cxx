#include <odb_alkey/redis/pool.hxx>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <string>

#include <odb_alkey/redis/connect-failure.hxx>
#include <odb_alkey/redis/sentinel.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/redis/waiter.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::steady_clock;

    namespace
    {
      std::function<endpoint (deadline)> by_sentinels (const endpoint& e,
                                                       const timeouts& t)
      {
        auto s (std::make_shared<sentinels> (e));

        return [s, t] (deadline d)
        {
          return s->primary (t, d);
        };
      }
    }

    pool::lease::lease (pool& p, std::unique_ptr<connection> c, bool reused)
        : pool_ (&p), connection_ (std::move (c)), reused_ (reused)
    {
    }

    pool::lease::~lease ()
    {
      if (connection_ != nullptr)
        pool_->give_back (std::move (connection_));
    }

    pool::pool (const endpoint& e, const timeouts& t, std::size_t max,
                std::function<void (const connection&)> connected,
                std::function<endpoint (deadline)> find)
        : endpoint_ (e), connected_ (std::move (connected)),
          find_ (find ? std::move (find) : by_sentinels (e, t)), timeouts_ (t),
          max_ (max)
    {
      assert (max != 0);
    }

    pool::~pool ()
    {
      clear ();
      assert (open_ == 0);
    }

    pool::lease pool::acquire (deadline d, priority p)
    {
      lock l (mutex_);
      bury (l);

      const turn t (p, ++arrivals_);
      bool place (false);

      for (;;)
      {
        while (!idle_.empty () && left (*idle_.back ()))
          drop (l, take (idle_.size () - 1));

        if (!idle_.empty () && !place)
          return lease (*this, take (idle_.size () - 1), true);

        if (open_ < max_ && !place)
        {
          ++open_;
          place = true;
        }

        if (place)
        {
          connection_ptr c (connect (l, d));
          place = false;

          // Another thread has found a new server meanwhile.
          //
          if (c != nullptr && left (*c))
          {
            drop (l, std::move (c));
            continue;
          }

          if (c != nullptr && first (t))
            return lease (*this, std::move (c), false);

          // It goes to a thread that came before, or whose call is urgent. It
          // may be back already.
          //
          if (c != nullptr)
          {
            serve (l, std::move (c));
            l.lock ();
            continue;
          }

          if (!idle_.empty ())
            continue;
        }

        connection_ptr c (wait (l, t, d));

        if (c != nullptr)
          return lease (*this, std::move (c), true);

        l.lock ();
        place = true;
      }
    }

    std::size_t pool::open () const
    {
      lock l (mutex_);
      return open_;
    }

    std::size_t pool::waiting () const
    {
      lock l (mutex_);
      return waiting_.size ();
    }

    void pool::clear () noexcept
    {
      lock l (mutex_);
      bury (l);

      // Drops only as many as there are now, since others come back meanwhile.
      //
      for (std::size_t n (idle_.size ()); n != 0 && !idle_.empty (); --n)
        drop (l, take (0));
    }

    bool pool::settle (const connection* c, deadline d)
    {
      lock l (mutex_);
      bury (l);

      auto i (std::find_if (idle_.begin (), idle_.end (),
                            [c] (const connection_ptr& p)
                            { return p.get () == c; }));

      if (i == idle_.end ())
        return false;

      lease idle (*this, take (static_cast<std::size_t> (i - idle_.begin ())),
                  true);
      l.unlock ();

      // If the server had closed it, the handlers have been told.
      //
      try
      {
        idle->settle (d);
      }
      catch (const redis_unavailable&)
      {
        if (!idle.closed_while_idle ())
          throw;
      }

      return true;
    }

    pool::connection_ptr pool::take (std::size_t index) noexcept
    {
      connections::iterator i (idle_.begin () +
                               static_cast<std::ptrdiff_t> (index));
      connection_ptr c (std::move (*i));
      idle_.erase (i);

      if (c->owed () != 0)
        owing_.fetch_sub (1, std::memory_order_relaxed);

      return c;
    }

    bool pool::left (const connection& c) const noexcept
    {
      return c.server_hash () != server_;
    }

    // Waits for a connection that comes back. Returns null if there is room to
    // open one, which is counted already. Leaves the pool unlocked.
    //
    pool::connection_ptr pool::wait (lock& l, const turn& t, deadline d)
    {
      waiter w;
      waiting_.emplace (t, &w);
      l.unlock ();
      bool served (false);

      if (t.first == priority::urgent)
      {
        deadline now (steady_clock::now ());
        served = w.served (now + (d - now) / 2);

        if (!served)
        {
          l.lock ();
          bool more (open_ <= max_ && waiting_.erase (t) != 0);
          open_ += more ? 1 : 0;
          l.unlock ();

          if (more)
            return nullptr;
        }
      }

      if (!served && !w.served (d))
      {
        l.lock ();

        if (waiting_.erase (t) != 0)
          throw not_sent (
            "all " + std::to_string (open_) + " connections to Redis at " +
            endpoint_.str () +
            " were busy until the time was up; are more needed?");

        // Another thread is about to serve this one.
        //
        l.unlock ();
        w.served (deadline::max ());
      }

      return w.take ();
    }

    // Returns true if no thread waits that would be served before.
    //
    bool pool::first (const turn& t) const noexcept
    {
      return waiting_.empty () || t < waiting_.begin ()->first;
    }

    // Hands a connection, or the room for one if it is null, to the first
    // thread that waits. Leaves the pool unlocked.
    //
    void pool::serve (lock& l, connection_ptr c) noexcept
    {
      waiter& w (*waiting_.begin ()->second);
      waiting_.erase (waiting_.begin ());
      l.unlock ();
      w.serve (std::move (c));
    }

    // Opens a connection, which is counted already. Returns null if the server
    // accepts no further one, but one of the others will come back.
    //
    pool::connection_ptr pool::connect (lock& l, deadline d)
    {
      deadline begin (steady_clock::now ());
      const std::uint64_t number (++attempts_);

      try
      {
        // This makes room for its return, which must not fail.
        //
        idle_.reserve (open_);
        l.unlock ();

        connection_ptr c (
          std::make_unique<connection> (find_ (d), timeouts_, d));

        if (connected_)
          connected_ (*c);

        l.lock ();

        if (number > latest_)
        {
          latest_ = number;
          server_ = c->server_hash ();
        }

        return c;
      }
      catch (...)
      {
        if (!l.owns_lock ())
          l.lock ();

        --open_;

        if (open_ != 0 && no_room ())
          return nullptr;

        pass_on (l);
        rethrow (begin, d);
      }
    }

    // Lets the first thread that waits open a connection, if there may be one
    // more.
    //
    void pool::pass_on (lock& l) noexcept
    {
      if (open_ >= max_ || waiting_.empty ())
        return;

      ++open_;
      serve (l, nullptr);
      l.lock ();
    }

    void pool::give_back (connection_ptr c) noexcept
    {
      // A lease that a child has inherited was never counted there.
      //
      if (c->foreign ())
        return;

      lock l (mutex_);
      bool surplus (open_ > max_ && c->owed () == 0 &&
                    first (turn (priority::ordinary, 0)));

      if (c->broken () || !c->idle () || left (*c) || surplus)
        drop (l, std::move (c));
      else if (!waiting_.empty ())
        serve (l, std::move (c));
      else
      {
        if (c->owed () != 0)
          owing_.fetch_add (1, std::memory_order_relaxed);

        idle_.push_back (std::move (c));
      }
    }

    // Destroys a connection that is neither idle nor leased any more. This
    // happens without the lock, as it calls the handlers of owed replies, and
    // before the connection is counted off, so that the server never sees more
    // than the maximum.
    //
    void pool::drop (lock& l, connection_ptr c) noexcept
    {
      l.unlock ();
      c->drain_replies ();
      c.reset ();
      l.lock ();
      --open_;
      pass_on (l);
    }

    void pool::bury (lock& l) noexcept
    {
      if (!forked_)
        return;

      connections dead;
      dead.swap (idle_);
      waiting_.clear ();
      forked_ = false;

      l.unlock ();
      dead.clear ();
      l.lock ();
    }

    void pool::drain_idle () noexcept
    {
      lock l (mutex_);
      bury (l);

      // Takes them out one at a time, because the handlers must not find the
      // pool locked.
      //
      for (std::size_t n (owing ()); n != 0; --n)
      {
        std::size_t i (0);

        while (i != idle_.size () && idle_[i]->owed () == 0)
          ++i;

        if (i == idle_.size ())
          break;

        connection_ptr c (take (i));
        l.unlock ();
        c->drain_replies ();
        give_back (std::move (c));
        l.lock ();
      }
    }

    void pool::before_fork () noexcept
    {
      mutex_.lock ();
    }

    void pool::after_fork (bool child) noexcept
    {
      if (child)
      {
        for (connection_ptr& c : idle_)
          c->abandon ();

        forked_ = true;
        open_ = 0;
        owing_.store (0, std::memory_order_relaxed);
      }

      mutex_.unlock ();
    }
  }
}
