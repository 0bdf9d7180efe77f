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
      // A deadline that has passed: the call does not wait.
      //
      const deadline at_once;

      // How long a read waits in the kernel, or 0 if that is too short for the
      // kernel's clock. It is a part of the time that a command may take, so
      // that a call can use it although its deadline is nearer than that. A
      // longer wait costs one more system call.
      //
      milliseconds patience_of (milliseconds limit)
      {
        return limit < milliseconds (20) ? milliseconds (0) : limit / 4;
      }
    }

    reply_handler::~reply_handler () = default;

    namespace
    {
      // For replies that tell nothing: if ASKING fails, so does the command.
      //
      class unread: public reply_handler
      {
      public:
        void done (const reply*) noexcept override {}
      };
    }

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
      if (asking_)
      {
        assert (r.commands () == 1);
        request q;
        q.command (1);
        q.argument ("ASKING");
        post (q, std::unique_ptr<reply_handler> (new unread), d);
      }

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

      // The place for the handler is made first, so that nothing can fail once
      // the command is on its way. If the write breaks the connection off, all
      // places are removed, and this one with them.
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
        // A command that is being posted has a place without a handler, and no
        // reply can have come for it.
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
        // A failure has broken the connection off already, except for a lack
        // of memory.
        //
        break_off (state::failed);
      }

      return !broken ();
    }

    void connection::settle (deadline d)
    {
      assert (broken () || idle ());

      while (!owed_.empty ())
        hand_out (next (d));
    }

    void connection::write (const request& r, deadline d)
    {
      assert (r.complete () && r.commands () != 0);

      if (broken ())
        fail (state::failed, "the connection is broken");

      if (sent_ == received_ && !context_.replies ().empty ())
        fail (state::failed, "a reply came that was not asked for");

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

        // Before the server closed the connection, it may have answered
        // earlier commands, or have said why it closes.
        //
        while (take (at_once, at_once) > 0)
          ;

        drain_replies ();
        fail_lost ();
      }
    }

    // Reads as context::receive does. If there is no memory for that, the
    // connection is broken: a part of a command may have been written, and no
    // other command can follow it.
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

    // Takes the next reply out of the bytes that have been read. Returns false
    // if it is not complete.
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
              std::string ("the answer is not a reply of Redis (") +
                e.what () + "); is it a Redis server?");
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

        // A reply that comes drop by drop must not take longer than one that
        // does not come at all.
        //
        if (n == 0 || (now = steady_clock::now ()) >= end)
          fail_late (begin);
      }
    }

    // Takes the next reply, without waiting. Returns false if it has not
    // arrived.
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

    // Counts a reply, and gives it to its handler. Returns false if it has
    // none.
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
