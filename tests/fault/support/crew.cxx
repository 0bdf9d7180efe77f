#include <tests/fault/support/crew.hxx>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <thread>

#include <tests/fault/support/boot-clock.hxx>
#include <tests/fault/support/hesitation.hxx>

namespace workload
{
  namespace
  {
    using std::chrono::milliseconds;

    // This is for what has to happen sooner or later, however busy the machine
    // is.
    //
    const std::chrono::seconds patience (60);

    // They share what one process computes.
    //
    const unsigned fetching_threads (2);

    unsigned threads_of (style s)
    {
      return s == style::fetch ? fetching_threads : 1;
    }

    // Transactions that write more fence tables. Connections are cut and
    // tokens are lost on purpose, which nobody wants to read.
    //
    odb_alkey::options completed (odb_alkey::options o)
    {
      o.token_ttl = std::chrono::seconds (2);
      o.max_row_fences = 8;
      o.log = [] (odb_alkey::log_level, const std::string&) {
      };
      return o;
    }
  }

  crew::crew (const odb_alkey::options& o, const std::string& cache_url,
              std::uint64_t seed)
      : given_ {database_, *board_, completed (o),
                cache_url, false,   milliseconds (0),
                0,         {}},
        seeds_ (seed * 1000)
  {
    board_->fence_timeout =
      std::chrono::microseconds (o.fence_timeout).count ();
  }

  process crew::start (unsigned writer, style how)
  {
    std::uint64_t seed (seeds_ + 1);
    seeds_ += fetching_threads;
    const bool slow (all_.size () / 2 % 2 == 0);

    return process (
      [this, writer, how, seed, slow]
      {
        while (!board_->go)
          std::this_thread::sleep_for (milliseconds (1));

        given_.options.url = board_->url;

        if (writer == member::reads)
        {
          const unsigned error (given_.clock_error);
          set_boot_clock_speed (slow ? 100 - error : 100 + error);
          read (given_, how, threads_of (how), seed);
        }
        else
        {
          given_.options.fence_timeout *= 1 + writer % 2;
          write (given_, how, writer, seed);
        }
      });
  }

  void crew::add_writer (style how)
  {
    if (writers_ == most_writers)
      throw std::runtime_error ("there may be " +
                                std::to_string (most_writers) + " writers");

    unsigned writer (writers_++);
    all_.push_back ({writer, how, start (writer, how)});
  }

  void crew::add_reader (style how)
  {
    all_.push_back ({member::reads, how, start (member::reads, how)});
  }

  unsigned crew::threads () const
  {
    unsigned n (0);

    for (const member& m : all_)
      n += m.writes () ? 1 : threads_of (m.how);

    return n;
  }

  void crew::begin (const std::string& redis_url)
  {
    if (redis_url.size () >= sizeof (board_->url))
      throw std::runtime_error ("too long an address: " + redis_url);

    std::strcpy (board_->url, redis_url.c_str ());
    board_->go = true;
    await ("the processes", [this] { return board_->workers >= threads (); });
  }

  void crew::await (const std::string& what, const std::function<bool ()>& f)
  {
    board::clock::time_point end (board::clock::now () + patience);

    while (!f ())
    {
      if (board::clock::now () > end)
        throw std::runtime_error ("waited in vain for " + what);

      watch ();
    }
  }

  void crew::watch ()
  {
    board::clock::time_point begin (board::clock::now ());
    std::this_thread::sleep_for (milliseconds (1));
    stall = std::max (stall, std::chrono::duration_cast<milliseconds> (
                               board::clock::now () - begin));

    for (member& m : all_)
    {
      std::string how;

      if (!m.process.running () || !m.process.ended (how))
        continue;

      bool killed (m.writes () && given_.meddling && how == was_killed);
      bool over (board_->stop || (m.writes () && board_->calm_down));

      if (!killed && (!over || !how.empty ()))
        throw std::runtime_error (
          (m.writes () ? "a writer ended " : "a reader ended ") + how);

      if (killed)
        lost_writer (m.writer);

      if (!over)
        m.process = start (m.writer, m.how);
    }
  }

  // Nobody knows if it died before or after COMMIT, so its time is over only
  // now.
  //
  void crew::lost_writer (unsigned writer)
  {
    board::commit& c (board_->open[writer]);
    board::clock::rep since (c.since.exchange (0));

    if (since == 0)
      return;

    board_->desert (c.subjects);
    board_->commit_took (board::clock::now ().time_since_epoch () -
                           board::clock::duration (since),
                         c.subjects);
  }

  void crew::kill_writer (chance& random)
  {
    unsigned writer (random.below (writers_));

    for (member& m : all_)
      if (m.writer == writer && m.process.running ())
      {
        m.process.kill ();
        board_->add (count::killed);
        lost_writer (writer);
        m.process = start (writer, m.how);
      }
  }

  // A writer as often as a reader, however many there are.
  //
  void crew::freeze_somebody (chance& random)
  {
    freeze_one_of (random.one_in (2), random, milliseconds (20));
  }

  void crew::freeze_reader (chance& random, milliseconds longest)
  {
    freeze_one_of (false, random, longest);
  }

  void crew::freeze_one_of (bool writers, chance& random, milliseconds longest)
  {
    std::vector<process*> v;

    for (member& m : all_)
      if (m.writes () == writers && m.process.running ())
        v.push_back (&m.process);

    if (v.empty ())
      return;

    process& p (*random.one_of (v));
    p.stop ();
    random.sleep (longest);
    p.resume ();
    board_->add (count::frozen);
  }

  bool crew::any_running (bool writers_only) const
  {
    for (const member& m : all_)
      if (m.process.running () && (m.writes () || !writers_only))
        return true;

    return false;
  }

  void crew::calm_down ()
  {
    board_->storm = false;
    board_->calm_down = true;
    await ("the writers' end", [this] { return !any_running (true); });
  }

  void crew::end ()
  {
    board_->stop = true;
    await ("the processes' end", [this] { return !any_running (false); });
  }

  std::vector<pid_t> crew::pids () const
  {
    std::vector<pid_t> r;

    for (const member& m : all_)
      r.push_back (m.process.pid ());

    return r;
  }
}
