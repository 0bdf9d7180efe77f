#include <tests/support/proxy-loop.hxx>

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

  proxy::loop::loop (const std::string& path, std::uint16_t port)
      : wake_ (eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK)),
        actions_ (std::make_unique<actions> ())
  {
    rules.connect = [path, port]
    {
      return connect_to (path, port);
    };
    rules.run = [this] (hook&& h, std::uint64_t number)
    {
      run (std::move (h), number);
    };
    thread_ = std::thread ([this] { work (); });
  }

  // Actions first, which may wait for the thread.
  //
  proxy::loop::~loop ()
  {
    actions_.reset ();
    call ([this] { stop_ = true; });
    thread_.join ();
    close (wake_);
  }

  void proxy::loop::call (std::function<void ()> f)
  {
    post (std::move (f)).get ();
  }

  void proxy::loop::enter (mode m)
  {
    call ([this, m] { change (m); });
  }

  void proxy::loop::add (hook&& h)
  {
    ++pending;
    call ([this, &h] { rules.hooks.push_back (std::move (h)); });
  }

  std::uint16_t proxy::loop::port () const
  {
    return port_.number ();
  }

  void proxy::loop::change (mode m)
  {
    rules.now = m;

    if (m != mode::refuse)
      return port_.listen ();

    end (true);
    port_.refuse ();
  }

  // It ends those as well that clients take for connected, and that are not
  // accepted yet.
  //
  void proxy::loop::end (bool reset)
  {
    accept ();

    for (const std::unique_ptr<link>& l : links_)
    {
      if (reset)
        l->reset ();

      l->disown (rules);
    }

    links_.clear ();
    open = 0;
  }

  void proxy::loop::repeat (unsigned times)
  {
    for (const std::unique_ptr<link>& l : links_)
      l->repeat (times);
  }

  std::future<void> proxy::loop::post (std::function<void ()> f)
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

  void proxy::loop::run (hook&& h, std::uint64_t number)
  {
    bool reply (h.reply);
    std::function<void ()> f (std::move (h.action));

    actions_->run (
      [this, reply, f, number] () noexcept
      {
        f ();
        --pending;
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

  void proxy::loop::work ()
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

  void proxy::loop::step ()
  {
    instant now (steady_clock::now ());
    std::size_t n (0);
    until_ = now + std::chrono::hours (1);

    auto over = [this, now, &n] (const std::unique_ptr<link>& l)
    {
      bool more (l->step (rules, now, until_));
      n += more && l->open () ? 1 : 0;

      if (!more)
        l->disown (rules);

      return !more;
    };
    links_.erase (std::remove_if (links_.begin (), links_.end (), over),
                  links_.end ());
    open = n;
  }

  void proxy::loop::wait_and_receive ()
  {
    std::vector<pollfd> p {{wake_, POLLIN, 0}, {port_.listener (), POLLIN, 0}};

    for (const std::unique_ptr<link>& l : links_)
    {
      p.push_back (l->client_events (rules));
      p.push_back (l->server_events (rules));
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
        from_clients += links_[i]->receive_requests (now);

      if (readable (p[3 + 2 * i]))
        from_server += links_[i]->receive_replies (now);
    }
  }

  void proxy::loop::accept ()
  {
    for (int s; (s = port_.accept ()) != -1;)
      links_.push_back (std::make_unique<link> (s, accepted++));
  }

  void proxy::loop::do_tasks ()
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
