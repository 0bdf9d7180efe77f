// MySQL may have ended a transaction, which has a cost: how often what is
// written in it is fenced.

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>

#include <odb_alkey/tokens/near-list.hxx>

#include "clients.hxx"

using std::chrono::milliseconds;

namespace
{
  const milliseconds fence_timeout (2000);

  struct fencing: tests::clients
  {
    explicit fencing (milliseconds t = std::chrono::seconds (10)): clients (t)
    {
      commit (
        [this]
        {
          for (tree& r : rows)
            db->persist (r);
        });
    }

    // The calls to Redis that f waits for to fence something.
    //
    template <typename F>
    std::uint64_t fences (F f)
    {
      std::uint64_t before (writer->stats ().fences);
      f ();
      return writer->stats ().fences - before;
    }

    template <typename F>
    std::uint64_t fences_of_commit (F f)
    {
      return fences ([&] { commit (f); });
    }

    void lock ()
    {
      read (db->query<tree> ("id = 1 FOR UPDATE"));
    }

    // Returns the stored token, with the times at which its fences were set.
    //
    std::string stored (const std::string& identifier)
    {
      return redis.command ({"GET", "{alkey}:" + identifier}).str ();
    }

    std::string key (const tree& r)
    {
      return key_of<tree> (r.id).str ();
    }

    std::vector<tree> rows {std::vector<tree> (10)};
    tree& first {rows.front ()};
  };

  struct impatient: fencing
  {
    impatient (): fencing (fence_timeout) {}
  };
}

BOOST_FIXTURE_TEST_SUITE (fences_of_a_transaction, fencing)

BOOST_AUTO_TEST_CASE (of_objects_are_one)
{
  BOOST_TEST (fences_of_commit (
                [this]
                {
                  for (tree& r : rows)
                    db->update (r);
                }) == 1U);
}

// The last statement may fail, but nothing follows it.
//
BOOST_AUTO_TEST_CASE (of_objects_before_a_statement_are_one)
{
  BOOST_TEST (fences_of_commit (
                [this]
                {
                  db->update (first);
                  db->execute ("UPDATE tree SET name = 'a'");
                }) == 1U);
}

BOOST_AUTO_TEST_CASE (of_the_same_object_after_a_lock_are_one)
{
  odb::transaction t (db->begin ());
  lock ();
  BOOST_TEST (fences ([this] { db->update (first); }) == 1U);
  BOOST_TEST (fences (
                [&]
                {
                  for (int i (0); i != 10; ++i)
                    db->update (first);

                  lock ();
                  t.commit ();
                }) == 0U);
}

BOOST_AUTO_TEST_CASE (of_other_objects_after_a_lock_are_one_each)
{
  odb::transaction t (db->begin ());
  lock ();
  db->update (first);
  std::vector<std::string> before {
    stored ("alkey:tree#1"), stored ("alkey:tree#*"), stored ("alkey:*#*")};

  for (std::size_t i (1); i != rows.size (); ++i)
  {
    BOOST_TEST (fences ([&] { db->update (rows[i]); }) == 1U);
    BOOST_TEST (!key_of<tree> (rows[i].id).storable ());
  }

  BOOST_TEST (fences ([&] { db->update (first); }) == 0U);

  // The first fences were not repeated.
  //
  BOOST_TEST (stored ("alkey:tree#1") == before[0]);
  BOOST_TEST (stored ("alkey:tree#*") == before[1]);
  BOOST_TEST (stored ("alkey:*#*") == before[2]);
  BOOST_TEST (fences ([&] { t.commit (); }) == 0U);

  for (const tree& r : rows)
    BOOST_TEST (key_of<tree> (r.id).storable ());
}

BOOST_AUTO_TEST_CASE (of_many_objects_after_a_lock_are_those_of_their_table)
{
  writer.reset ();
  odb_alkey::options o (options ());
  o.max_row_fences = 6;
  writer.reset (new odb_alkey::plugin (*db, o));
  std::vector<std::string> before;

  for (const tree& r : rows)
    before.push_back (key (r));

  odb::transaction t (db->begin ());
  lock ();

  for (tree& r : rows)
  {
    BOOST_TEST (fences ([&] { db->update (r); }) == 1U);
    BOOST_TEST (!key_of<tree> (r.id).storable ());
  }

  BOOST_TEST (fences ([&] { t.commit (); }) == 0U);

  for (std::size_t i (0); i != rows.size (); ++i)
  {
    BOOST_TEST (key_of<tree> (rows[i].id).storable ());
    BOOST_TEST (key (rows[i]) != before[i]);
  }
}

BOOST_AUTO_TEST_CASE (that_nothing_was_written_after_are_let_be)
{
  std::string before (key (first));
  {
    odb::transaction t (db->begin ());
    db->update (first);
    db->erase_query<tree> ("id = 0");
    t.rollback ();
  }
  BOOST_TEST (key (first) == before);

  // It may have been committed before.
  //
  {
    odb::transaction t (db->begin ());
    lock ();
    db->update (first);
    t.rollback ();
  }
  BOOST_TEST (key_of<tree> (first.id).storable ());
  BOOST_TEST (key (first) != before);
}

// The first one fences its table, which does for those of the others whose ids
// are not known yet.
//
BOOST_AUTO_TEST_CASE (of_new_objects_after_a_lock_are_one_each)
{
  key_of<tree> (first.id);
  odb::transaction t (db->begin ());
  lock ();
  std::vector<tree> fresh (5);
  std::string table;

  for (tree& f : fresh)
  {
    BOOST_TEST (fences ([&] { db->persist (f); }) == 1U);
    BOOST_TEST (!key_of<tree> (f.id).storable ());

    if (table.empty ())
      table = stored ("alkey:tree#!");

    BOOST_TEST (stored ("alkey:tree#!") == table);
  }

  BOOST_TEST (fences ([&] { t.commit (); }) == 1U);

  for (const tree& f : fresh)
    BOOST_TEST (key_of<tree> (f.id).storable ());
}

// Where that cannot be fenced, all of the table changes.
//
BOOST_AUTO_TEST_CASE (of_new_objects_that_redis_does_not_confirm)
{
  for (bool locked : {false, true})
  {
    odb::transaction t (db->begin ());

    if (locked)
      lock ();

    redis.kill ();
    tree fresh;
    db->persist (fresh);
    t.commit ();
    redis.restart ();
    BOOST_TEST (writer->flush (tests::patience) == 0U);
    BOOST_TEST (redis.command ({"EXISTS", "{alkey}:alkey:tree#!"}).number () ==
                (locked ? 1 : 0));
    BOOST_TEST (writer->stats ().lost_resets == 0U);
  }
}

// The next transaction on the same connection knows of no lock.
//
BOOST_AUTO_TEST_CASE (end_with_it)
{
  odb::connection_ptr c (db->connection ());

  for (bool committed : {true, false})
  {
    odb::transaction t (c->begin ());
    lock ();
    committed ? t.commit () : t.rollback ();
  }

  odb::transaction t (c->begin ());
  BOOST_TEST (fences ([this] { db->update (first); }) == 0U);
  BOOST_TEST (fences ([&t] { t.commit (); }) == 1U);
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_FIXTURE_TEST_SUITE (fences_that_are_old, impatient)

BOOST_AUTO_TEST_CASE (are_made_again)
{
  odb::transaction t (db->begin ());
  lock ();
  db->update (first);
  db->update (rows[1]);

  for (int i (0); i != 2; ++i)
  {
    std::string one (stored ("alkey:tree#1")), two (stored ("alkey:tree#2"));
    std::this_thread::sleep_for (
      fence_timeout / 2 + odb_alkey::tokens::near_list::longest_wait ());

    // All of them at once, so that they are not old one after the other.
    //
    BOOST_TEST (fences (
                  [&]
                  {
                    if (i == 0)
                      db->update (first);
                    else
                      t.commit ();
                  }) == 1U);

    if (i == 0)
    {
      BOOST_TEST (stored ("alkey:tree#1") != one);
      BOOST_TEST (stored ("alkey:tree#2") != two);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END ()
