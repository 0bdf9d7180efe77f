#include <tests/support/proxy-link.hxx>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tests
{
  namespace proxying
  {
    namespace
    {
      using std::chrono::milliseconds;
      using std::chrono::nanoseconds;

      // More than that waits in the sender, as on a real network. In the mode
      // hold all must be here, since the sender may go.
      //
      const std::size_t room (1 << 20);

      short in (const flow& f, const rules& r)
      {
        return !f.ended () && (f.kept () < room || r.now == mode::hold)
                 ? POLLIN
                 : short (0);
      }

      // Events that the link does not wait for, POLLHUP among them, would not
      // let poll () sleep.
      //
      pollfd events (int fd, short in, bool out)
      {
        short e (static_cast<short> (in | (out ? POLLOUT : 0)));
        return {e != 0 ? fd : -1, e, 0};
      }
    }

    link::link (int client, std::uint64_t number)
        : client_ (client), number_ (number)
    {
    }

    link::~link ()
    {
      close_client ();

      if (server_ != -1)
        ::close (server_);
    }

    pollfd link::client_events (const rules& r) const
    {
      return events (client_, in (requests_, r),
                     replies_.blocked () && r.now != mode::hold);
    }

    pollfd link::server_events (const rules& r) const
    {
      return events (server_, in (replies_, r),
                     requests_.blocked () && r.now != mode::hold);
    }

    std::size_t link::receive_requests (instant now)
    {
      return requests_.ended () ? 0 : requests_.receive (client_, now);
    }

    std::size_t link::receive_replies (instant now)
    {
      return replies_.ended () ? 0 : replies_.receive (server_, now);
    }

    bool link::step (rules& r, instant now, instant& wake)
    {
      if (r.now == mode::hold)
        return true;

      bool hole (r.now == mode::black_hole);

      if (hole || requests_mute_)
        requests_mute_ = requests_.drop () || requests_mute_;

      if (hole || r.now == mode::swallow_replies || replies_mute_)
        replies_mute_ = replies_.drop () || replies_mute_;

      if (hole)
        return !requests_.ended ();

      if (server_ == -1)
      {
        if (!connect (r, now, wake))
        {
          reset ();
          return false;
        }

        if (server_ == -1)
          return true;
      }

      admit (requests_, r, now, wake);

      // An action may wait for what stands before its request to be sent.
      //
      do
        pass_requests (r);
      while (transmit (requests_, server_, std::string::npos, r, now, wake) !=
             0);

      requests_mute_ = requests_mute_ || requests_.refused ();

      if (requests_.done () && !end_told_)
      {
        shutdown (server_, SHUT_WR);
        end_told_ = true;
      }

      admit (replies_, r, now, wake);
      return reply_to_client (r, now, wake) && !replies_.done ();
    }

    // A unix socket whose backlog is full is tried again.
    //
    bool link::connect (const rules& r, instant now, instant& wake)
    {
      server_ = r.connect ();

      if (server_ != -1)
        return true;

      wake = std::min (wake, now + milliseconds (5));
      return errno == EAGAIN;
    }

    void link::admit (flow& f, const rules& r, instant now, instant& wake)
    {
      milliseconds d (r.now == mode::delay ? r.delay : milliseconds (0));
      instant left;

      if (f.admit (now - d, left))
        wake = std::min (wake, left + d);
    }

    // An action runs when all before its request is on its way, or all before
    // its reply.
    //
    void link::pass_requests (rules& r)
    {
      for (; !request_waits_ && requests_.next () != 0; requests_.pass ())
      {
        for (auto h (r.hooks.begin ()); h != r.hooks.end ();)
        {
          if (!requests_.next_contains (h->text))
          {
            ++h;
            continue;
          }

          if (!h->reply && requests_.ready () != 0)
            return;

          hook found (std::move (*h));
          h = r.hooks.erase (h);

          if (found.reply)
            owed_.push_back ({asked_, std::move (found)});
          else
          {
            request_waits_ = true;
            r.run (std::move (found), number_);
            return;
          }
        }

        ++asked_;
      }
    }

    void link::pass_replies (rules& r)
    {
      for (; !reply_waits_ && replies_.next () != 0; replies_.pass ())
      {
        if (!owed_.empty () && owed_.front ().reply == answered_)
        {
          if (replies_.ready () != 0)
            return;

          hook found (std::move (owed_.front ().what));
          owed_.pop_front ();
          reply_waits_ = true;
          r.run (std::move (found), number_);
          return;
        }

        ++answered_;
      }
    }

    std::size_t link::transmit (flow& f, int fd, std::size_t most,
                                const rules& r, instant now, instant& wake)
    {
      if (r.now != mode::throttle || f.ready () == 0)
        return f.send (fd, most);

      // In small pieces, a hundred a second, but no less than a byte.
      //
      std::size_t sent (0);
      std::size_t piece (std::max (r.bytes_per_second / 100, std::size_t (1)));

      if (now >= f.resume)
      {
        sent = f.send (fd, std::min (most, piece));
        f.resume = now + nanoseconds (1000000000 * sent / r.bytes_per_second);
      }

      wake = std::min (wake, f.resume);
      return sent;
    }

    bool link::reply_to_client (rules& r, instant now, instant& wake)
    {
      for (std::size_t sent (1); sent != 0;)
      {
        pass_replies (r);

        if (!truncated_ && r.truncations != 0 && replies_.ready () != 0)
        {
          --r.truncations;
          truncated_ = true;
          left_ = r.truncate_to;
        }

        sent = transmit (replies_, client_,
                         truncated_ ? left_ : std::string::npos, r, now, wake);

        if (truncated_ && (left_ -= sent) == 0)
          return false;
      }

      replies_mute_ = replies_mute_ || replies_.refused ();
      return true;
    }

    void link::act_done (bool reply)
    {
      (reply ? reply_waits_ : request_waits_) = false;
    }

    void link::reset ()
    {
      linger l {1, 0};
      setsockopt (client_, SOL_SOCKET, SO_LINGER, &l, sizeof (l));
      ::close (client_);
      client_ = -1;
    }

    void link::repeat (unsigned times)
    {
      replies_.repeat (times);
      replies_.send (client_, std::string::npos);
    }

    void link::disown (rules& r)
    {
      for (owed_hook& o : owed_)
        r.hooks.push_back (std::move (o.what));

      owed_.clear ();
    }

    // Closing a socket that has something to be read would send RST.
    //
    void link::close_client ()
    {
      if (client_ == -1)
        return;

      char rest[4096];
      shutdown (client_, SHUT_WR);

      while (recv (client_, rest, sizeof (rest), MSG_DONTWAIT) > 0)
        ;

      ::close (client_);
    }
  }
}
