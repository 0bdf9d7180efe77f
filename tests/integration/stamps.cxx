// How old what an object or a transaction shows is, and what may be stored.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <odb/query.hxx>
#include <odb/result.hxx>

#include <odb_alkey/cache.hxx>

#include <tests/support/redis-setup.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::key;
using odb_alkey::one;

BOOST_FIXTURE_TEST_SUITE (stamps, tests::two_processes)

BOOST_AUTO_TEST_CASE (a_loaded_object_can_be_stored_until_it_changes)
{
  std::shared_ptr<shelf> s (load (x.id));
  key k (reader->cache_key (s, "page"));
  BOOST_TEST (k.storable ());
  BOOST_TEST (reader->cache_key (s, "page").str () == k.str ());

  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (!reader->cache_key (s, "page").storable ());
  BOOST_TEST (reader->cache_key (load (x.id), "page").storable ());
}

BOOST_AUTO_TEST_CASE (an_object_made_by_hand_is_never_stored)
{
  shelf h ("x");
  h.id = x.id;
  odb_alkey::stats before (reader->stats ());
  BOOST_TEST (!reader->cache_key (h).storable ());
  BOOST_TEST (storable (x));

  // A key that holds one does not let its other arguments be newer either.
  //
  BOOST_TEST (!reader->cache_key (one<shelf> (y.id), h).storable ());
  BOOST_TEST (reader->stats ().unstorable_unknown ==
              before.unstorable_unknown + 2);
}

BOOST_AUTO_TEST_CASE (copies_and_moves_are_as_old_as_the_original)
{
  std::shared_ptr<shelf> s (load (x.id));
  shelf copy (*s);
  BOOST_TEST (reader->cache_key (copy).storable ());

  shelf assigned;
  BOOST_TEST (!reader->cache_key (assigned).storable ());
  assigned = copy;
  BOOST_TEST (reader->cache_key (assigned).storable ());

  shelf moved (std::move (copy));
  BOOST_TEST (reader->cache_key (moved).storable ());

  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (!reader->cache_key (assigned).storable ());
  BOOST_TEST (!reader->cache_key (moved).storable ());
}

// The result is of the first, and the second is current.
//
BOOST_AUTO_TEST_CASE (of_two_transactions_of_a_thread_the_older_counts)
{
  typedef odb::query<shelf> query;

  odb::transaction first (db2->begin ());
  odb::result<shelf> found (db2->query<shelf> (query::id == x.id));
  alkey->touch (x);
  reader->refresh ();

  odb::transaction second (db2->begin (), false);
  odb::transaction::current (second);
  std::shared_ptr<shelf> s (found.begin ().load ());
  BOOST_TEST (!reader->cache_key (s).storable ());

  // A transaction that is over does not count.
  //
  odb::transaction::current (first);
  first.rollback ();
  odb::transaction::current (second);
  s.reset (db2->load<shelf> (x.id));
  second.rollback ();
  BOOST_TEST (reader->cache_key (s).storable ());
}

// The transaction has read nothing, or is of another database.
//
BOOST_AUTO_TEST_CASE (a_transaction_that_shows_nothing_of_it_does_not_count)
{
  for (bool other : {false, true})
    BOOST_TEST_CONTEXT (other)
    {
      odb::transaction first ((other ? *db : *db2).begin ());

      if (other)
        delete db->load<shelf> (y.id);

      odb::transaction::reset_current ();
      reader->touch (x);
      reader->refresh ();

      odb::transaction second (db2->begin (), false);
      odb::transaction::current (second);
      std::shared_ptr<shelf> s (db2->load<shelf> (x.id));
      second.rollback ();
      odb::transaction::current (first);
      first.rollback ();
      BOOST_TEST (reader->cache_key (s).storable ());
    }
}

BOOST_AUTO_TEST_CASE (what_was_written_can_be_stored_after_another_load)
{
  commit ([this] { db->update (x); });
  BOOST_TEST (!alkey->cache_key (x).storable ());

  wait_for_resets ();
  commit ([this] { db->reload (x); });
  BOOST_TEST (alkey->cache_key (x).storable ());

  shelf z ("z");
  commit ([&] { db->persist (z); });
  BOOST_TEST (!alkey->cache_key (z).storable ());
}

BOOST_AUTO_TEST_CASE (what_was_rolled_back_is_never_stored)
{
  commit ([this] { db->reload (x); });
  BOOST_TEST (alkey->cache_key (x).storable ());

  std::shared_ptr<shelf> s;
  {
    odb::transaction t (db->begin ());
    x.name = "rolled back";
    db->update (x);

    // The row as the transaction sees it, in another object.
    //
    s = std::shared_ptr<shelf> (db->load<shelf> (x.id));
    BOOST_TEST (s->name == "rolled back");
    t.rollback ();
  }

  BOOST_TEST (!alkey->cache_key (x).storable ());
  BOOST_TEST (!alkey->cache_key (*s).storable ());

  // Rows that it did not write are as committed.
  //
  std::shared_ptr<shelf> other;
  {
    odb::transaction t (db->begin ());
    db->update (x);
    other = std::shared_ptr<shelf> (db->load<shelf> (y.id));
    t.rollback ();
  }
  BOOST_TEST (alkey->cache_key (*other).storable ());
}

BOOST_AUTO_TEST_CASE (a_swept_row_is_written_as_well)
{
  odb::transaction t (db->begin ());
  alkey->touch (all<shelf> ());
  std::shared_ptr<shelf> s (db->load<shelf> (y.id));
  BOOST_TEST (!alkey->cache_key (one<shelf> (y.id)).storable ());
  t.rollback ();
  BOOST_TEST (!alkey->cache_key (*s).storable ());
}

BOOST_AUTO_TEST_CASE (keys_of_what_the_transaction_has_written_are_unique)
{
  odb::transaction t (db->begin ());
  BOOST_TEST (alkey->cache_key (one<shelf> (x.id)).storable ());
  db->update (x);

  key k (alkey->cache_key (one<shelf> (x.id)));
  BOOST_TEST (!k.storable ());
  BOOST_TEST (tests::says (k.str (), "unique"));
  BOOST_TEST (!alkey->cache_key (all<shelf> ()).storable ());
  BOOST_TEST (!alkey->cache_key (odb_alkey::everything ()).storable ());
  BOOST_TEST (alkey->cache_key (one<shelf> (y.id)).storable ());

  // It counts also while it is not the current one.
  //
  odb::transaction::reset_current ();
  BOOST_TEST (!alkey->cache_key (one<shelf> (x.id)).storable ());
  odb::transaction::current (t);

  t.rollback ();
  BOOST_TEST (alkey->cache_key (one<shelf> (x.id)).storable ());
  BOOST_TEST (alkey->stats ().unique_written == 4U);
}

BOOST_AUTO_TEST_CASE (a_key_made_in_an_old_transaction_is_not_stored)
{
  // The transaction's snapshot is older than the change, so what is computed
  // in it is, too.
  //
  odb::transaction t (db2->begin ());
  std::shared_ptr<shelf> s (db2->load<shelf> (y.id));
  odb::transaction::reset_current ();

  commit ([this] { db->update (x); });
  wait_for_resets ();

  BOOST_TEST (!storable (x));
  odb::transaction::current (t);
  BOOST_TEST (!storable (x));

  // An object that did not change since has a storable key.
  //
  BOOST_TEST (storable (y));
  t.commit ();
  BOOST_TEST (storable (x));
}

BOOST_AUTO_TEST_CASE (a_load_is_as_old_as_the_begin_of_its_transaction)
{
  // The snapshot is opened by the first load; that the process learns of a
  // later commit does not make the second one any newer.
  //
  odb::transaction t (db2->begin ());
  std::shared_ptr<shelf> first (db2->load<shelf> (y.id));
  odb::transaction::reset_current ();

  x.name = "new";
  commit ([this] { db->update (x); });
  wait_for_resets ();
  reader->refresh ();

  odb::transaction::current (t);
  std::shared_ptr<shelf> second (db2->load<shelf> (x.id));
  t.commit ();

  BOOST_TEST (second->name == "x");
  BOOST_TEST (!reader->cache_key (*second).storable ());
  BOOST_TEST (reader->cache_key (*first).storable ());
}

BOOST_AUTO_TEST_CASE (identifiers_are_as_old_as_the_objects_beside_them)
{
  // Rendered is the object and, with it, the list that was loaded with it.
  //
  std::shared_ptr<shelf> s (load (y.id));
  BOOST_TEST (reader->cache_key (s, all<shelf> ()).storable ());

  commit ([this] { db->update (x); });
  wait_for_resets ();
  BOOST_TEST (reader->cache_key (s).storable ());
  BOOST_TEST (!reader->cache_key (s, all<shelf> ()).storable ());
  BOOST_TEST (reader->cache_key (all<shelf> ()).storable ());
}

BOOST_AUTO_TEST_CASE (after_a_commit_the_same_process_can_store_at_once)
{
  commit ([this] { db->update (x); });

  // Wait for Redis, without using the plugin. Replies of one turn of its loop
  // are sent in any order; those of the turn before have been sent.
  //
  while (stored (x).find ('-') != std::string::npos)
    ;
  redis.command ({"PING"});

  std::shared_ptr<shelf> s;
  commit ([&] { s = std::shared_ptr<shelf> (db->load<shelf> (x.id)); });
  BOOST_TEST (alkey->cache_key (*s).storable ());
}

BOOST_AUTO_TEST_CASE (the_lag_of_a_replica_makes_what_it_shows_older)
{
  // 100 seconds behind: nothing that changed within them can be stored.
  //
  odb_alkey::options o (options ());
  o.max_replica_lag = std::chrono::seconds (100);
  renew_reader (o);
  reader->refresh ();

  BOOST_TEST (!reader->cache_key (*load (x.id)).storable ());
  BOOST_TEST (reader->stats ().unstorable_outdated == 1U);
}

BOOST_AUTO_TEST_CASE (without_a_plugin_nothing_is_known)
{
  std::shared_ptr<shelf> s (load (x.id));
  BOOST_TEST (reader->cache_key (*s).storable ());

  reader.reset ();
  odb::transaction t (db2->begin ());
  db2->reload (*s);
  t.commit ();
  BOOST_TEST (!alkey->cache_key (*s).storable ());
}

// A process that has been quiet has not heard of the last change: the first
// key of an object that was loaded before it is not storable, unless it asks.
//
BOOST_AUTO_TEST_CASE (loading_first_is_as_good_as_the_key_first_if_one_asks)
{
  auto computed = [this] (bool key_first)
  {
    odb_alkey::cache cache (*reader);
    unsigned n (0);
    const std::string text (key_first ? "key" : "load");

    for (int change (0); change != 40; ++change)
    {
      commit ([this] { db->update (x); });
      wait_for_resets ();

      for (int request (0); request != 3; ++request)
      {
        std::shared_ptr<shelf> s (key_first ? nullptr : load (x.id));
        auto name = [&]
        {
          ++n;
          return (key_first ? load (x.id) : s)->name;
        };

        if (key_first)
          cache.fetch (args (one<shelf> (x.id), text), name);
        else
          cache.fetch (args (*s, text), name);
      }
    }

    return n;
  };

  BOOST_TEST (computed (true) == 40U);
  BOOST_TEST (computed (false) == 80U);

  odb_alkey::options o (options ());
  o.max_stamp_age = std::chrono::milliseconds (1);
  renew_reader (o);

  for (int change (0); change != 10; ++change)
  {
    commit ([this] { db->update (x); });
    wait_for_resets ();
    std::this_thread::sleep_for (std::chrono::milliseconds (2));
    BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
  }

  // A process that has heard of Redis of late does not ask.
  //
  o.max_stamp_age = std::chrono::hours (1);
  renew_reader (o);
  reader->refresh ();
  std::uint64_t before (tests::commands (redis));
  load (x.id);
  BOOST_TEST (tests::commands (redis) == before + 1);
}

BOOST_AUTO_TEST_SUITE_END ()
