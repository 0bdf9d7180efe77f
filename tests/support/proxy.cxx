#include <tests/support/proxy.hxx>

#include <tests/support/proxy-loop.hxx>

namespace tests
{
  using namespace proxying;
  using std::chrono::milliseconds;

  proxy::proxy (const std::string& path)
      : loop_ (std::make_unique<loop> (path, std::uint16_t (0)))
  {
  }

  proxy::proxy (std::uint16_t port): loop_ (std::make_unique<loop> ("", port))
  {
  }

  proxy::~proxy () = default;

  std::uint16_t proxy::port () const
  {
    return loop_->port ();
  }

  std::string proxy::url (const std::string& login) const
  {
    return "redis://" + (login.empty () ? "" : login + '@') +
           "127.0.0.1:" + std::to_string (port ());
  }

  void proxy::pass ()
  {
    loop_->enter (mode::pass);
  }

  void proxy::delay (milliseconds d)
  {
    loop_->call (
      [this, d]
      {
        loop_->rules.delay = d;
        loop_->change (mode::delay);
      });
  }

  void proxy::throttle (std::size_t n)
  {
    loop_->call (
      [this, n]
      {
        loop_->rules.bytes_per_second = n;
        loop_->change (mode::throttle);
      });
  }

  void proxy::black_hole ()
  {
    loop_->enter (mode::black_hole);
  }

  void proxy::swallow_replies ()
  {
    loop_->enter (mode::swallow_replies);
  }

  void proxy::refuse ()
  {
    loop_->enter (mode::refuse);
  }

  void proxy::hold ()
  {
    loop_->enter (mode::hold);
  }

  void proxy::cut ()
  {
    loop_->call ([this] { loop_->end (false); });
  }

  void proxy::reset ()
  {
    loop_->call ([this] { loop_->end (true); });
  }

  void proxy::truncate (std::size_t bytes, unsigned connections)
  {
    loop_->call (
      [this, bytes, connections]
      {
        loop_->rules.truncate_to = bytes;
        loop_->rules.truncations = connections;
      });
  }

  void proxy::repeat (unsigned times)
  {
    loop_->call ([this, times] { loop_->repeat (times); });
  }

  void proxy::before_request (const std::string& text, action f)
  {
    loop_->add ({false, text, std::move (f)});
  }

  void proxy::before_reply (const std::string& text, action f)
  {
    loop_->add ({true, text, std::move (f)});
  }

  std::size_t proxy::pending () const
  {
    return loop_->pending;
  }

  std::size_t proxy::accepted () const
  {
    return loop_->accepted;
  }

  std::size_t proxy::open () const
  {
    return loop_->open;
  }

  std::uint64_t proxy::bytes_from_clients () const
  {
    return loop_->from_clients;
  }

  std::uint64_t proxy::bytes_from_server () const
  {
    return loop_->from_server;
  }
}
