// Get or compute: values in Redis.

#include <odb_alkey/cache.hxx>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::cache;
using odb_alkey::cache_options;
using odb_alkey::codec;
using odb_alkey::fetch_options;
using odb_alkey::key;
using odb_alkey::one;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace
{
  // Opens once.
  //
  class gate
  {
  public:
    void open ()
    {
      std::lock_guard<std::mutex> l (mutex_);
      open_ = true;
      opened_.notify_all ();
    }

    void wait ()
    {
      std::unique_lock<std::mutex> l (mutex_);
      opened_.wait (l, [this] { return open_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
  };

  struct fixture: tests::two_processes
  {
    fixture (): here (*reader, options_of_cache ()), there (*alkey)
    {
      reader->cache_key (one<shelf> (x.id), one<shelf> (y.id), all<book> ());
    }

    // Patient, so that a test never goes on because it took too long.
    //
    static cache_options options_of_cache ()
    {
      cache_options o;
      o.wait = std::chrono::seconds (20);
      o.lease = std::chrono::seconds (20);
      return o;
    }

    std::string get (cache& c, const std::string& value)
    {
      return c.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                      [&]
                      {
                        ++computed;
                        return value;
                      });
    }

    void change (shelf& s)
    {
      commit ([&] { db->update (s); });
      wait_for_resets ();
    }

    // The Redis keys that begin so.
    //
    std::vector<std::string> keys (const std::string& prefix)
    {
      odb_alkey::redis::reply r (redis.command ({"KEYS", prefix + "*"}));
      std::vector<std::string> v;
      for (std::size_t i (0); i != r.count (); ++i)
        v.push_back (r[i].str ());
      return v;
    }

    unsigned long commands ()
    {
      std::string info (redis.command ({"INFO", "stats"}).str ());
      std::string n ("total_commands_processed:");
      return std::stoul (info.substr (info.find (n) + n.size ()));
    }

    template <typename F>
    void until (F f)
    {
      while (!f ())
        std::this_thread::yield ();
    }

    cache here;
    cache there;
    std::atomic<int> computed {0};
  };

  struct point
  {
    int x;
    int y;
  };

  // Does something when it is decoded.
  //
  struct acting
  {
    static std::function<void ()> act;
    std::string text;
  };

  std::function<void ()> acting::act;
}

namespace odb_alkey
{
  template <>
  struct codec<point>
  {
    static std::string encode (const point& p)
    {
      return std::to_string (p.x) + ' ' + std::to_string (p.y);
    }

    static point decode (const std::string& s)
    {
      std::size_t n (0);
      point p {std::stoi (s, &n), 0};
      p.y = std::stoi (s.substr (n));
      return p;
    }
  };

  template <>
  struct codec<acting>
  {
    static std::string encode (const acting& a)
    {
      return a.text;
    }

    static acting decode (std::string s)
    {
      acting::act ();
      return acting {std::move (s)};
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (fetching, fixture)

BOOST_AUTO_TEST_CASE (a_value_is_computed_once_for_each_version)
{
  BOOST_TEST (get (here, "a") == "a");
  BOOST_TEST (get (here, "b") == "a");
  BOOST_TEST (get (there, "c") == "a");
  BOOST_TEST (computed == 1);

  change (x);
  BOOST_TEST (get (there, "d") == "d");
  BOOST_TEST (get (here, "e") == "d");
  BOOST_TEST (computed == 2);

  // Another object, and other arguments.
  //
  change (y);
  BOOST_TEST (get (here, "f") == "d");
  BOOST_TEST (here.fetch (args (one<shelf> (x.id), "other"), minutes (10),
                          [] { return std::string ("g"); }) == "g");

  odb_alkey::stats n (reader->stats ());
  BOOST_TEST (n.value_hits == 3U);
  BOOST_TEST (n.value_misses == 2U);
  BOOST_TEST (n.values_stored == 2U);
}

BOOST_AUTO_TEST_CASE (a_hit_is_one_round_trip)
{
  get (here, "a");

  // INFO counts itself.
  //
  unsigned long before (commands ());
  get (here, "b");
  BOOST_TEST (commands () - before == 2U);
  BOOST_TEST (computed == 1);
}

BOOST_AUTO_TEST_CASE (a_new_version_takes_the_place_of_the_old_one)
{
  get (here, "a");
  std::vector<std::string> entries (keys ("alkey:value:"));
  BOOST_TEST (entries.size () == 1U);
  change (x);
  get (here, "b");
  BOOST_TEST (keys ("alkey:value:") == entries);
  BOOST_TEST (keys ("alkey:lease:").empty ());
}

BOOST_AUTO_TEST_CASE (a_key_that_was_made_earlier_is_the_same)
{
  key k (reader->cache_key (one<shelf> (x.id), "page"));
  auto f = []
  {
    return std::string ("k");
  };
  BOOST_TEST (here.fetch (k, minutes (10), f) == "k");
  BOOST_TEST (get (there, "a") == "k");
  BOOST_TEST (computed == 0);

  change (x);
  get (there, "b");
  BOOST_TEST (here.fetch (k, minutes (10), f) == "k");

  // What is newer stays.
  //
  BOOST_TEST (reader->stats ().values_refused == 1U);
  BOOST_TEST (get (there, "c") == "b");
}

BOOST_AUTO_TEST_CASE (keys_of_every_form_find_their_entry)
{
  auto f = []
  {
    return std::string ("v");
  };
  int n (0);
  auto check = [&] (const key& k, const auto& list)
  {
    here.fetch (k, minutes (10), f);
    BOOST_TEST (here.fetch (list, minutes (10),
                            [&]
                            {
                              ++n;
                              return std::string ("w");
                            }) == "v",
                k.str ());
  };

  std::string odd ("7/alkey:shelf#1");
  std::vector<std::string> v {"alkey:shelf#1", "12/alkey:shelf#2"};
  check (reader->cache_key (), args ());
  check (reader->cache_key (1), args (1));
  check (reader->cache_key (odd), args (odd));
  check (reader->cache_key (v, 5), args (v, 5));
  check (reader->cache_key (1, one<shelf> (1), std::make_pair (2, "b")),
         args (1, one<shelf> (1), std::make_pair (2, "b")));
  check (reader->cache_key (all<shelf> (), odb_alkey::everything ()),
         args (all<shelf> (), odb_alkey::everything ()));
  BOOST_TEST (n == 0);
}

BOOST_AUTO_TEST_CASE (digests_that_collide_are_no_hit)
{
  get (here, "a");
  std::string entry (keys ("alkey:value:").front ());
  std::string stored (redis.command ({"GET", entry}).str ());
  std::string other (stored);
  other.replace (other.find ("=page"), 5, "=evil");
  redis.command ({"SET", entry, other});

  BOOST_TEST (get (here, "b") == "b");

  // Nor does it keep the value from being stored, though it looks newer.
  //
  other.replace (other.find ("=evil"), 5, "=qvil");
  redis.command ({"SET", entry, other});
  BOOST_TEST (get (here, "c") == "c");
  BOOST_TEST (get (here, "d") == "c");

  bool previous (false);
  fetch_options o;
  o.serve_stale = &previous;
  redis.command ({"SET", entry, other});
  change (x);
  here.fetch (
    args (one<shelf> (x.id), "page"), minutes (10),
    [] { return std::string (); }, o);
  BOOST_TEST (!previous);
}

BOOST_AUTO_TEST_CASE (what_is_not_storable_is_looked_up_and_not_stored)
{
  std::shared_ptr<shelf> old (load (x.id));
  change (x);
  auto page = [&] (const char* value)
  {
    return here.fetch (args (*old), minutes (10),
                       [&] { return std::string (value); });
  };
  BOOST_TEST (page ("a") == "a");
  BOOST_TEST (page ("b") == "b");

  std::shared_ptr<shelf> fresh (load (x.id));
  BOOST_TEST (here.fetch (args (*fresh), minutes (10),
                          [] { return std::string ("c"); }) == "c");
  BOOST_TEST (page ("d") == "c");

  // Of what is in flight nothing is even looked up.
  //
  commit_with (x, [&] { BOOST_TEST (page ("e") == "e"); });
}

BOOST_AUTO_TEST_CASE (another_epoch_stores_nothing)
{
  key k (reader->cache_key (one<shelf> (x.id), "page"));
  std::string origin (stored ("origin"));
  redis.command (
    {"SET", "alkey:origin", "fedcba9876543210" + origin.substr (16)});
  BOOST_TEST (here.fetch (k, minutes (10), [] { return std::string ("a"); }) ==
              "a");
  BOOST_TEST (keys ("alkey:value:").empty ());
  BOOST_TEST (reader->stats ().values_refused == 1U);
}

BOOST_AUTO_TEST_CASE (one_thread_computes_and_the_others_wait)
{
  const int count (20);
  gate go;
  std::vector<std::thread> threads;
  std::atomic<int> right {0};

  for (int i (0); i != count; ++i)
    threads.emplace_back (
      [&]
      {
        std::string s (here.fetch (args (one<shelf> (x.id)), minutes (10),
                                   [&]
                                   {
                                     ++computed;
                                     go.wait ();
                                     return std::string ("a");
                                   }));
        right += s == "a" ? 1 : 0;
      });

  until ([&] { return reader->stats ().value_waits == count - 1U; });
  go.open ();

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (computed == 1);
  BOOST_TEST (right == count);
}

BOOST_AUTO_TEST_CASE (an_exception_reaches_all_who_wait_and_stores_nothing)
{
  gate go;
  std::atomic<int> caught {0};
  std::vector<std::thread> threads;

  for (int i (0); i != 4; ++i)
    threads.emplace_back (
      [&]
      {
        try
        {
          here.fetch (args (one<shelf> (x.id)), minutes (10),
                      [&] () -> std::string
                      {
                        ++computed;
                        go.wait ();
                        throw std::runtime_error ("no");
                      });
        }
        catch (const std::runtime_error& e)
        {
          caught += std::string (e.what ()) == "no" ? 1 : 0;
        }
      });

  until ([&] { return reader->stats ().value_waits == 3U; });
  go.open ();

  for (std::thread& t : threads)
    t.join ();

  BOOST_TEST (computed == 1);
  BOOST_TEST (caught == 4);
  BOOST_TEST (keys ("alkey:value:").empty ());
  BOOST_TEST (keys ("alkey:lease:").empty ());
}

BOOST_AUTO_TEST_CASE (computing_may_ask_for_the_same_value)
{
  BOOST_TEST (here.fetch (args (one<shelf> (x.id)), minutes (10),
                          [&]
                          {
                            return "a" + here.fetch (
                                           args (one<shelf> (x.id)),
                                           minutes (10),
                                           [] { return std::string ("b"); });
                          }) == "ab");
}

BOOST_AUTO_TEST_CASE (who_has_an_older_snapshot_neither_leads_nor_follows)
{
  std::shared_ptr<shelf> old (load (x.id));
  change (x);
  std::shared_ptr<shelf> fresh (load (x.id));
  reader->cache_key (*fresh);

  gate go;
  std::thread leader (
    [&]
    {
      here.fetch (args (*fresh), minutes (10),
                  [&]
                  {
                    ++computed;
                    go.wait ();
                    return std::string ("new");
                  });
    });
  until ([&] { return computed == 1; });

  BOOST_TEST (here.fetch (args (*old), minutes (10),
                          [] { return std::string ("old"); }) == "old");
  go.open ();
  leader.join ();
  BOOST_TEST (reader->stats ().value_waits == 0U);
}

BOOST_AUTO_TEST_CASE (one_process_computes_and_the_others_wait)
{
  gate go;
  std::string found;
  std::thread first (
    [&]
    {
      there.fetch (args (one<shelf> (x.id)), minutes (10),
                   [&]
                   {
                     ++computed;
                     go.wait ();
                     return std::string ("a");
                   });
    });
  until ([&] { return computed == 1; });
  std::thread second (
    [&]
    {
      found = here.fetch (args (one<shelf> (x.id)), minutes (10),
                          [&]
                          {
                            ++computed;
                            return std::string ("b");
                          });
    });
  until ([&] { return reader->stats ().value_waits == 1U; });
  go.open ();
  first.join ();
  second.join ();

  BOOST_TEST (found == "a");
  BOOST_TEST (computed == 1);
  BOOST_TEST (keys ("alkey:lease:").empty ());
}

BOOST_AUTO_TEST_CASE (a_new_version_does_not_wait_for_an_old_one)
{
  gate go;
  std::thread first (
    [&]
    {
      there.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                   [&]
                   {
                     ++computed;
                     go.wait ();
                     return std::string ("old");
                   });
    });
  until ([&] { return computed == 1; });

  // In another process, and in the same one.
  //
  change (x);
  BOOST_TEST (get (here, "new") == "new");
  change (x);
  BOOST_TEST (get (there, "newer") == "newer");
  go.open ();
  first.join ();

  BOOST_TEST (reader->stats ().value_waits == 0U);
  BOOST_TEST (alkey->stats ().value_waits == 0U);
  BOOST_TEST (get (here, "none") == "newer");
}

BOOST_AUTO_TEST_CASE (a_process_that_dies_gives_way)
{
  // Its lease is all that is left of it.
  //
  get (here, "a");
  change (x);
  gate go;
  std::thread first (
    [&]
    {
      there.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                   [&]
                   {
                     go.wait ();
                     return std::string ("late");
                   });
    });
  until ([&] { return keys ("alkey:lease:").size () == 1; });
  redis.command ({"PEXPIRE", keys ("alkey:lease:").front (), "50"});

  BOOST_TEST (get (here, "b") == "b");
  go.open ();
  first.join ();

  // It was slow rather than dead. Its value is as good, and its end does not
  // end the lease of another one.
  //
  BOOST_TEST (get (here, "c") == "late");
}

BOOST_AUTO_TEST_CASE (waiting_has_an_end)
{
  cache_options o;
  o.wait = milliseconds (30);
  cache impatient (*reader, o);

  gate go;
  std::thread first (
    [&]
    {
      there.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                   [&]
                   {
                     ++computed;
                     go.wait ();
                     return std::string ("a");
                   });
    });
  until ([&] { return computed == 1; });
  BOOST_TEST (get (impatient, "b") == "b");
  BOOST_TEST (computed == 2);
  BOOST_TEST (get (here, "c") == "b");
  go.open ();
  first.join ();
}

BOOST_AUTO_TEST_CASE (
  the_previous_value_is_served_marked_and_only_if_asked_for)
{
  get (here, "old");
  change (x);

  gate go;
  std::thread first (
    [&]
    {
      there.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                   [&]
                   {
                     ++computed;
                     go.wait ();
                     return std::string ("new");
                   });
    });
  until ([&] { return computed == 2; });

  bool previous (false);
  fetch_options o;
  o.serve_stale = &previous;
  auto f = [&] () -> std::string
  {
    throw std::logic_error ("computed");
  };
  BOOST_TEST (here.fetch (args (one<shelf> (x.id), "page"), minutes (10), f,
                          o) == "old");
  BOOST_TEST (previous);

  // In the process that computes it as well.
  //
  previous = false;
  BOOST_TEST (there.fetch (args (one<shelf> (x.id), "page"), minutes (10), f,
                           o) == "old");
  BOOST_TEST (previous);

  // Whoever does not ask for it waits.
  //
  std::string waited;
  std::thread second ([&] { waited = get (here, "other"); });
  until ([&] { return reader->stats ().value_waits == 1U; });
  go.open ();
  first.join ();
  second.join ();
  BOOST_TEST (waited == "new");

  // Each call sets the flag, however it ends.
  //
  previous = true;
  BOOST_TEST (here.fetch (args (one<shelf> (x.id), "page"), minutes (10), f,
                          o) == "new");
  BOOST_TEST (!previous);

  previous = true;
  key k (reader->cache_key (one<shelf> (x.id), "page"));
  BOOST_TEST (here.fetch (k, minutes (10), f, o) == "new");
  BOOST_TEST (!previous);

  previous = true;
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (10), f, o),
                     std::logic_error);
  BOOST_TEST (!previous);

  previous = true;
  here.fetch_many (
    std::vector<int> {1}, minutes (10),
    [] (const std::vector<std::size_t>& m)
    { return std::vector<std::string> (m.size ()); },
    o);
  BOOST_TEST (!previous);
  BOOST_TEST (reader->stats ().previous_values == 1U);
}

BOOST_AUTO_TEST_CASE (many_at_once)
{
  std::vector<std::unique_ptr<shelf>> shelves;
  for (int i (0); i != 150; ++i)
  {
    shelves.emplace_back (new shelf ("s"));
    commit ([&] { db->persist (*shelves.back ()); });
  }
  wait_for_resets ();

  auto get_all = [&] (std::vector<std::size_t>& missed)
  {
    std::vector<decltype (args (one<shelf> (1UL), "row"))> list;
    for (const auto& s : shelves)
      list.push_back (args (one<shelf> (s->id), "row"));

    return here.fetch_many (list, minutes (10),
                            [&] (const std::vector<std::size_t>& missing)
                            {
                              missed = missing;
                              std::vector<std::string> r;
                              for (std::size_t i : missing)
                                r.push_back (std::to_string (i) + '/' +
                                             std::to_string (++computed));
                              return r;
                            });
  };

  std::vector<std::size_t> missed;
  std::vector<std::string> first (get_all (missed));
  BOOST_TEST (missed.size () == shelves.size ());
  BOOST_TEST (first[7] == "7/8");

  missed.clear ();
  unsigned long before (commands ());
  BOOST_TEST ((get_all (missed) == first));
  BOOST_TEST (commands () - before == 2U);
  BOOST_TEST (missed.empty ());

  change (*shelves[3]);
  change (*shelves[70]);
  std::vector<std::string> second (get_all (missed));
  BOOST_TEST ((missed == std::vector<std::size_t> {3, 70}));
  BOOST_TEST (second[3] == "3/151");
  BOOST_TEST (second[70] == "70/152");
  second[3] = first[3];
  second[70] = first[70];
  BOOST_TEST ((second == first));

  // Single arguments, and none.
  //
  std::vector<const shelf*> pointers {&x, &y};
  auto names = [&] (const std::vector<std::size_t>& missing)
  {
    std::vector<std::string> r;
    for (std::size_t i : missing)
      r.push_back (pointers[i]->name);
    return r;
  };
  BOOST_TEST ((here.fetch_many (pointers, minutes (10), names) ==
               std::vector<std::string> {"x", "y"}));
  pointers.clear ();
  BOOST_TEST (here.fetch_many (pointers, minutes (10), names).empty ());

  std::vector<int> numbers {1, 2};
  BOOST_CHECK_THROW (here.fetch_many (numbers, minutes (10),
                                      [] (const std::vector<std::size_t>&) {
                                        return std::vector<std::string> (1);
                                      }),
                     odb_alkey::exception);
}

BOOST_AUTO_TEST_CASE (keys_are_told_before_anything_is_computed)
{
  std::vector<key> keys;
  fetch_options o;
  o.keys = &keys;
  auto count = [&]
  {
    return std::to_string (keys.size ());
  };
  std::string k (reader->cache_key (one<shelf> (x.id)).str ());

  here.fetch (args (one<shelf> (x.id)), minutes (10), count, o);
  key earlier (keys.front ());
  here.fetch (earlier, minutes (10), count, o);
  BOOST_TEST (here.fetch (args (one<shelf> (x.id)), minutes (10), count, o) ==
              "1");
  BOOST_TEST (keys.size () == 3U);
  for (const key& told : keys)
    BOOST_TEST (told.str () == k);

  keys.clear ();
  std::vector<decltype (one<shelf> (x.id))> both {one<shelf> (x.id),
                                                  one<shelf> (y.id)};
  auto counts = [&] (const std::vector<std::size_t>& missing)
  {
    return std::vector<std::string> (missing.size (), count ());
  };
  here.fetch_many (both, minutes (10), counts, o);
  BOOST_TEST ((here.fetch_many (both, minutes (10), counts) ==
               std::vector<std::string> {"1", "2"}));
  BOOST_TEST (keys.size () == 2U);
  BOOST_TEST (keys.front ().str () == k);
}

BOOST_AUTO_TEST_CASE (decoding_may_end_the_transaction_and_fetch)
{
  std::vector<decltype (one<shelf> (x.id))> both {one<shelf> (x.id),
                                                  one<shelf> (y.id)};
  here.fetch (args (both.front ()), minutes (10), [] { return acting {"x"}; });

  // What was loaded before counts for the keys of both.
  //
  odb::transaction t (db2->begin ());
  shelf loaded;
  db2->load (y.id, loaded);
  alkey->touch<shelf> (y.id);

  std::unique_ptr<odb::transaction> next;
  std::string within;
  acting::act = [&]
  {
    t.commit ();
    next.reset (new odb::transaction (db2->begin ()));
    db2->load (y.id, loaded);

    for (const char* value : {"first", "second"})
      within = here.fetch (args (all<book> ()), minutes (10),
                           [=] { return std::string (value); });
  };

  fetch_options o;
  std::vector<key> keys;
  o.keys = &keys;
  auto render = [&] (const std::vector<std::size_t>& missing)
  {
    BOOST_TEST ((missing == std::vector<std::size_t> {1}));
    return std::vector<acting> (1, acting {"old"});
  };
  std::vector<acting> r (here.fetch_many (both, minutes (10), render, o));
  next.reset ();

  BOOST_TEST (r.front ().text == "x");
  BOOST_TEST (r.back ().text == "old");
  BOOST_TEST (within == "first");
  BOOST_REQUIRE (keys.size () == 2U);
  BOOST_TEST (keys.front ().storable ());
  BOOST_TEST (!keys.back ().storable ());
}

BOOST_AUTO_TEST_CASE (values_of_several_types)
{
  auto twice = [&] (const char* name, auto f)
  {
    here.fetch (args (one<shelf> (x.id), name), minutes (10), f);
    return here.fetch (args (one<shelf> (x.id), name), minutes (10),
                       [&]
                       {
                         ++computed;
                         return f ();
                       });
  };

  std::string bytes ("a\0 b\n", 5);
  BOOST_TEST (twice ("string", [&] { return bytes; }) == bytes);
  BOOST_TEST (twice ("empty", [] { return std::string (); }).empty ());
  BOOST_TEST ((twice ("vector",
                      [] {
                        return std::vector<unsigned char> {0, 255};
                      }) == std::vector<unsigned char> {0, 255}));
  BOOST_TEST (twice ("point", [] { return point {3, -4}; }).y == -4);
  typedef odb::nullable<std::string> nullable;
  BOOST_TEST (*twice ("nullable", [] { return nullable ("x"); }) == "x");
  BOOST_TEST (twice ("null", [] { return nullable (); }).null ());
  BOOST_TEST (twice ("reference",
                     [&] () -> const std::string& { return bytes; }) == bytes);
  BOOST_TEST (computed == 0);

  // What cannot be read is computed again.
  //
  here.fetch (args (one<shelf> (x.id), "bad"), minutes (10),
              [] { return std::string ("no point"); });
  BOOST_TEST (here
                .fetch (args (one<shelf> (x.id), "bad"), minutes (10),
                        [] {
                          return point {1, 2};
                        })
                .x == 1);
  BOOST_TEST (twice ("bad", [] { return point {5, 6}; }).x == 1);
}

BOOST_AUTO_TEST_CASE (that_there_is_nothing_is_a_value)
{
  typedef odb::nullable<std::string> nullable;
  auto name_of = [&] (unsigned long id)
  {
    return here.fetch (args (one<shelf> (id), "name"), minutes (10),
                       [&]
                       {
                         ++computed;
                         odb::transaction t (db2->begin ());
                         std::unique_ptr<shelf> s (db2->find<shelf> (id));
                         return s ? nullable (s->name) : nullable ();
                       });
  };

  // SQLite's next one.
  //
  unsigned long id (y.id + 1);
  BOOST_TEST (name_of (id).null ());
  BOOST_TEST (name_of (id).null ());
  BOOST_TEST (computed == 1);

  shelf z ("z");
  commit ([&] { db->persist (z); });
  wait_for_resets ();
  BOOST_TEST (z.id == id);
  BOOST_TEST (*name_of (id) == "z");
  BOOST_TEST (*name_of (id) == "z");
  BOOST_TEST (computed == 2);
}

BOOST_AUTO_TEST_CASE (values_have_limits)
{
  cache_options o;
  o.max_value_size = 10;
  o.time_to_live = minutes (1);
  o.jitter = 0.5;
  cache small (*reader, o);

  BOOST_TEST (small.fetch (args (one<shelf> (x.id), "page"),
                           [] { return std::string (11, 'a'); }) ==
              std::string (11, 'a'));
  BOOST_TEST (keys ("alkey:value:").empty ());
  BOOST_TEST (keys ("alkey:lease:").empty ());
  BOOST_TEST (reader->stats ().values_too_large == 1U);
  BOOST_TEST (log.count ("a value of 11 bytes") == 1U);

  std::vector<long> lives;
  for (int i (0); i != 20; ++i)
  {
    small.fetch (args (i), [] { return std::string (10, 'a'); });
    std::string entry (keys ("alkey:value:").front ());
    lives.push_back (redis.command ({"PTTL", entry}).number ());
    redis.command ({"DEL", entry});
  }
  for (long l : lives)
  {
    BOOST_TEST (l <= 60000);
    BOOST_TEST (l > 25000);
  }
  BOOST_TEST (lives.front () != lives.back ());

  // A time is of any unit.
  //
  auto f = []
  {
    return std::string ("a");
  };
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (0), f),
                     odb_alkey::invalid_options);
  BOOST_CHECK_THROW (here.fetch (args (1), minutes (-1), f),
                     odb_alkey::invalid_options);
  BOOST_TEST (here.fetch (args (1), std::chrono::nanoseconds (1), f) == "a");

  o.jitter = 2;
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
  o = cache_options ();
  o.wait = milliseconds (-1);
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
  o = cache_options ();
  o.max_value_size = 0;
  BOOST_CHECK_THROW (cache (*reader, o), odb_alkey::invalid_options);
}

BOOST_AUTO_TEST_CASE (large_values_are_found)
{
  const std::string large (3 * 1024 * 1024, 'v');
  cache_options o (options_of_cache ());
  o.max_value_size = static_cast<std::size_t> (-1);
  cache all_sizes (*reader, o);

  auto f = [&]
  {
    ++computed;
    return large;
  };
  auto by_arguments = [&]
  {
    return all_sizes.fetch (args (one<shelf> (x.id), "page"), minutes (10),
                            f) == large;
  };
  auto by_key = [&]
  {
    key k (reader->cache_key (one<shelf> (x.id), "page"));
    return all_sizes.fetch (k, minutes (10), f) == large;
  };

  BOOST_TEST (by_arguments ());
  BOOST_TEST (by_arguments ());
  BOOST_TEST (by_key ());
  BOOST_TEST (computed == 1);

  // The last one is read again by who computes the next one.
  //
  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (by_key ());
  BOOST_TEST (by_arguments ());
  BOOST_TEST (computed == 2);

  // Several of the largest size.
  //
  o.max_value_size = large.size ();
  cache just_these (*reader, o);
  std::vector<int> v {1, 2, 3};

  for (int i (0); i != 2; ++i)
    BOOST_TEST ((just_these.fetch_many (
                   v, minutes (10),
                   [&] (const std::vector<std::size_t>& m)
                   {
                     ++computed;
                     return std::vector<std::string> (m.size (), large);
                   }) == std::vector<std::string> (3, large)));

  BOOST_TEST (computed == 3);
  BOOST_TEST (reader->stats ().errors == 0U);
  BOOST_TEST (reader->stats ().values_too_large == 0U);
}

BOOST_AUTO_TEST_CASE (a_value_is_not_stored_with_a_key_that_is_not_read)
{
  cache_options o;
  o.max_value_size = 10;
  cache small (*reader, o);
  small.fetch (args (std::string (70000, 'k')), minutes (1),
               [] { return std::string ("a"); });
  BOOST_TEST (keys ("alkey:value:").empty ());
  BOOST_TEST (reader->stats ().values_too_large == 1U);
}

BOOST_AUTO_TEST_CASE (without_redis_values_are_computed)
{
  get (here, "a");
  key k (reader->cache_key (one<shelf> (x.id), "page"));
  redis.kill ();
  BOOST_TEST (get (here, "b") == "b");
  BOOST_TEST (here.fetch (k, minutes (10), [] { return std::string ("c"); }) ==
              "c");

  std::vector<int> v {1, 2, 3};
  BOOST_TEST (
    here
      .fetch_many (v, minutes (10),
                   [] (const std::vector<std::size_t>& m)
                   { return std::vector<std::string> (m.size (), "d"); })
      .size () == 3U);

  // It dies while the value is computed.
  //
  redis.restart ();
  tests::settle (redis);
  BOOST_TEST (here.fetch (args (5), minutes (10),
                          [&]
                          {
                            redis.kill ();
                            return std::string ("e");
                          }) == "e");
}

BOOST_AUTO_TEST_SUITE_END ()
