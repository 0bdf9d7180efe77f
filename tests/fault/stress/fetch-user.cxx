#include <tests/fault/stress/fetch-user.hxx>

#include <chrono>
#include <cstdint>

#include <unistd.h>

#include <odb/transaction.hxx>

#include <tests/fault/stress/fetch-page.hxx>

namespace stress
{
  namespace
  {
    // What computing throws now and then: everybody who waits gets it.
    //
    struct gave_up
    {
    };

    const user::verdict counted {count::fetch_stale, count::fetch_newer,
                                 count::fetch_phantoms};
  }

  // One page that is fetched, and how it came about.
  //
  struct fetch_user::call
  {
    request wanted;
    way how;
    editions least;
    bool again;
    std::uint64_t in_flight;
    board::clock::rep begun;
    std::string key;
    bool previous = false;
    bool computed = false;
    value mine;

    // Since when the library is at it, when it is not computing.
    //
    board::clock::time_point mark;

    const page& what () const
    {
      return *wanted.what;
    }
  };

  fetch_user::fetch_user (worker& w): user (w), slots_ (w.given.cache_url) {}

  fetch_user::call fetch_user::begin (const request& r, const way& w)
  {
    const page& p (*r.what);

    // A cache may have thrown it away, and then the next one stores.
    //
    if (worker_.given.meddling && worker_.random.one_in (w.recent ? 32 : 4))
      slots_.spoil (p);

    call c;
    c.wanted = r;
    c.how = w;
    c.least = bound (p);
    c.again = w.recent && repeated (p, c.least);
    c.in_flight = worker_.alkey.stats ().unique_in_flight;
    c.begun = board::clock::now ().time_since_epoch ().count ();
    c.mark = board::clock::now ();
    return c;
  }

  // Lingers: others are to come while the page is made, and to write what it
  // was made of.
  //
  value fetch_user::make (call& c, const maker& make_page)
  {
    worker_.counts.took (library_call::fetch, c.mark);
    if (worker_.random.one_in (100))
      throw gave_up ();

    editions shown (make_page ());

    if (c.how.recent && worker_.random.one_in (4))
      worker_.random.sleep (
        std::chrono::milliseconds (worker_.random.one_in (4) ? 24 : 6));

    c.computed = true;
    c.mine = value (shown, story (c.how, c.least));
    c.mark = board::clock::now ();
    return c.mine;
  }

  odb_alkey::fetch_options fetch_user::options (call& c)
  {
    odb_alkey::fetch_options o;

    if (worker_.random.one_in (2))
      o.serve_stale = &c.previous;

    return o;
  }

  value fetch_user::fetch (call& c, const maker& make_page)
  {
    return fetch_page (
      worker_.fetching, c.what (), c.wanted.of,
      [&] { return make (c, make_page); }, options (c));
  }

  value fetch_user::fetch_by_key (call& c, const maker& make_page)
  {
    odb_alkey::key k (c.wanted.key (worker_.alkey));
    worker_.counts.took (library_call::key, c.mark);
    slots_.know (c.what (), k);
    c.key = k.str ();
    worker_.random.hesitate ();
    c.mark = board::clock::now ();

    return worker_.fetching.fetch (
      k, time_to_live, [&] { return make (c, make_page); }, options (c));
  }

  void fetch_user::use (const request& r, const way& w, const maker& make_page)
  {
    call c (begin (r, w));

    try
    {
      if (worker_.random.one_in (3))
        note (c, fetch_by_key (c, make_page), count::fetch_by_key);
      else
        note (c, fetch (c, make_page), count::fetch_by_arguments);
    }
    catch (const gave_up&)
    {
      worker_.counts.add (count::fetch_gave_up);
    }

    look_behind (*r.what);
  }

  void fetch_user::use_many (
    const std::vector<request>& wanted, const way& w,
    const std::function<editions (const request&)>& make_page)
  {
    std::vector<call> calls;

    for (const request& r : wanted)
      calls.push_back (begin (r, w));

    auto compute = [&] (const std::vector<std::size_t>& missing)
    {
      std::vector<value> v;

      for (std::size_t i : missing)
        v.push_back (
          make (calls[i], [&] { return make_page (calls[i].wanted); }));

      return v;
    };

    try
    {
      std::vector<value> all (fetch_pages (worker_.fetching, wanted, compute));

      for (std::size_t i (0); i != all.size (); ++i)
        note (calls[i], all[i], count::fetch_many);
    }
    catch (const gave_up&)
    {
      worker_.counts.add (count::fetch_gave_up);
    }
  }

  void fetch_user::note (const call& c, const value& v, count form)
  {
    board& counts (worker_.counts);
    counts.add (count::fetches);
    counts.took (library_call::fetch, c.mark);

    if (c.again)
      counts.add (count::fetch_repeated);

    // What is in flight gets another version, and nobody knows when. Another
    // thread may have met it, too.
    //
    bool in_flight (c.computed &&
                    worker_.alkey.stats ().unique_in_flight != c.in_flight);
    used (c.what (), in_flight ? editions () : c.least);

    if (c.computed)
      note_computed (c, v);
    else if (!c.previous)
      note_found (c, v, form);
    else
    {
      counts.add (count::fetch_previous);

      if (below (v.shown, c.least))
        counts.add (count::fetch_previous_old);

      judge_old (c.what (), c.how, v, counted);
    }
  }

  // It may be as old as the objects it was made of.
  //
  void fetch_user::note_computed (const call& c, const value& v)
  {
    board& counts (worker_.counts);
    counts.add (count::fetch_computed);

    if (below (v.shown, c.least))
      counts.add (count::fetch_computed_old);

    if (text (v) != text (c.mine))
    {
      counts.add (count::fetch_mixed_up);
      report ("not what was computed", c.what (), c.how, c.key, c.mine.shown,
              v);
    }
  }

  void fetch_user::note_found (const call& c, const value& v, count form)
  {
    board& counts (worker_.counts);
    counts.add (count::fetch_found);
    counts.add (form);

    if (c.again)
      counts.add (count::fetch_repeated_found);

    if (odb::transaction::has_current ())
      counts.add (count::fetch_in_transaction);

    // Somebody was at it when the call began.
    //
    if (v.made > c.begun)
      counts.add (v.maker == getpid () ? count::fetch_flights
                                       : count::fetch_leases);

    judge (c.what (), c.how, c.key, c.least, v, counted);
  }

  void fetch_user::look_behind (const page& p)
  {
    if (worker_.given.meddling && worker_.random.one_in (2) &&
        slots_.set_back (p))
      worker_.counts.add (count::fetch_set_back);
  }
}
