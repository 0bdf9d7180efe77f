#include <odb_alkey/redis/connection.hxx>

#include <poll.h>

#include <algorithm>
#include <cassert>
#include <cerrno>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/fork.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;

    namespace
    {
      // What is read at once, at least: most replies need no second read.
      //
      const std::size_t chunk (16 * 1024);

      // How long the first read for a reply waits in the kernel. It is less
      // than the command may take, so that it can be used although the
      // deadline is nearer than that; who waits longer pays for one poll. 0
      // if that is too short for the kernel's clock: then every wait polls.
      //
      milliseconds patience_of (milliseconds limit)
      {
        return limit < milliseconds (20) ? milliseconds (0) : limit / 4;
      }
    }

    deferred::~deferred () = default;

    connection::connection (const endpoint& e, const timeouts& t, deadline d,
                            peer p)
        : where_ (e.str ()), limit_ (t.command),
          patience_ (patience_of (t.command)),
          generation_ (fork_generation ()),
          socket_ (e, std::min (d, steady_clock::now () + t.connect),
                   patience_)
    {
      if (p == peer::primary)
        greet (e, d);
    }

    connection::~connection ()
    {
      break_off (state::failed);
    }

    bool connection::foreign () const noexcept
    {
      return generation_ != fork_generation ();
    }

    void connection::abandon () noexcept
    {
      socket_.close ();
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

    void connection::post (const request& r, std::unique_ptr<deferred>&& d,
                           deadline by)
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

    bool connection::collect () noexcept
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

      if (sent_ == received_ && !reader_.empty ())
        fail (state::failed, "a reply came that nobody had asked for");

      if (steady_clock::now () >= d)
        throw not_asked ("Redis at " + where_ +
                         ": no time was left for a command");

      const char* data (r.data ());
      std::size_t left (r.size ());

      while (left != 0)
      {
        socket::transfer t (socket_.send (data, left));

        if (t.error == 0)
        {
          data += t.size;
          left -= t.size;
          continue;
        }

        if (t.error == EAGAIN)
        {
          deadline begin (steady_clock::now ());
          int events (
            socket_.wait (POLLIN | POLLOUT, std::min (d, begin + limit_)));

          if (events == 0)
            fail_late (begin);

          if ((events & ~POLLOUT) == 0)
            continue;

          t = take (false);

          if (t.size != 0 || t.error == EAGAIN)
            continue;
        }

        // Before it closed, the server may have answered what was owed, or
        // have said why.
        //
        while (take (false).size != 0)
          ;

        collect ();
        fail_lost (t);
      }
    }

    // Reads what has arrived, or waits for it. If there is no memory for it,
    // a part of a command may have been written, which nothing can follow.
    //
    socket::transfer connection::take (bool wait)
    {
      char* to (nullptr);

      try
      {
        to = reader_.room (chunk);
      }
      catch (...)
      {
        break_off (state::failed);
        throw;
      }

      socket::transfer t (
        wait ? socket_.receive (to, reader_.capacity ())
             : socket_.receive_arrived (to, reader_.capacity ()));
      reader_.arrived (t.size);
      return t;
    }

    // The next reply of what has been read, if it is there.
    //
    bool connection::parse (reply& r)
    {
      try
      {
        return reader_.next (r);
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
      bool in_kernel (patience_.count () != 0 && end - begin >= 2 * patience_);

      for (;;)
      {
        socket::transfer t (take (in_kernel));
        in_kernel = false;

        if (t.size != 0)
        {
          if (parse (r))
            return r;

          // What comes drop by drop must not take longer than what does not
          // come at all.
          //
          if (steady_clock::now () >= end)
            fail_late (begin);
        }
        else if (t.error != EAGAIN)
          fail_lost (t);
        else if (socket_.wait (POLLIN, end) == 0)
          fail_late (begin);
      }
    }

    // The next reply, if it has arrived.
    //
    bool connection::next_arrived (reply& r)
    {
      while (!parse (r))
      {
        socket::transfer t (take (false));

        if (t.error == EAGAIN)
          return false;

        if (t.size == 0)
          fail_lost (t);
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

      std::unique_ptr<deferred> to (std::move (owed_.front ().to));
      owed_.pop_front ();
      to->done (&r);
      return true;
    }

    void connection::break_off (state s) noexcept
    {
      if (state_ == state::whole)
        state_ = s;

      socket_.close ();

      while (!owed_.empty ())
      {
        std::unique_ptr<deferred> to (std::move (owed_.front ().to));
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

    void connection::fail_lost (const socket::transfer& t)
    {
      fail (state::lost, t.error == 0 ? "the server closed the connection"
                                      : error_text (t.error));
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
