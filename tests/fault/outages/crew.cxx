#include <tests/fault/outages/crew.hxx>

#include <cstring>
#include <stdexcept>
#include <thread>

#include <tests/fault/stress/reader.hxx>
#include <tests/fault/stress/writer.hxx>
#include <tests/support/await.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;

    const unsigned writers (3);
    const unsigned fetching_threads (2);

    // Long enough for what Redis loses to be noticed, and short enough for a
    // test that loses it all the time. One of the writers takes twice as long
    // for its fences.
    //
    odb_alkey::options limits (odb_alkey::when_unavailable w)
    {
      odb_alkey::options o;
      o.connect_timeout = milliseconds (100);
      o.command_timeout = milliseconds (100);
      o.budget = milliseconds (250);
      o.max_connections = 4;
      o.token_ttl = std::chrono::seconds (2);
      o.fence_timeout = milliseconds (300);
      o.when_unavailable = w;

      // As in the stress test.
      //
      o.max_row_fences = 8;

      o.log = [] (odb_alkey::log_level, const std::string&) {
      };
      return o;
    }
  }

  crew::crew (odb_alkey::when_unavailable w, std::uint64_t seed)
      : setting_ {database_, *board_, limits (w), cache_.url (),
                  false,     true,    true}
  {
    using stress::style;

    board_->fence_timeout =
      std::chrono::microseconds (setting_.options.fence_timeout).count ();
    board_->slow =
      std::chrono::microseconds (setting_.options.command_timeout).count () *
      9 / 10;
    seed *= 1000;

    for (unsigned n (0); n != writers; ++n)
      start_writer (n, n % 2 == 0 ? style::fetch : style::find_and_store,
                    ++seed);

    start_reader (style::find_and_store, ++seed);
    start_reader (style::fetch, ++seed);
  }

  void crew::wait ()
  {
    while (!board_->go)
      std::this_thread::sleep_for (milliseconds (1));

    setting_.options.url = board_->url;
  }

  void crew::start_writer (unsigned slot, stress::style how,
                           std::uint64_t seed)
  {
    all_.emplace_back (
      [this, slot, how, seed]
      {
        wait ();
        setting_.options.fence_timeout *= 1 + slot % 2;
        stress::writer (setting_, how, slot, seed).run ();
      });
  }

  void crew::start_reader (stress::style how, std::uint64_t seed)
  {
    all_.emplace_back (
      [this, how, seed]
      {
        wait ();
        stress::read (setting_, how,
                      how == stress::style::fetch ? fetching_threads : 1,
                      seed);
      });
  }

  std::size_t crew::threads () const
  {
    return all_.size () - 1 + fetching_threads;
  }

  void crew::begin (const std::string& redis_url)
  {
    if (redis_url.size () >= sizeof (board_->url))
      throw std::runtime_error ("too long an address: " + redis_url);

    std::strcpy (board_->url, redis_url.c_str ());
    board_->go = true;
    tests::await ("the processes",
                  [this]
                  {
                    watch ();
                    return board_->workers == threads ();
                  });
  }

  void crew::await_settled ()
  {
    std::uint64_t round (++board_->round);

    try
    {
      tests::await ("all processes to reach Redis",
                    [this, round]
                    {
                      watch ();
                      return unsettled (round).empty ();
                    });
    }
    catch (const std::runtime_error& e)
    {
      throw std::runtime_error (e.what () + unsettled (round));
    }
  }

  std::string crew::unsettled (std::uint64_t round) const
  {
    std::string s;

    for (std::size_t i (0); i != all_.size (); ++i)
    {
      const stress::board::member& m (board_->members[i]);

      if (m.round != round || m.pending != 0 || m.down != 0)
        s += "; one " +
             std::string (m.round != round ? "does not go on"
                          : m.down != 0    ? "does not reach it"
                                           : "has not told all") +
             " (" + std::to_string (m.pending) + " pending)";
    }

    if (board_->all_unsettled () != 0)
      s += "; not all that was written is known";

    return s;
  }

  void crew::watch ()
  {
    for (stress::process& p : all_)
    {
      std::string why;

      if (p.running () && p.ended (why) && (!board_->stop || !why.empty ()))
        throw std::runtime_error ("a process ended " + why);
    }
  }

  void crew::end ()
  {
    board_->stop = true;
    tests::await ("the processes' end",
                  [this]
                  {
                    watch ();

                    for (const stress::process& p : all_)
                      if (p.running ())
                        return false;

                    return true;
                  });
  }

  std::vector<usage> crew::usages () const
  {
    std::vector<usage> r;

    for (const stress::process& p : all_)
      r.push_back (usage_of (p.pid ()));

    return r;
  }

  std::uint64_t
  crew::sum (std::atomic<std::uint64_t> stress::board::member::*m) const
  {
    std::uint64_t n (0);

    for (std::size_t i (0); i != all_.size (); ++i)
      n += board_->members[i].*m;

    return n;
  }
}
