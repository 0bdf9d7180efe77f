#include <tests/fault/stress/reader.hxx>

#include <future>
#include <string>
#include <utility>

#include <odb/transaction.hxx>

#include "stock-odb.hxx"

namespace stress
{
  namespace
  {
    const char* name (const reading& r)
    {
      return r.is_snapshot () ? ", snapshot" : ", read committed";
    }
  }

  reader::reader (premises& p, style how, std::uint64_t seed)
      : worker_ (p, seed), user_ (make_user (worker_, how)),
        kept_ (pages ().size ())
  {
  }

  const page& reader::any_page ()
  {
    // The first ones are of one item each.
    //
    if (worker_.random.one_in (3))
      return pages ()[board::fashion ()];

    return pages ()[worker_.random.below (
      static_cast<unsigned> (pages ().size ()))];
  }

  isolation reader::any_isolation ()
  {
    return worker_.random.one_in (2) ? isolation::snapshot
                                     : isolation::read_committed;
  }

  void reader::run ()
  {
    while (!worker_.counts.stop)
    {
      worker_.home.publish ();

      switch (worker_.random.below (10))
      {
      case 0:
      case 1:
      case 2:
        key_first ();
        break;
      case 3:
        key_first_in_transaction ();
        break;
      case 4:
      case 5:
      case 6:
        object_first ();
        break;
      case 7:
      case 8:
        objects_kept ();
        break;
      case 9:
        many ();
        ask_for_token ();
        break;
      }

      worker_.random.hesitate ();
    }
  }

  void reader::key_first ()
  {
    const page& p (any_page ());

    user_->use ({&p, nullptr}, {"key first", true},
                [&] { return load_now (p); });
  }

  editions reader::load_now (const page& p)
  {
    worker_.random.hesitate ();
    reading r (worker_.given.database, worker_.db, any_isolation ());
    worker_.random.hesitate ();
    contents c (load (p, r));
    r.end ();
    return c.shown;
  }

  void reader::key_first_in_transaction ()
  {
    reading r (worker_.given.database, worker_.db, any_isolation ());
    unsigned first (any_page ().number);

    for (unsigned n (1 + worker_.random.below (3)); n != 0; --n, ++first)
    {
      const page& p (pages ()[first % pages ().size ()]);
      worker_.random.hesitate ();

      user_->use (
        {&p, nullptr},
        {std::string ("key first in a transaction") + name (r), true},
        [&]
        {
          worker_.random.hesitate ();
          return load (p, r).shown;
        });
    }

    r.end ();
  }

  void reader::ask_for_token ()
  {
    board::clock::time_point begun (board::clock::now ());
    worker_.alkey.token (odb_alkey::one<item> (item_id (board::fashion ())));
    worker_.counts.took (library_call::token, begun);
  }

  void reader::use (const page& p, const contents& c, const user::way& w)
  {
    user_->use ({&p, &c}, w, [&] { return c.shown; });
  }

  void reader::many ()
  {
    bool old (worker_.random.one_in (2));
    unsigned first (board::fashion ());
    std::vector<user::request> v;

    // The first pages are of items. Of these an erased one has no objects.
    //
    for (unsigned n (2 + worker_.random.below (8)); n != 0; --n, ++first)
    {
      const page& p (pages ()[first % item_count]);
      const std::vector<contents>& kept (kept_[p.number]);

      if (!old)
        v.push_back ({&p, nullptr});
      else if (!kept.empty ())
        v.push_back ({&p, &kept[worker_.random.below (
                            static_cast<unsigned> (kept.size ()))]});
    }

    if (old)
      user_->use_many (v, {"many, of objects kept", false},
                       [] (const user::request& r) { return r.of->shown; });
    else if (worker_.random.one_in (2))
      user_->use_many (v, {"many, keys first", true},
                       [&] (const user::request& r)
                       { return load_now (*r.what); });
    else
    {
      reading r (worker_.given.database, worker_.db, any_isolation ());
      load (any_page (), r);
      worker_.random.hesitate ();
      user_->use_many (
        v, {std::string ("many in a transaction") + name (r), true},
        [&] (const user::request& q) { return load (*q.what, r).shown; });
      r.end ();
    }
  }

  void reader::object_first ()
  {
    reading r (worker_.given.database, worker_.db, any_isolation ());
    unsigned first (any_page ().number);
    std::vector<std::pair<const page*, contents>> later;

    for (unsigned n (1 + worker_.random.below (3)); n != 0; --n, ++first)
    {
      const page& p (pages ()[first % pages ().size ()]);
      worker_.random.hesitate ();
      contents c (load (p, r));
      worker_.random.hesitate ();

      // Identifiers speak for what the open transaction has loaded, as long
      // as it is one.
      //
      if (worker_.random.one_in (2) && (c.keyed || r.is_snapshot ()))
        use (p, c, {std::string ("object first") + name (r), true});
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
           {std::string ("object first, key after the transaction") + name (r),
            true});
    }
  }

  void reader::keep (const page& p, const contents& c)
  {
    std::vector<contents>& v (kept_[p.number]);

    // Of what is loaded all the time, a few that are some fence timeouts old.
    //
    if (v.size () != 8)
      v.push_back (c);
    else if (worker_.random.one_in (5))
      v[worker_.random.below (8)] = c;
  }

  void reader::objects_kept ()
  {
    // What came of a commit whose writer died shows in what was loaded
    // before it.
    //
    subject s (worker_.random.below (item_count));
    const page& p (worker_.counts.deserted (s) ? pages ()[s] : any_page ());
    const std::vector<contents>& v (kept_[p.number]);

    if (v.empty ())
      return;

    const contents& c (
      v[worker_.random.below (static_cast<unsigned> (v.size ()))]);

    if (p.what == page::kind::catalogue || worker_.random.one_in (2))
    {
      use (p, c, {"objects kept", false});
    }
    else
    {
      // A younger transaction has nothing to do with them.
      //
      reading r (worker_.given.database, worker_.db, isolation::snapshot);
      load (any_page (), r);
      use (p, c, {"objects kept, in another transaction", false});
      r.end ();
    }
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
