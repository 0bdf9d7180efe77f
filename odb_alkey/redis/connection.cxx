#include <odb_alkey/redis/connection.hxx>

#include <poll.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <new>

#include <hiredis/hiredis.h>

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

    void connection::reader_deleter::operator() (redisReader* r) const noexcept
    {
      redisReaderFree (r);
    }

    connection::connection (const endpoint& e, const timeouts& t, deadline d,
                            peer p)
        : where_ (e.str ()), limit_ (t.command),
          patience_ (patience_of (t.command)),
          generation_ (fork_generation ()),
          socket_ (e, std::min (d, steady_clock::now () + t.connect),
                   patience_),
          reader_ (redisReaderCreate ())
    {
      if (reader_ == nullptr)
        throw std::bad_alloc ();

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
        while (!broken () && !owed_.empty () &&
               owed_.front ().number == received_)
        {
          reply r (next_arrived ());

          if (!r)
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

      if (sent_ == received_ && reader_->pos != reader_->len)
        fail (state::failed, "a reply came that nobody had asked for");

      if (steady_clock::now () >= d)
        throw not_asked ("Redis at " + where_ +
                         ": no time was left for a command");

      const char* data (r.bytes ().data ());
      std::size_t left (r.bytes ().size ());

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

          t = stash ();

          if (t.size != 0 || t.error == EAGAIN)
            continue;
        }

        // Before it closed, the server may have answered what was owed, or
        // have said why.
        //
        while (stash ().size != 0)
          ;

        collect ();
        fail_lost (t);
      }
    }

    socket::transfer connection::stash ()
    {
      char data[chunk];
      socket::transfer t (socket_.receive_arrived (data, sizeof (data)));
      stash_.append (data, t.size);
      return t;
    }

    void connection::feed (const char* data, std::size_t size)
    {
      if (redisReaderFeed (reader_.get (), data, size) != REDIS_OK)
        throw std::bad_alloc ();
    }

    // The next reply of what has been read, or an empty one.
    //
    reply connection::parse ()
    {
      for (;;)
      {
        void* r (nullptr);

        if (redisReaderGetReply (reader_.get (), &r) != REDIS_OK)
          fail (state::failed,
                std::string ("what came is not a reply of Redis (") +
                  reader_->errstr + "); is it a Redis server?");

        std::size_t n (std::min (chunk, stash_.size () - stash_read_));

        if (r != nullptr || n == 0)
          return reply (static_cast<redisReply*> (r));

        feed (stash_.data () + stash_read_, n);
        stash_read_ += n;

        if (stash_read_ == stash_.size ())
        {
          // As much as this is seldom needed.
          //
          std::string ().swap (stash_);
          stash_read_ = 0;
        }
      }
    }

    reply connection::next (deadline d)
    {
      if (broken ())
        fail (state::failed, "the connection is broken");

      reply r (parse ());

      if (r)
        return r;

      deadline begin (steady_clock::now ());
      deadline end (std::min (d, begin + limit_));
      bool in_kernel (patience_.count () != 0 && end - begin >= 2 * patience_);
      char data[chunk];

      for (;;)
      {
        socket::transfer t (in_kernel
                              ? socket_.receive (data, sizeof (data))
                              : socket_.receive_arrived (data, sizeof (data)));
        in_kernel = false;

        if (t.size != 0)
        {
          feed (data, t.size);
          r = parse ();

          if (r)
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

    // The next reply if it has arrived, else an empty one.
    //
    reply connection::next_arrived ()
    {
      for (;;)
      {
        reply r (parse ());

        if (r)
          return r;

        char data[chunk];
        socket::transfer t (socket_.receive_arrived (data, sizeof (data)));

        if (t.error == EAGAIN)
          return r;

        if (t.size == 0)
          fail_lost (t);

        feed (data, t.size);
      }
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
