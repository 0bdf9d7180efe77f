#include <tests/fault/stress/user.hxx>

#include <algorithm>
#include <iostream>
#include <sstream>

#include <unistd.h>

#include <tests/fault/stress/cache-user.hxx>
#include <tests/fault/stress/fetch-user.hxx>

namespace stress
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

  odb_alkey::key user::request::key (const odb_alkey::plugin& alkey) const
  {
    return of != nullptr ? key_of (alkey, *what, *of) : key_of (alkey, *what);
  }

  user::user (worker& w)
      : worker_ (w), seen_ (pages ().size ()), least_ (subject_count)
  {
  }

  user::~user () = default;

  void user::use_many (const std::vector<request>& v, const way& w,
                       const std::function<editions (const request&)>& make)
  {
    for (const request& r : v)
      use (r, w, [&] { return make (r); });
  }

  editions user::bound (const page& p)
  {
    editions now (worker_.truth.committed ());

    // In this order: what is not settled is said before it is committed.
    //
    std::uint64_t unsettled (worker_.counts.all_unsettled ());

    for (subject s (0); s != subject_count; ++s)
      if ((unsettled & bit (s)) == 0)
        least_[s] = now[s];

    // What was used before a fault says nothing of hits after it.
    //
    if (worker_.counts.era != era_)
    {
      era_ = worker_.counts.era;
      seen_.assign (seen_.size (), editions ());
    }

    return p.part (least_);
  }

  void user::wrote (subject s, std::uint64_t edition)
  {
    least_[s] = std::max (least_[s], edition);
  }

  bool user::repeated (const page& p, const editions& bound) const
  {
    return seen_[p.number] == bound;
  }

  void user::used (const page& p, const editions& bound)
  {
    seen_[p.number] = bound;
  }

  void user::judge (const page& p, const way& w, const std::string& key,
                    const editions& bound, const value& v,
                    const verdict& counted)
  {
    board& counts (worker_.counts);

    if (below (v.shown, bound))
    {
      if ((p.bits () & counts.unprotected) != 0)
      {
        counts.add (count::excluded);
        return;
      }

      counts.add (counted.stale);
      report ("stale", p, w, key, bound, v);
    }
    else if (v.shown != bound)
    {
      counts.add (counted.newer);
      judge_old (p, w, v, counted);
    }
  }

  void user::judge_old (const page& p, const way& w, const value& v,
                        const verdict& counted)
  {
    editions now (p.part (worker_.truth.committed ()));

    if (below (now, v.shown))
    {
      worker_.counts.add (counted.phantom);
      report ("never committed", p, w, "", now, v);
    }
  }

  std::string user::story (const way& w, const editions& bound) const
  {
    std::ostringstream s;
    s << w.story << ", process " << getpid () << ", bound" << bound;
    return s.str ();
  }

  void user::report (const char* what, const page& p, const way& w,
                     const std::string& key, const editions& expected,
                     const value& v)
  {
    // One is enough to see that the test can see, and a few to find out why
    // where there must be none.
    //
    bool wanted (worker_.given.fences && worker_.given.stamps);

    if (!wanted || worker_.counts.wrong () > 5)
      return;

    std::ostringstream s;
    s << what << ": " << p.name () << " (" << w.story << ", process "
      << getpid () << ")\n  key " << key << "\n  found   " << v.shown
      << "\n  expected" << expected << "\n  stored by " << v.story << '\n';

    if (worker_.given.meddling)
      s << worker_.cache.tokens (identifiers (p));

    std::cerr << s.str () << std::flush;
  }

  std::unique_ptr<user> make_user (worker& w, style s)
  {
    if (s == style::fetch)
      return std::unique_ptr<user> (new fetch_user (w));

    return std::unique_ptr<user> (new cache_user (w));
  }
}
