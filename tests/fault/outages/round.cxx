#include <tests/fault/outages/round.hxx>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>

namespace outages
{
  namespace
  {
    using std::chrono::milliseconds;
    using workload::count;
    using workload::step;
    typedef std::chrono::steady_clock steady;

    // The time before a fault, and the times for which its traces are looked
    // for afterwards.
    //
    const milliseconds before (40);
    const milliseconds afterwards (150);
    const milliseconds most_afterwards (3000);
    const std::uint64_t repeated_enough (100);

    // Longer than a token of a near table is used without asking, and shorter
    // than a call that is slow.
    //
    const milliseconds longest_stop (60);

    milliseconds since (steady::time_point t)
    {
      return std::chrono::duration_cast<milliseconds> (steady::now () - t);
    }

    // Those of the crew that have not settled; empty if all have.
    //
    std::string unsettled (workload::crew& c, std::uint64_t round)
    {
      std::string s;

      for (std::size_t i (0); i != c.pids ().size (); ++i)
      {
        const workload::board::member& m (c.board ().members[i]);

        if (m.round != round || m.pending != 0 || m.down != 0)
          s += "; one " +
               std::string (m.round != round ? "does not go on"
                            : m.down != 0    ? "does not reach it"
                                             : "has not told all") +
               " (" + std::to_string (m.pending) + " pending)";
      }

      if (c.board ().all_unsettled () != 0)
        s += "; not all that was written is known";

      return s;
    }

    class round
    {
    public:
      round (const fault& f, site& s, workload::crew& c, workload::chance& r)
          : fault_ (f), site_ (s), crew_ (c), board_ (c.board ()), random_ (r)
      {
      }

      row operator() ()
      {
        board_.longest = 0;
        crew_.stall = milliseconds (0);
        row begin (counted ());

        if (fault_.prepare != nullptr)
          fault_.prepare (site_);

        work (before);
        strike ();
        work (fault_.lasts);

        if (fault_.mend != nullptr)
          fault_.mend (site_);

        steady::time_point mended (steady::now ());
        crew_.await ("the quarantine's end",
                     [this] { return !site_.in_quarantine (); });
        outages::await_settled (crew_);
        milliseconds recovery (since (mended));

        std::uint64_t overruns (board_[count::overruns]);
        row hits (look_for_hits ());

        // Commits that took too long before all were well do no harm any more.
        //
        if (board_[count::overruns] == overruns)
          board_.unprotected = 0;

        row r (counted_since (begin));
        r.counts[row::repeated] = hits[row::repeated];
        r.counts[row::hits] = hits[row::hits];
        r.recovery = recovery;
        r.stall = crew_.stall;
        r.longest = milliseconds (board_.longest / 1000);
        return r;
      }

    private:
      row counted () const
      {
        const workload::board& b (board_);
        std::uint64_t unique (0);

        for (const workload::board::member& m : b.members)
          unique += m.unique;

        return row {{b[count::commits] + b[count::keys] + b[count::fetches],
                     b[count::commits], b[count::refused], b[count::unfenced],
                     b.wrong (), unique, b.slow_calls, b[count::overruns],
                     b[count::near_keys], b[count::near_values],
                     b[count::lease_waits],
                     b[count::repeated] + b[count::fetch_repeated],
                     b[count::repeated_hits] + b[count::fetch_repeated_found]},
                    milliseconds (0),
                    milliseconds (0),
                    milliseconds (0)};
      }

      row counted_since (const row& b) const
      {
        row r (counted ());

        for (std::size_t i (0); i != row::size; ++i)
          r.counts[i] -= b.counts[i];

        return r;
      }

      void strike ()
      {
        const moment& at (fault_.when);

        auto act = [this]
        {
          fault_.strike (site_);
        };

        if (at.script != nullptr)
        {
          if (at.reply)
            site_.network ().before_reply (at.script, act);
          else
            site_.network ().before_request (at.script, act);

          crew_.await ("a commit",
                       [this] { return site_.network ().pending () == 0; });
          return;
        }

        if (at.step != step::none)
        {
          board_.linger = std::chrono::microseconds (fault_.linger).count ();
          board_.trap = at.step;
          crew_.await ("a commit",
                       [this] { return board_.trap == step::reached; });
        }

        act ();
        board_.trap = step::none;
      }

      // It looks for longer, and again, if the machine is so slow that little
      // is used or that Redis seems to be lost.
      //
      row look_for_hits ()
      {
        ++board_.era;
        steady::time_point begin (steady::now ());
        row b (counted ());
        row r;

        do
        {
          work (afterwards);
          r = counted_since (b);

          if (r[row::repeated] >= repeated_enough)
            b = counted ();
        } while ((r[row::repeated] < repeated_enough ||
                  2 * r[row::hits] < r[row::repeated]) &&
                 since (begin) < most_afterwards);

        return r;
      }

      void work (milliseconds d)
      {
        steady::time_point end (steady::now () + d);

        while (steady::now () < end)
        {
          crew_.watch ();

          if (crew_.given ().near.count () != 0 && random_.one_in (20))
            crew_.freeze_reader (random_, longest_stop);
        }
      }

      const fault& fault_;
      site& site_;
      workload::crew& crew_;
      workload::board& board_;
      workload::chance& random_;
    };
  }

  void await_settled (workload::crew& c)
  {
    std::uint64_t round (++c.board ().round);

    try
    {
      c.await ("all processes to reach Redis",
               [&c, round] { return unsettled (c, round).empty (); });
    }
    catch (const std::runtime_error& e)
    {
      throw std::runtime_error (e.what () + unsettled (c, round));
    }
  }

  row go_through (const fault& f, site& s, workload::crew& c,
                  workload::chance& r)
  {
    return round (f, s, c, r) ();
  }
}
