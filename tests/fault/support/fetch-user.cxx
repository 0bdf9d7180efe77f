#include <tests/fault/support/user.hxx>

#include <unistd.h>

#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>

namespace workload
{
  namespace
  {
    // Longer than anything is outdated here.
    //
    const std::chrono::seconds time_to_live (60);

    // Computing throws it now and then, and everybody who waits gets it.
    //
    struct gave_up
    {
    };

    class fetch_user: public user
    {
    public:
      explicit fetch_user (worker& w)
          : user (w, {count::fetch_stale, count::fetch_newer,
                      count::fetch_phantoms})
      {
      }

      void use (const request& r, const way& w,
                const maker& make_page) override
      {
        fetch c (begin_fetch (r, w));

        try
        {
          count form;
          value v (get (c, make_page, form));
          note (c, v, form);
        }
        catch (const gave_up&)
        {
          worker_.counts.add (count::fetch_gave_up);
        }

        if (worker_.given.meddling && !w.hot && worker_.random.one_in (2) &&
            worker_.redis.set_back (*r.what))
          worker_.counts.add (count::fetch_set_back);
      }

      void use_many (const std::vector<request>& wanted, const way& w,
                     const maker& make_page) override
      {
        std::vector<fetch> calls;
        std::vector<odb_alkey::detail::written_arguments> arguments;

        for (const request& r : wanted)
        {
          calls.push_back (begin_fetch (r, w));
          arguments.push_back (arguments_of (*r.what, r.of));
        }

        auto compute = [&] (const std::vector<std::size_t>& missing)
        {
          std::vector<value> v;

          for (std::size_t i : missing)
            v.push_back (make (calls[i], make_page));

          return v;
        };

        try
        {
          std::vector<value> all (
            worker_.fetching.fetch_many (arguments, time_to_live, compute));

          for (std::size_t i (0); i != all.size (); ++i)
            note (calls[i], all[i], count::fetch_many);
        }
        catch (const gave_up&)
        {
          worker_.counts.add (count::fetch_gave_up);
        }
      }

    private:
      struct fetch: call
      {
        explicit fetch (const call& c): call (c), since (c.begun) {}

        bool previous = false;
        bool computed = false;
        value mine;

        // The library has been busy with the call since then, except while it
        // computed.
        //
        board::clock::time_point since;
      };

      fetch begin_fetch (const request& r, const way& w)
      {
        // A cache may have thrown it away, and then the next one stores.
        //
        if (worker_.given.meddling && !w.hot &&
            worker_.random.one_in (w.recent ? 32 : 4))
          worker_.redis.spoil (*r.what);

        return fetch (begin (r, w));
      }

      // Lingers: others are to come while the page is made, and to write what
      // it was made of.
      //
      value make (fetch& c, const maker& make_page)
      {
        worker_.counts.took (c.since);

        if (worker_.random.one_in (100))
          throw gave_up ();

        editions shown (make_page (c.wanted));

        if (c.how.recent && worker_.random.one_in (4))
          worker_.random.sleep (
            std::chrono::milliseconds (worker_.random.one_in (4) ? 24 : 6));

        c.computed = true;
        c.mine = value (shown, c.story ());
        c.since = board::clock::now ();
        return c.mine;
      }

      value get (fetch& c, const maker& make_page, count& form)
      {
        auto compute = [&]
        {
          return make (c, make_page);
        };

        odb_alkey::fetch_options o;
        bool by_key (!c.how.hot && worker_.random.one_in (3));

        if (worker_.random.one_in (2))
          o.serve_stale = &c.previous;

        if (!by_key)
        {
          form = count::fetch_by_arguments;
          return worker_.fetching.fetch (arguments_of (c.what (), c.wanted.of),
                                         time_to_live, compute, o);
        }

        form = count::fetch_by_key;
        odb_alkey::key k (key_of (worker_.alkey, c.what (), c.wanted.of));
        worker_.counts.took (c.since);
        worker_.redis.know_entry (c.what (), k);
        c.key = k.str ();
        worker_.random.hesitate ();
        c.since = board::clock::now ();
        return worker_.fetching.fetch (k, time_to_live, compute, o);
      }

      // Counts and judges what a call has returned.
      //
      void note (const fetch& c, const value& v, count form)
      {
        board& counts (worker_.counts);
        counts.add (count::fetches);
        counts.took (c.since);

        if (c.again)
          counts.add (count::fetch_repeated);

        // Another thread may have met the commit, too.
        //
        used (c, c.computed && met_commit (c));

        if (c.computed)
          note_computed (c, v);
        else if (!c.previous)
          note_found (c, v, form);
        else
        {
          counts.add (count::fetch_served_stale);

          if (below (v.shown, c.least))
            counts.add (count::fetch_served_stale_old);

          judge_old (c, v);
        }
      }

      // It may be as old as the objects it was made of.
      //
      void note_computed (const fetch& c, const value& v)
      {
        board& counts (worker_.counts);
        counts.add (count::fetch_computed);

        if (below (v.shown, c.least))
          counts.add (count::fetch_computed_old);

        if (text (v) != text (c.mine))
        {
          counts.add (count::fetch_mixed_up);
          report ("not what was computed", c, c.mine.shown, v);
        }
      }

      void note_found (const fetch& c, const value& v, count form)
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
        if (v.made > c.begun.time_since_epoch ().count ())
          counts.add (v.maker == getpid () ? count::fetch_flights
                                           : count::fetch_leases);

        judge (c, v);
      }
    };
  }

  std::unique_ptr<user> make_fetch_user (worker& w)
  {
    return std::unique_ptr<user> (new fetch_user (w));
  }
}
