#include <odb_alkey/redis/connection.hxx>

#include <poll.h>

#include <algorithm>
#include <cassert>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    namespace
    {
      // Not to wait.
      //
      const deadline at_once;

      // How long a read waits in the kernel. It is less than the command may
      // take, so that it can be used although the deadline is nearer than
      // that; who waits longer pays for one call more. 0 if that is too short
      // for the kernel's clock.
      //
      milliseconds patience_of (milliseconds limit)
      {
        return limit < milliseconds (20) ? milliseconds (0) : limit / 4;
      }
    }

    reply_handler::~reply_handler () = default;

    connection::connection (const endpoint& e, const timeouts& t, deadline d,
                            peer p)
        : where_ (e.str ()), limit_ (t.command),
          generation_ (support::fork_generation ()),
          context_ (e, std::min (d, steady_clock::now () + t.connect),
                    patience_of (t.command))
    {
      handshake (e, p, d);
    }

    connection::~connection ()
    {
      break_off (state::failed);
    }

    bool connection::foreign () const noexcept
    {
      return generation_ != support::fork_generation ();
    }

    void connection::abandon () noexcept
    {
      context_.close ();
      state_ = state::failed;
    }

    void connection::send (const request& r, deadline d)
    {
      write (r, d);
      sent_ += r.commands ();
    }

    reply connection::receive (deadline d)
    {
      assert (broken () || !idle ());

      for (;;)
      {
        reply r (next (d));

        if (!hand_out (r))
          return r;
      }
    }

    void connection::post (const request& r,
                           std::unique_ptr<reply_handler>&& d, deadline by)
    {
      assert (r.commands () == 1 && d != nullptr);

      // The place comes first, so that nothing can fail once the command is
      // on its way. Breaking off removes all places, this one included.
      //
      owed_.push_back (owed_reply {sent_, nullptr});

      try
      {
        write (r, by);
      }
      catch (...)
      {
        if (!owed_.empty ())
          owed_.pop_back ();

        throw;
      }

      owed_.back ().to = std::move (d);
      ++sent_;
    }

    bool connection::drain_replies () noexcept
    {
      try
      {
        // What is being posted is not owed anything yet, whatever comes.
        //
        while (!broken () && !owed_.empty () && owed_.front ().to != nullptr &&
               owed_.front ().number == received_)
        {
          reply r;

          if (!next_arrived (r))
            break;

          hand_out (r);
        }
      }
      catch (...)
      {
        // What failed has broken off already, unless memory ran out.
        //
        break_off (state::failed);
      }

      return !broken ();
    }

    void connection::write (const request& r, deadline d)
    {
      assert (r.complete () && r.commands () != 0);

      if (broken ())
        fail (state::failed, "the connection is broken");

      if (sent_ == received_ && !context_.replies ().empty ())
        fail (state::failed, "a reply came that nobody had asked for");

      if (steady_clock::now () >= d)
        throw not_sent ("Redis at " + where_ +
                        ": no time was left for a command");

      const reply_limits& l (r.limits ());

      if (sent_ == received_)
        limits_ = l;

      limits_.elements = std::max (limits_.elements, l.elements);
      limits_.bytes = std::max (limits_.bytes, l.bytes);

      const char* data (r.data ());
      std::size_t left (r.size ());

      while (left != 0)
      {
        std::ptrdiff_t n (context_.send (data, left));

        if (n > 0)
        {
          data += n;
          left -= static_cast<std::size_t> (n);
          continue;
        }

        if (n == 0)
        {
          deadline begin (steady_clock::now ());
          int events (
            context_.wait (POLLIN | POLLOUT, std::min (d, begin + limit_)));

          if (events == 0)
            fail_late (begin);

          if ((events & ~POLLOUT) == 0 || take (at_once, begin) >= 0)
            continue;
        }

        // Before it closed, the server may have answered what was owed, or
        // have said why.
        //
        while (take (at_once, at_once) > 0)
          ;

        drain_replies ();
        fail_lost ();
      }
    }

    // Reads as the context does. If there is no memory for it, a part of a
    // command may have been written, which nothing can follow.
    //
    std::ptrdiff_t connection::take (deadline d, deadline now)
    {
      try
      {
        return context_.receive (d, now);
      }
      catch (...)
      {
        break_off (state::failed);
        throw;
      }
    }

    // The next reply of what has been read, if it is there.
    //
    bool connection::parse (reply& r)
    {
      try
      {
        return context_.replies ().next (r, limits_);
      }
      catch (const reply_too_large& e)
      {
        break_off (state::failed);
        throw reply_too_large ("Redis at " + where_ + ": " + e.what ());
      }
      catch (const redis_error& e)
      {
        fail (state::failed,
              std::string ("what came is not a reply of Redis (") + e.what () +
                "); is it a Redis server?");
      }
      catch (...)
      {
        break_off (state::failed);
        throw;
      }
    }

    reply connection::next (deadline d)
    {
      if (broken ())
        fail (state::failed, "the connection is broken");

      reply r;

      if (parse (r))
        return r;

      deadline begin (steady_clock::now ());
      deadline end (std::min (d, begin + limit_));

      for (deadline now (begin);;)
      {
        std::ptrdiff_t n (take (end, now));

        if (n < 0)
          fail_lost ();

        if (n != 0 && parse (r))
          return r;

        // What comes drop by drop must not take longer than what does not
        // come at all.
        //
        if (n == 0 || (now = steady_clock::now ()) >= end)
          fail_late (begin);
      }
    }

    // The next reply, if it has arrived.
    //
    bool connection::next_arrived (reply& r)
    {
      while (!parse (r))
      {
        std::ptrdiff_t n (take (at_once, at_once));

        if (n == 0)
          return false;

        if (n < 0)
          fail_lost ();
      }

      return true;
    }

    // Counts a reply, and gives it to whom it is owed, if it is.
    //
    bool connection::hand_out (const reply& r) noexcept
    {
      std::uint64_t number (received_++);

      if (owed_.empty () || owed_.front ().number != number)
        return false;

      std::unique_ptr<reply_handler> to (std::move (owed_.front ().to));
      owed_.pop_front ();
      to->done (&r);
      return true;
    }

    void connection::break_off (state s) noexcept
    {
      if (state_ == state::whole)
        state_ = s;

      context_.close ();

      while (!owed_.empty ())
      {
        std::unique_ptr<reply_handler> to (std::move (owed_.front ().to));
        owed_.pop_front ();

        if (to != nullptr)
          to->done (nullptr);
      }
    }

    void connection::fail (state s, const std::string& why)
    {
      break_off (s);
      throw redis_unavailable ("Redis at " + where_ + ": " + why);
    }

    void connection::fail_lost ()
    {
      fail (state::lost, context_.why ());
    }

    void connection::fail_late (deadline begin)
    {
      milliseconds waited (std::chrono::duration_cast<milliseconds> (
        steady_clock::now () - begin));

      break_off (state::failed);
      throw no_answer ("Redis at " + where_ + ": no answer within " +
                         std::to_string (waited.count ()) + " ms",
                       waited);
    }
  }
}
