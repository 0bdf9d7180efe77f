#include <tests/fault/stress/run.hxx>

#include <thread>
#include <utility>

#include <tests/fault/stress/chance.hxx>
#include <tests/fault/stress/disturbance.hxx>
#include <tests/fault/stress/page.hxx>
#include <tests/fault/stress/processes.hxx>
#include <tests/fault/stress/reader.hxx>
#include <tests/fault/stress/sqlite-backend.hxx>
#include <tests/fault/stress/writer.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-server.hxx>

namespace stress
{
  namespace
  {
    using std::chrono::milliseconds;
    using std::chrono::seconds;

    typedef board::clock clock;

    // Dead writers' fences are gone within a run, and a commit has time
    // enough on a machine that is busy.
    //
    const milliseconds fence_timeout (1000);

    // Storms, in which writers die, take turns with times in which their
    // fences run out and pages can be used.
    //
    const milliseconds storm (1200);
    const milliseconds cycle (3600);

    // They share what one process computes.
    //
    const unsigned fetching_threads (2);

    // For what has to happen sooner or later.
    //
    const seconds patience (60);

    // A machine that is busy must not make commits go unfenced, which is all
    // right and would look like an error.
    //
    odb_alkey::options options (const std::string& redis_url)
    {
      odb_alkey::options o;
      o.url = redis_url;
      o.connect_timeout = seconds (20);
      o.command_timeout = seconds (20);
      o.budget = seconds (20);
      o.token_ttl = seconds (2);
      o.fence_timeout = fence_timeout;
      o.when_unavailable = odb_alkey::when_unavailable::refuse;

      // Some transactions write more, and fence tables for it.
      //
      o.max_row_fences = 8;

      // Connections are cut and tokens are lost on purpose.
      //
      o.log = [] (odb_alkey::log_level, const std::string&) {
      };
      return o;
    }

    class run
    {
    public:
      explicit run (const plan&);

      result operator() ();

    private:
      void start_reader (style, unsigned threads);
      void start_writer (unsigned slot);
      void disturb (clock::duration since);
      void kill_writer ();
      void freeze_somebody ();
      void bury_writers (bool replace);
      void writer_died (unsigned slot);
      void watch_readers ();
      void finish ();
      void wait_until_healthy ();
      void trouble (const std::string&);

      template <typename Condition>
      bool wait_for (Condition);

      const plan& plan_;
      sqlite_backend database_;
      redis_server redis_;
      shared_board board_;
      setting setting_;
      chance random_;
      disturbance disturbance_;
      bool stormy_ = false;
      std::uint64_t seeds_;
      std::vector<process> writers_;
      std::vector<process> readers_;
      std::vector<std::string> trouble_;
    };

    run::run (const plan& p)
        : plan_ (p), setting_ {database_,     *board_, options (redis_.url ()),
                               redis_.url (), true,    p.fences,
                               p.stamps},
          random_ (p.seed), disturbance_ (redis_.url (), *board_),
          seeds_ (p.seed * 1000)
    {
      board_->fence_timeout =
        std::chrono::microseconds (fence_timeout).count ();
      tests::settle (redis_);

      writers_.resize (p.writers);

      for (unsigned n (0); n != p.writers; ++n)
        start_writer (n);

      for (unsigned n (0); n != p.readers; ++n)
        start_reader (style::find_and_store, 1);

      for (unsigned n (0); n != p.fetchers; ++n)
        start_reader (style::fetch, fetching_threads);
    }

    void run::start_reader (style how, unsigned threads)
    {
      std::uint64_t seed (seeds_ + 1);
      seeds_ += threads;
      readers_.emplace_back ([this, how, threads, seed]
                             { read (setting_, how, threads, seed); });
    }

    // Writers read as the readers do. The fences of some last twice as long as
    // those of the others.
    //
    void run::start_writer (unsigned slot)
    {
      std::uint64_t seed (++seeds_);
      bool fetches (plan_.readers == 0 ||
                    (plan_.fetchers != 0 && slot % 2 == 0));
      style how (fetches ? style::fetch : style::find_and_store);
      writers_[slot] = process (
        [this, how, slot, seed]
        {
          setting_.options.fence_timeout *= 1 + slot % 2;
          writer (setting_, how, slot, seed).run ();
        });
    }

    result run::operator() ()
    {
      clock::time_point begin (clock::now ());
      clock::time_point now (begin);

      while (now - begin < plan_.time && trouble_.empty () &&
             (plan_.whole () || (*board_)[plan_.expected ()] == 0))
      {
        disturb (now - begin);
        bury_writers (true);
        watch_readers ();
        random_.sleep (milliseconds (8));
        now = clock::now ();
      }

      finish ();

      result r;

      for (int c (0); c != static_cast<int> (count::size); ++c)
        r.counts.push_back ((*board_)[static_cast<count> (c)]);

      r.took = std::chrono::duration_cast<milliseconds> (now - begin);
      r.longest_commit = std::chrono::microseconds (board_->longest_commit);
      r.trouble = std::move (trouble_);
      return r;
    }

    void run::disturb (clock::duration since)
    {
      bool stormy (since % cycle < storm);
      board_->storm = stormy;

      if (stormy && random_.one_in (8))
        kill_writer ();

      if (random_.one_in (16))
        freeze_somebody ();

      if (random_.one_in (12))
        disturbance_.evict (random_.below (subject_count));

      if (random_.one_in (500))
        disturbance_.disconnect ();

      // When writers live long enough to be in the middle of a commit then.
      // Nothing is stored for a while, so not where a run is to be short.
      //
      if (plan_.whole () && stormy_ && !stormy)
        board_->lose = true;

      stormy_ = stormy;
    }

    void run::kill_writer ()
    {
      unsigned slot (random_.below (plan_.writers));

      if (!writers_[slot].running ())
        return;

      writers_[slot].kill ();
      board_->add (count::killed);
      writer_died (slot);
      start_writer (slot);
    }

    void run::freeze_somebody ()
    {
      std::vector<process>& v (random_.one_in (2) ? writers_ : readers_);
      process& p (v[random_.below (static_cast<unsigned> (v.size ()))]);

      if (!p.running ())
        return;

      p.stop ();
      random_.sleep (milliseconds (20));
      p.resume ();
      board_->add (count::frozen);
    }

    // Whether it died before or after COMMIT nobody knows, so its time is
    // over only now.
    //
    void run::writer_died (unsigned slot)
    {
      board::commit& c (board_->open[slot]);
      clock::rep since (c.since.exchange (0));

      if (since == 0)
        return;

      board_->desert (c.subjects);
      board_->commit_took (clock::now ().time_since_epoch () -
                             clock::duration (since),
                           c.subjects);
    }

    void run::bury_writers (bool replace)
    {
      for (unsigned n (0); n != plan_.writers; ++n)
      {
        std::string why;

        if (!writers_[n].running () || !writers_[n].ended (why))
          continue;

        writer_died (n);

        if (!why.empty () && why != was_killed)
          trouble ("a writer " + why);

        if (replace)
          start_writer (n);
      }
    }

    void run::watch_readers ()
    {
      for (process& p : readers_)
      {
        std::string why;

        if (p.running () && p.ended (why) && (!board_->stop || !why.empty ()))
          trouble ("a reader ended " + why);
      }
    }

    template <typename Condition>
    bool run::wait_for (Condition c)
    {
      clock::time_point end (clock::now () + patience);

      while (!c ())
      {
        if (clock::now () > end)
          return false;

        bury_writers (false);
        watch_readers ();
        std::this_thread::sleep_for (milliseconds (1));
      }

      return true;
    }

    void run::finish ()
    {
      auto none = [] (const std::vector<process>& v)
      {
        for (const process& p : v)
          if (p.running ())
            return false;

        return true;
      };

      board_->storm = false;
      board_->calm_down = true;

      if (!wait_for ([&] { return none (writers_); }))
        trouble ("a writer does not end");

      if (plan_.whole ())
        wait_until_healthy ();

      board_->stop = true;

      if (!wait_for ([&] { return none (readers_); }))
        trouble ("a reader does not end");
    }

    // The fences of the dead must not stay for ever.
    //
    void run::wait_until_healthy ()
    {
      std::uint64_t all (bit (static_cast<unsigned> (pages ().size ())) - 1);

      if (!wait_for ([&]
                     { return board_->healthy == all || !trouble_.empty (); }))
        trouble ("some keys never become storable again");
    }

    void run::trouble (const std::string& s)
    {
      trouble_.push_back (s);
    }
  }

  result carry_out (const plan& p)
  {
    return run (p) ();
  }
}
