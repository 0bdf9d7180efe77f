#include <odb_alkey/redis/pool.hxx>

#include <cassert>
#include <new>
#include <string>

#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // Whether the exception that is being handled says so.
      //
      bool no_room ()
      {
        try
        {
          throw;
        }
        catch (const server_error& e)
        {
          return e.why == trouble::too_many_clients;
        }
        catch (...)
        {
          return false;
        }
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
                std::function<void (const connection&)> greeted)
        : endpoint_ (e), greeted_ (std::move (greeted)), sentinels_ (e),
          timeouts_ (t), max_ (max)
    {
      assert (max != 0);
    }

    pool::~pool ()
    {
      clear ();
      assert (open_ == 0);
    }

    pool::lease pool::acquire (deadline d)
    {
      lock l (mutex_);
      bury (l);

      for (;;)
      {
        if (!idle_.empty ())
          return lease (*this, take (idle_.size () - 1), true);

        if (open_ < max_)
        {
          connection_ptr c (connect (l, d));

          if (c != nullptr)
            return lease (*this, std::move (c), false);

          // Nobody was waiting while it was refused.
          //
          if (!idle_.empty ())
            continue;
        }

        wait (l, d);
      }
    }

    std::size_t pool::open () const
    {
      lock l (mutex_);
      return open_;
    }

    void pool::clear () noexcept
    {
      lock l (mutex_);
      bury (l);

      // No more than there are now: others come back while it goes on.
      //
      for (std::size_t n (idle_.size ()); n != 0 && !idle_.empty (); --n)
        drop (l, take (0));
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

    void pool::wait (lock& l, deadline d)
    {
      if (available_.wait_until (l, d) == std::cv_status::timeout &&
          idle_.empty ())
        throw not_asked ("all " + std::to_string (open_) +
                         " connections to Redis at " + endpoint_.str () +
                         " were busy until the time was up; are more needed?");
    }

    // Null if the server has no room for it, but one of the others will come
    // back.
    //
    pool::connection_ptr pool::connect (lock& l, deadline d)
    {
      // Room for its return, which must not fail.
      //
      idle_.reserve (open_ + 1);
      ++open_;
      l.unlock ();

      try
      {
        connection_ptr c (std::make_unique<connection> (
          sentinels_.primary (timeouts_, d), timeouts_, d));

        if (greeted_)
          greeted_ (*c);

        return c;
      }
      catch (...)
      {
        l.lock ();
        --open_;

        if (open_ != 0 && no_room ())
          return nullptr;

        l.unlock ();
        available_.notify_one ();
        throw;
      }
    }

    void pool::give_back (connection_ptr c) noexcept
    {
      // A lease that a child has inherited was never counted there.
      //
      if (c->foreign ())
        return;

      lock l (mutex_);

      if (c->broken () || !c->idle ())
      {
        drop (l, std::move (c));
        return;
      }

      if (c->owed () != 0)
        owing_.fetch_add (1, std::memory_order_relaxed);

      idle_.push_back (std::move (c));
      l.unlock ();
      available_.notify_one ();
    }

    // Destroys one that is neither idle nor leased any more: without the
    // lock, since that calls whom it owes replies, and before its place is
    // free, since the maximum is what the server sees.
    //
    void pool::drop (lock& l, connection_ptr c) noexcept
    {
      l.unlock ();
      c->collect ();
      c.reset ();
      l.lock ();
      --open_;
      available_.notify_one ();
    }

    void pool::bury (lock& l) noexcept
    {
      if (!forked_)
        return;

      connections dead;
      dead.swap (idle_);
      forked_ = false;

      l.unlock ();
      dead.clear ();
      l.lock ();
    }

    void pool::collect_idle () noexcept
    {
      lock l (mutex_);
      bury (l);

      // One at a time, taken out, because whom it calls must not find the
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
        c->collect ();
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

        forked_ = !idle_.empty ();
        open_ = 0;
        owing_.store (0, std::memory_order_relaxed);

        // Threads that do not exist here may have been waiting for it, and
        // its destructor would wait for them. It starts anew.
        //
        new (&available_) std::condition_variable;
      }

      mutex_.unlock ();
    }
  }
}
