#include <tests/support/proxy.hxx>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace tests
{
  using namespace proxying;
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;

  proxy::proxy (const std::string& path): proxy (path, 0) {}

  proxy::proxy (std::uint16_t port): proxy ("", port) {}

  proxy::proxy (const std::string& path, std::uint16_t port)
      : wake_ (eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK)),
        actions_ (std::make_unique<actions> ())
  {
    rules_.connect = [path, port]
    {
      return connect_to (path, port);
    };
    rules_.run = [this] (hook&& h, std::uint64_t number)
    {
      run (std::move (h), number);
    };
    thread_ = std::thread ([this] { work (); });
  }

  // Actions first, which may wait for the thread.
  //
  proxy::~proxy ()
  {
    actions_.reset ();
    call ([this] { stop_ = true; });
    thread_.join ();
    close (wake_);
  }

  void proxy::call (std::function<void ()> f)
  {
    post (std::move (f)).get ();
  }

  void proxy::enter (mode m)
  {
    call ([this, m] { change (m); });
  }

  void proxy::add (hook&& h)
  {
    ++pending_;
    call ([this, &h] { rules_.hooks.push_back (std::move (h)); });
  }

  void proxy::change (mode m)
  {
    rules_.now = m;

    if (m != mode::refuse)
      return port_.listen ();

    end (true);
    port_.refuse ();
  }

  // It ends those as well that clients take for connected, and that are not
  // accepted yet.
  //
  void proxy::end (bool reset)
  {
    accept ();

    for (const std::unique_ptr<link>& l : links_)
    {
      if (reset)
        l->reset ();

      l->disown (rules_);
    }

    links_.clear ();
    open_ = 0;
  }

  std::string proxy::url (const std::string& login) const
  {
    return "redis://" + (login.empty () ? "" : login + '@') +
           "127.0.0.1:" + std::to_string (port ());
  }

  void proxy::delay (milliseconds d)
  {
    call (
      [this, d]
      {
        rules_.delay = d;
        change (mode::delay);
      });
  }

  void proxy::throttle (std::size_t n)
  {
    call (
      [this, n]
      {
        rules_.bytes_per_second = n;
        change (mode::throttle);
      });
  }

  void proxy::truncate (std::size_t bytes, unsigned connections)
  {
    call (
      [this, bytes, connections]
      {
        rules_.truncate_to = bytes;
        rules_.truncations = connections;
      });
  }

  void proxy::repeat (unsigned times)
  {
    call (
      [this, times]
      {
        for (const std::unique_ptr<link>& l : links_)
          l->repeat (times);
      });
  }

  std::future<void> proxy::post (std::function<void ()> f)
  {
    task t (std::move (f));
    std::future<void> r (t.get_future ());
    {
      std::lock_guard<std::mutex> l (mutex_);
      tasks_.push_back (std::move (t));
    }

    eventfd_write (wake_, 1);
    return r;
  }

  void proxy::run (hook&& h, std::uint64_t number)
  {
    bool reply (h.reply);
    std::function<void ()> f (std::move (h.action));

    actions_->run (
      [this, reply, f, number] () noexcept
      {
        f ();
        --pending_;
        post (
          [this, reply, number]
          {
            for (const std::unique_ptr<link>& l : links_)
            {
              if (l->number () == number)
                l->act_done (reply);
            }
          });
      });
  }

  void proxy::work ()
  {
    while (!stop_)
    {
      step ();
      wait_and_receive ();
      accept ();
      do_tasks ();
    }

    links_.clear ();
  }

  void proxy::step ()
  {
    instant now (steady_clock::now ());
    std::size_t n (0);
    until_ = now + std::chrono::hours (1);

    auto over = [this, now, &n] (const std::unique_ptr<link>& l)
    {
      bool more (l->step (rules_, now, until_));
      n += more && l->open () ? 1 : 0;

      if (!more)
        l->disown (rules_);

      return !more;
    };
    links_.erase (std::remove_if (links_.begin (), links_.end (), over),
                  links_.end ());
    open_ = n;
  }

  void proxy::wait_and_receive ()
  {
    std::vector<pollfd> p {{wake_, POLLIN, 0}, {port_.listener (), POLLIN, 0}};

    for (const std::unique_ptr<link>& l : links_)
    {
      p.push_back (l->client_events (rules_));
      p.push_back (l->server_events (rules_));
    }

    // Rounded up: to wake too early would be to go round for nothing.
    //
    milliseconds m (std::chrono::duration_cast<milliseconds> (
      until_ - steady_clock::now () + milliseconds (1)));
    poll (p.data (), p.size (),
          static_cast<int> (std::max (m, milliseconds (0)).count ()));
    instant now (steady_clock::now ());

    // An end shows as POLLHUP or POLLERR, also to one that waits to write.
    //
    auto readable = [] (const pollfd& f)
    {
      return (f.events & POLLIN) != 0 && (f.revents & ~POLLOUT) != 0;
    };

    for (std::size_t i (0); i != links_.size (); ++i)
    {
      if (readable (p[2 + 2 * i]))
        from_clients_ += links_[i]->receive_requests (now);

      if (readable (p[3 + 2 * i]))
        from_server_ += links_[i]->receive_replies (now);
    }
  }

  void proxy::accept ()
  {
    for (int s; (s = port_.accept ()) != -1;)
      links_.push_back (std::make_unique<link> (s, accepted_++));
  }

  void proxy::do_tasks ()
  {
    eventfd_t n;
    eventfd_read (wake_, &n);
    std::vector<task> tasks;
    {
      std::lock_guard<std::mutex> l (mutex_);
      tasks.swap (tasks_);
    }

    for (task& t : tasks)
      t ();
  }
}
