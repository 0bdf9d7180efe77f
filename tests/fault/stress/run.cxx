#include <tests/fault/stress/run.hxx>

#include <algorithm>
#include <exception>

#include <tests/fault/support/back-door.hxx>
#include <tests/fault/support/crew.hxx>
#include <tests/fault/support/hesitation.hxx>
#include <tests/support/redis-server.hxx>

namespace stress
{
  namespace
  {
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    using workload::style;

    typedef workload::board::clock clock;

    // Storms, in which writers die, take turns with times in which their
    // fences run out and pages can be used.
    //
    const milliseconds storm (1200);
    const milliseconds cycle (3600);

    // There are so many writers, and readers of each style.
    //
    const unsigned processes (3);

    // A machine that is busy must not make commits go unfenced, which is all
    // right and would look like an error. But dead writers' fences are to be
    // gone within a run.
    //
    odb_alkey::options options ()
    {
      odb_alkey::options o;
      o.connect_timeout = seconds (20);
      o.command_timeout = seconds (20);
      o.budget = seconds (20);
      o.fence_timeout = milliseconds (1000);
      o.when_unavailable = odb_alkey::when_unavailable::refuse;
      return o;
    }

    class run
    {
    public:
      run (const plan& p, std::uint64_t seed)
          : plan_ (p), crew_ (options (), redis_.url (), seed),
            board_ (crew_.board ()), random_ (seed),
            door_ (redis_.url (), board_)
      {
        crew_.given ().meddling = true;
        crew_.given ().faults = p.faults;
        crew_.given ().near = p.near;
        crew_.given ().clock_error = p.clock_error;
        tests::settle (redis_);

        // Writers read as the readers do.
        //
        for (unsigned n (0); n != processes; ++n)
        {
          crew_.add_writer (!p.keeps || (p.fetches && n % 2 == 0)
                              ? style::fetch
                              : style::find_and_store);

          if (p.keeps)
            crew_.add_reader (style::find_and_store);

          if (p.fetches)
            crew_.add_reader (style::fetch);
        }

        crew_.begin (redis_.url ());
      }

      result operator() ()
      {
        result r = result ();
        r.plan = plan_;
        clock::time_point begin (clock::now ());
        clock::time_point now (begin);

        try
        {
          while (goes_on (now - begin))
          {
            disturb (now - begin);
            crew_.watch ();
            random_.sleep (milliseconds (7));
            now = clock::now ();
          }

          finish ();
        }
        catch (const std::exception& e)
        {
          r.failure = e.what ();
        }

        for (int c (0); c != static_cast<int> (count::size); ++c)
          r.counts.push_back (board_[static_cast<count> (c)]);

        r.took = std::chrono::duration_cast<milliseconds> (now - begin);
        r.longest_commit = std::chrono::microseconds (board_.longest_commit);
        return r;
      }

    private:
      bool goes_on (clock::duration since) const
      {
        if (!plan_.whole ())
          return since < plan_.time && board_[plan_.expected ()] == 0;

        auto missing = [this] (const needed& n)
        {
          return board_[n.what] < n.least;
        };

        return since < plan_.time ||
               (since < 3 * plan_.time &&
                std::any_of (plan_.needs ().begin (), plan_.needs ().end (),
                             missing));
      }

      void disturb (clock::duration since)
      {
        bool stormy (since % cycle < storm);
        board_.storm = stormy;

        if (stormy && random_.one_in (8))
          crew_.kill_writer (random_);

        if (random_.one_in (16))
          crew_.freeze_somebody (random_);

        if (random_.one_in (12))
          door_.evict (random_.below (workload::subject_count));

        if (random_.one_in (500))
          door_.disconnect ();

        // When writers live long enough to be in the middle of a commit then.
        // Nothing is stored for a while, so not where a run is to be short.
        //
        if (plan_.whole () && stormy_ && !stormy)
          board_.lose = true;

        stormy_ = stormy;
      }

      // The fences of the dead must not stay for ever.
      //
      void finish ()
      {
        std::size_t n (workload::pages ().size ());
        std::uint64_t all (workload::bit (static_cast<unsigned> (n)) - 1);

        crew_.calm_down ();

        if (plan_.whole ())
          crew_.await ("all keys to become storable again",
                       [&] { return board_.healthy == all; });

        crew_.end ();
      }

      const plan& plan_;
      redis_server redis_;
      workload::crew crew_;
      workload::board& board_;
      workload::chance random_;
      workload::back_door door_;
      bool stormy_ = false;
    };
  }

  // Commits of near tables wait, so that there are fewer: then it is seldom
  // that calls meet each other.
  //
  const std::vector<needed>& plan::needs () const
  {
    static const std::vector<needed> far_ones {
      {count::hits, 1000},
      {count::fetch_computed, 10},
      {count::fetch_computed_old, 10},
      {count::fetch_gave_up, 10},
      {count::fetch_by_arguments, 10},
      {count::fetch_by_key, 10},
      {count::fetch_many, 10},
      {count::fetch_in_transaction, 10},
      {count::fetch_flights, 10},
      {count::fetch_leases, 10},
      {count::fetch_served_stale_old, 10},
      {count::fetch_waits, 10},
      {count::fetch_refused, 10}};

    static const std::vector<needed> near_ones {
      {count::hits, 1000},
      {count::fetch_computed, 100},
      {count::fetch_gave_up, 10},
      {count::fetch_by_arguments, 1000},
      {count::fetch_by_key, 10},
      {count::fetch_many, 10},
      {count::fetch_in_transaction, 10},
      {count::near_keys, 1000},
      {count::near_values, 1000},
      {count::lease_waits, 50}};

    return near.count () != 0 ? near_ones : far_ones;
  }

  result carry_out (const plan& p, std::uint64_t seed)
  {
    return run (p, seed) ();
  }
}
