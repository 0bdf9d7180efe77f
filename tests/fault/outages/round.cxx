#include <tests/fault/outages/round.hxx>

#include <algorithm>
#include <stdexcept>
#include <thread>

#include <odb_alkey/tokens/scripts.hxx>

#include <tests/support/await.hxx>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;
    using stress::count;
    using stress::library_call;
    using stress::step;
    typedef std::chrono::steady_clock steady;

    // What is between two faults.
    //
    const milliseconds before (40);
    const milliseconds afterwards (150);
    const milliseconds most_afterwards (3000);
    const std::uint64_t repeated_enough (100);

    milliseconds since (steady::time_point t)
    {
      return std::chrono::duration_cast<milliseconds> (steady::now () - t);
    }

    class round
    {
    public:
      round (const fault& f, site& s, crew& c)
          : fault_ (f), site_ (s), crew_ (c), board_ (c.board ())
      {
      }

      row operator() ();

    private:
      row counted () const;
      void strike ();
      void strike_in_network (const char* script, bool reply);
      void strike_in_writer (step);
      void look_for_hits (row&);
      void work (milliseconds);

      const fault& fault_;
      site& site_;
      crew& crew_;
      stress::board& board_;
      milliseconds stall_ {0};
    };

    row round::operator() ()
    {
      for (std::atomic<std::int64_t>& l : board_.longest)
        l = 0;

      row b (counted ());

      if (fault_.prepare != nullptr)
        fault_.prepare (site_);

      work (before);
      strike ();
      work (fault_.lasts);
      fault_.mend (site_);

      steady::time_point mended (steady::now ());
      tests::await ("the quarantine's end",
                    [this]
                    {
                      crew_.watch ();
                      return !site_.in_quarantine ();
                    });
      crew_.await_settled ();
      milliseconds recovery (since (mended));

      std::uint64_t overruns (board_[count::overruns]);
      row hits = row ();
      look_for_hits (hits);

      // What took too long before all were well does no harm any more.
      //
      if (board_[count::overruns] == overruns)
        board_.unprotected = 0;

      row r (counted ());
      r.name = fault_.name;
      r.commits -= b.commits;
      r.operations -= b.operations;
      r.refused -= b.refused;
      r.unfenced -= b.unfenced;
      r.stale -= b.stale;
      r.unique -= b.unique;
      r.slow -= b.slow;
      r.overruns -= b.overruns;
      r.excluded -= b.excluded;
      r.recovery = recovery;
      r.repeated = hits.repeated;
      r.hits = hits.hits;
      r.times = fault_.times;
      r.stall = stall_;
      std::int64_t us (0);

      for (const std::atomic<std::int64_t>& l : board_.longest)
        us = std::max (us, l.load ());

      r.longest = milliseconds (us / 1000);
      return r;
    }

    row round::counted () const
    {
      row r = row ();
      r.commits = board_[count::commits];
      r.operations =
        board_[count::commits] + board_[count::keys] + board_[count::fetches];
      r.refused = board_[count::refused];
      r.unfenced = board_[count::unfenced];
      r.stale = board_.wrong ();
      r.unique = crew_.sum (&stress::board::member::unique);
      r.slow = board_.slow_calls;
      r.repeated = board_[count::repeated] + board_[count::fetch_repeated];
      r.hits =
        board_[count::repeated_hits] + board_[count::fetch_repeated_found];
      r.overruns = board_[count::overruns];
      r.excluded = board_[count::excluded];
      return r;
    }

    void round::strike ()
    {
      namespace scripts = odb_alkey::tokens::scripts;

      switch (fault_.when)
      {
      case moment::any:
        fault_.strike (site_);
        break;
      case moment::before_fence:
        strike_in_network (scripts::fence.sha1, false);
        break;
      case moment::before_fence_reply:
        strike_in_network (scripts::fence.sha1, true);
        break;
      case moment::before_commit:
        strike_in_writer (step::before_commit);
        break;
      case moment::after_commit:
        strike_in_writer (step::after_commit);
        break;
      case moment::before_reset:
        strike_in_network (scripts::reset.sha1, false);
        break;
      case moment::before_reset_reply:
        strike_in_network (scripts::reset.sha1, true);
        break;
      }
    }

    void round::strike_in_network (const char* script, bool reply)
    {
      auto act = [this]
      {
        fault_.strike (site_);
      };

      if (reply)
        site_.network ().before_reply (script, act);
      else
        site_.network ().before_request (script, act);

      tests::await ("a commit",
                    [this]
                    {
                      crew_.watch ();
                      return site_.network ().pending () == 0;
                    });
    }

    void round::strike_in_writer (step s)
    {
      board_.linger = std::chrono::microseconds (fault_.linger).count ();
      board_.trap = s;
      tests::await ("a commit",
                    [this]
                    {
                      crew_.watch ();
                      return board_.trap == step::reached;
                    });
      fault_.strike (site_);
      board_.trap = step::none;
    }

    // For longer, and again, if the machine is so slow that little is used or
    // that Redis seems to be lost.
    //
    void round::look_for_hits (row& r)
    {
      ++board_.era;
      row b (counted ());
      steady::time_point begin (steady::now ());

      do
      {
        if (r.repeated >= repeated_enough)
          b = counted ();

        work (afterwards);
        r = counted ();
        r.repeated -= b.repeated;
        r.hits -= b.hits;
      } while ((r.repeated < repeated_enough || 2 * r.hits < r.repeated) &&
               since (begin) < most_afterwards);
    }

    void round::work (milliseconds d)
    {
      steady::time_point end (steady::now () + d);

      for (steady::time_point now (steady::now ()); now < end;)
      {
        std::this_thread::sleep_for (milliseconds (1));
        stall_ = std::max (stall_, since (now));
        now = steady::now ();
        crew_.watch ();
      }
    }
  }

  row go_through (const fault& f, site& s, crew& c)
  {
    return round (f, s, c) ();
  }
}
