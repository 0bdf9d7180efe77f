#include <future>
#include <string>
#include <utility>
#include <vector>

#include <odb/transaction.hxx>

#include <tests/fault/support/user.hxx>

#include "stock-odb.hxx"

namespace workload
{
  namespace
  {
    // The number of readings that are kept for each page.
    //
    const std::size_t most_kept (8);

    std::string name (const reading& r)
    {
      return r.is_snapshot () ? ", snapshot" : ", read committed";
    }

    editions shown (const user::request& r)
    {
      return r.of->shown;
    }

    const page& page_number (unsigned n)
    {
      return pages ()[n % pages ().size ()];
    }

    // Caches pages in every order and isolation that applications do it in.
    //
    class reader
    {
    public:
      reader (premises& p, style how, std::uint64_t seed)
          : worker_ (p, seed), user_ (make_user (worker_, how)),
            kept_ (pages ().size ())
      {
      }

      // Until the board says to stop.
      //
      void run ()
      {
        while (!worker_.counts.stop)
        {
          worker_.home.publish ();
          unsigned what (worker_.random.below (10));

          if (worker_.given.near.count () != 0)
            again_and_again ();

          if (what < 3)
            key_first ();
          else if (what < 4)
            key_first_in_transaction ();
          else if (what < 7)
            object_first ();
          else if (what < 9)
            objects_kept ();
          else
          {
            many ();
            ask_for_token ();
          }

          worker_.random.hesitate ();
        }
      }

    private:
      // The key comes first, and a hit needs no database.
      //
      void key_first ()
      {
        user_->use ({&any_page (), nullptr}, {"key first", true},
                    [&] (const user::request& q) { return load_now (q); });
      }

      // The same page many times, as soon as possible: what is near is used
      // without asking. But whoever waits for this process does not wait for
      // that.
      //
      void again_and_again ()
      {
        const board& counts (worker_.counts);
        const std::uint64_t round (counts.round);
        const page& p (any_page ());

        for (int n (0); n != 200 && !counts.stop && !counts.calm_down &&
                        counts.round == round;
             ++n)
          user_->use ({&p, nullptr}, {"again and again", true, true},
                      [&] (const user::request& q) { return load_now (q); });
      }

      // The same within a transaction that may be older than the key.
      //
      void key_first_in_transaction ()
      {
        reading r (worker_.db, any_isolation ());
        unsigned first (any_page ().number);

        for (unsigned n (1 + worker_.random.below (3)); n != 0; --n, ++first)
        {
          worker_.random.hesitate ();
          user_->use ({&page_number (first), nullptr},
                      {"key first in a transaction" + name (r), true},
                      [&] (const user::request& q)
                      {
                        worker_.random.hesitate ();
                        return load (*q.what, r).shown;
                      });
        }

        r.end ();
      }

      // Several pages of items at once: their keys first, or by objects that
      // were loaded some time ago.
      //
      void many ()
      {
        bool old (worker_.random.one_in (2));
        unsigned first (board::fashion ());
        unsigned n (2 + worker_.random.below (8));

        if (old)
        {
          many_of_objects_kept (first, n);
          return;
        }

        // The first pages are of items.
        //
        std::vector<user::request> v;

        for (unsigned i (0); i != n; ++i)
          v.push_back ({&pages ()[(first + i) % item_count], nullptr});

        if (worker_.random.one_in (2))
        {
          user_->use_many (v, {"many, keys first", true},
                           [&] (const user::request& q)
                           { return load_now (q); });
          return;
        }

        reading r (worker_.db, any_isolation ());
        load (any_page (), r);
        worker_.random.hesitate ();
        user_->use_many (v, {"many in a transaction" + name (r), true},
                         [&] (const user::request& q)
                         { return load (*q.what, r).shown; });
        r.end ();
      }

      // Does nothing for items that are erased: they have no objects.
      //
      void many_of_objects_kept (unsigned first, unsigned n)
      {
        std::vector<user::request> v;

        for (unsigned i (0); i != n; ++i)
        {
          const page& p (pages ()[(first + i) % item_count]);
          const std::vector<contents>& kept (kept_[p.number]);

          if (!kept.empty ())
            v.push_back ({&p, &worker_.random.one_of (kept)});
        }

        user_->use_many (v, {"many, of objects kept", false}, shown);
      }

      // Keys of objects that were just loaded, before or after the transaction
      // ended that has loaded them.
      //
      void object_first ()
      {
        reading r (worker_.db, any_isolation ());
        unsigned first (any_page ().number);
        std::vector<std::pair<const page*, contents>> later;

        for (unsigned n (1 + worker_.random.below (3)); n != 0; --n, ++first)
        {
          const page& p (page_number (first));
          worker_.random.hesitate ();
          contents c (load (p, r));
          worker_.random.hesitate ();

          // Identifiers speak for what the open transaction has loaded, as
          // long as it is one.
          //
          if (worker_.random.one_in (2) && (c.keyed || r.is_snapshot ()))
            use (p, c, {"object first" + name (r), true});
          else if (c.keyed)
            later.emplace_back (&p, c);

          if (c.keyed)
            keep (p, c);
        }

        r.end ();

        for (const auto& l : later)
        {
          worker_.random.hesitate ();
          use (*l.first, l.second,
               {"object first, key after the transaction" + name (r), true});
        }
      }

      // Keys of objects that were loaded some time ago.
      //
      void objects_kept ()
      {
        // A commit whose writer died shows in objects that were loaded before
        // it.
        //
        subject s (worker_.random.below (item_count));
        const page& p (worker_.counts.deserted (s) ? pages ()[s]
                                                   : any_page ());
        const std::vector<contents>& v (kept_[p.number]);

        if (v.empty ())
          return;

        const contents& c (worker_.random.one_of (v));

        if (p.what == page::kind::catalogue || worker_.random.one_in (2))
        {
          use (p, c, {"objects kept", false});
          return;
        }

        // A younger transaction has nothing to do with them.
        //
        reading r (worker_.db, isolation::snapshot);
        load (any_page (), r);
        use (p, c, {"objects kept, in another transaction", false});
        r.end ();
      }

      // A token, which says nothing to be judged: it must come at once.
      //
      void ask_for_token ()
      {
        board::clock::time_point begun (board::clock::now ());
        worker_.alkey.token (
          odb_alkey::one<item> (item_id (board::fashion ())));
        worker_.counts.took (begun);
      }

      const page& any_page ()
      {
        // The first ones are of one item each.
        //
        return worker_.random.one_in (3) ? pages ()[board::fashion ()]
                                         : worker_.random.one_of (pages ());
      }

      isolation any_isolation ()
      {
        return worker_.random.one_in (2) ? isolation::snapshot
                                         : isolation::read_committed;
      }

      void keep (const page& p, const contents& c)
      {
        std::vector<contents>& v (kept_[p.number]);

        // All is loaded again and again; a few stay that are some fence
        // timeouts old.
        //
        if (v.size () != most_kept)
          v.push_back (c);
        else if (worker_.random.one_in (5))
          v[worker_.random.below (most_kept)] = c;
      }

      editions load_now (const user::request& q)
      {
        worker_.random.hesitate ();
        reading r (worker_.db, any_isolation ());
        worker_.random.hesitate ();
        contents c (load (*q.what, r));
        r.end ();
        return c.shown;
      }

      void use (const page& p, const contents& c, const user::way& w)
      {
        user_->use ({&p, &c}, w, shown);
      }

      worker worker_;
      std::unique_ptr<user> user_;

      // Holds, for each page, some contents that were loaded in the last
      // seconds.
      //
      std::vector<std::vector<contents>> kept_;
    };
  }

  void read (const setting& s, style how, unsigned threads, std::uint64_t seed)
  {
    premises here (s);
    std::vector<std::future<void>> all;

    for (unsigned n (0); n != threads; ++n)
      all.push_back (std::async (std::launch::async, [&here, how, seed, n]
                                 { reader (here, how, seed + n).run (); }));

    for (std::future<void>& f : all)
      f.get ();
  }
}
