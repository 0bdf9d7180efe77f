#include <tests/fault/support/user.hxx>

#include <algorithm>
#include <iostream>
#include <sstream>

#include <unistd.h>

namespace workload
{
  namespace
  {
    std::ostream& operator<< (std::ostream& o, const editions& e)
    {
      for (std::uint64_t n : e)
        o << ' ' << n;

      return o;
    }
  }

  bool below (const editions& e, const editions& least)
  {
    for (std::size_t i (0); i != least.size (); ++i)
      if (e.at (i) < least[i])
        return true;

    return false;
  }

  user::user (worker& w, const verdict& v)
      : worker_ (w), counted_ (v), seen_ (pages ().size ()),
        least_ (subject_count)
  {
  }

  void user::use_many (const std::vector<request>& v, const way& w,
                       const maker& make)
  {
    for (const request& r : v)
      use (r, w, make);
  }

  void user::wrote (subject s, std::uint64_t edition)
  {
    least_[s] = std::max (least_[s], edition);
  }

  user::call user::begin (const request& r, const way& w)
  {
    editions now (worker_.truth.committed ());

    // In this order: what is not settled is said before it is committed.
    //
    std::uint64_t unsettled (worker_.counts.all_unsettled ());

    for (subject s (0); s != subject_count; ++s)
      if ((unsettled & bit (s)) == 0)
        least_[s] = now[s];

    // Uses before a fault say nothing of hits after it.
    //
    if (worker_.counts.era != era_)
    {
      era_ = worker_.counts.era;
      seen_.assign (seen_.size (), editions ());
    }

    call c;
    c.wanted = r;
    c.how = w;
    c.least = r.what->part (least_);
    c.again = w.recent && seen_[r.what->number] == c.least;
    c.in_flight = worker_.alkey.stats ().unique_in_flight;
    c.begun = board::clock::now ();
    return c;
  }

  bool user::met_commit (const call& c) const
  {
    return worker_.alkey.stats ().unique_in_flight != c.in_flight;
  }

  void user::used (const call& c, bool in_flight)
  {
    seen_[c.what ().number] = in_flight ? editions () : c.least;
  }

  void user::judge (const call& c, const value& v)
  {
    board& counts (worker_.counts);

    if (below (v.shown, c.least))
    {
      if ((c.what ().bits () & counts.unprotected) != 0)
      {
        counts.add (count::excluded);
        return;
      }

      counts.add (counted_.stale);
      report ("stale", c, c.least, v);
    }
    else if (v.shown != c.least)
    {
      counts.add (counted_.newer);
      judge_old (c, v);
    }
  }

  void user::judge_old (const call& c, const value& v)
  {
    editions now (c.what ().part (worker_.truth.committed ()));

    if (below (now, v.shown))
    {
      worker_.counts.add (counted_.phantom);
      report ("never committed", c, now, v);
    }
  }

  std::string user::call::story () const
  {
    std::ostringstream s;
    s << how.story << ", process " << getpid () << ", bound" << least;
    return s.str ();
  }

  void user::report (const char* wrong, const call& c,
                     const editions& expected, const value& v)
  {
    // One is enough to see that the test can see, and a few to find out why
    // where there must be none.
    //
    bool wanted (!worker_.given.faults.any ());

    if (!wanted || worker_.counts.wrong () > 5)
      return;

    std::ostringstream s;
    s << wrong << ": page " << c.what ().number << " (" << c.how.story
      << ", process " << getpid () << ")\n  key " << c.key << "\n  found   "
      << v.shown << "\n  expected" << expected << "\n  stored by " << v.story
      << '\n';

    for (const std::string& i : identifiers (c.what ()))
      s << "  " << i
        << (worker_.given.meddling ? " = " + worker_.redis.token (i) : "")
        << '\n';

    std::cerr << s.str () << std::flush;
  }
}
