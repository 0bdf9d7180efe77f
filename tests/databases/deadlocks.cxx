// Deadlocks by which MySQL ends a transaction, and ODB does not know: what is
// written after that commits by itself.

#include <future>
#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>
#include <odb/exceptions.hxx>

#include "clients.hxx"

using odb_alkey::key;

namespace
{
  struct deadlocked: tests::clients
  {
    deadlocked ()
    {
      commit (
        [this]
        {
          db->persist (x);
          db->persist (y);
          db->persist (z);
        });
      BOOST_REQUIRE (key_of<tree> (z.id).storable ());
    }

    static std::string id (const tree& t)
    {
      return "id = " + std::to_string (t.id);
    }

    static std::string lock (const tree& t)
    {
      return id (t) + " FOR UPDATE";
    }

    // The current transaction, which holds a lock on x, meets a deadlock when
    // f asks for y. That of the other one weighs more, so that InnoDB does
    // not choose it.
    //
    template <typename F>
    void meet (F f)
    {
      std::unique_ptr<odb::database> other_db (tests::server ().open ());
      std::promise<void> holds;

      std::thread other (
        [&]
        {
          odb::connection_ptr c (other_db->connection ());
          odb::transaction t (c->begin ());

          for (int i (0); i != 100; ++i)
            c->execute ("INSERT INTO label () VALUES ()");

          c->execute ("UPDATE tree SET name = 'theirs' WHERE " + id (y));
          holds.set_value ();

          // Waits for x until the deadlock has ended the other transaction.
          //
          c->execute ("UPDATE tree SET name = 'theirs' WHERE " + id (x));
          t.rollback ();
        });

      holds.get_future ().wait ();
      BOOST_CHECK_THROW (f (), odb::deadlock);
      other.join ();
    }

    // The next write of the transaction commits by itself, and is fenced
    // before it does.
    //
    void check_that_it_commits_by_itself (odb::transaction& t)
    {
      std::string before (
        reader->cache_key (odb_alkey::one<tree> (z.id)).str ());
      bool fenced (false);
      hook.at (update, [&] (odb::connection&)
               { fenced = !key_of<tree> (z.id).storable (); });

      z.name = "ours";
      db->update (z);
      BOOST_TEST (fenced);

      // Others see it.
      //
      odb::transaction::reset_current ();
      BOOST_TEST (load<tree> (z.id)->name == "ours");
      odb::transaction::current (t);
      BOOST_TEST (!key_of<tree> (z.id).storable ());

      t.commit ();
      key after (key_of<tree> (z.id));
      BOOST_TEST (after.storable ());
      BOOST_TEST (after.str () != before);
    }

    const char* const update = "UPDATE `tree` SET `name`=? WHERE `id`=?";
    tree x {"oak"};
    tree y {"elm"};
    tree z {"ash"};
  };
}

BOOST_FIXTURE_TEST_SUITE (deadlocks, deadlocked)

BOOST_AUTO_TEST_CASE (of_a_query_that_locks)
{
  odb::transaction t (db->begin ());
  read (db->query<tree> (lock (x)));
  meet ([this] { read (db->query<tree> (lock (y))); });
  check_that_it_commits_by_itself (t);
}

// The lock on x is by an object, whose operation shows that it succeeded.
//
BOOST_AUTO_TEST_CASE (of_a_statement_that_erases)
{
  odb::transaction t (db->begin ());
  db->update (x);
  meet ([this] { db->erase_query<tree> (id (y)); });
  check_that_it_commits_by_itself (t);
}

BOOST_AUTO_TEST_CASE (of_a_statement_that_is_given_as_text)
{
  odb::transaction t (db->begin ());
  db->update (x);
  meet ([this]
        { db->execute ("UPDATE tree SET name = 'ours' WHERE " + id (y)); });
  check_that_it_commits_by_itself (t);
}

BOOST_AUTO_TEST_CASE (of_an_operation_on_an_object)
{
  odb::transaction t (db->begin ());
  db->update (x);
  meet ([this] { db->update (y); });
  check_that_it_commits_by_itself (t);
}

BOOST_AUTO_TEST_CASE (of_reading_what_is_serializable)
{
  for (const char* level :
       {"SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET @@session.tx_isolation = 3"})
  {
    odb::connection_ptr c (db->connection ());
    c->execute (level);
    odb::transaction t (c->begin ());
    db->load<tree> (x.id);
    meet ([this] { db->load<tree> (y.id); });
    check_that_it_commits_by_itself (t);
  }
}

// The database makes up its id, so that it is its table that is fenced.
//
BOOST_AUTO_TEST_CASE (before_a_new_object)
{
  for (bool committed : {true, false})
  {
    BOOST_TEST_INFO (committed);
    odb::transaction t (db->begin ());
    read (db->query<tree> (lock (x)));
    meet ([this] { read (db->query<tree> (lock (y))); });

    unsigned long next ((committed ? z.id : z.id + 1) + 1);
    key before (reader->cache_key (odb_alkey::one<tree> (next)));
    key other (reader->cache_key (odb_alkey::one<tree> (z.id)));
    BOOST_TEST (before.storable ());
    bool fenced (false);
    hook.at ("INSERT INTO `tree` (`id`, `name`) VALUES (?, ?)",
             [&] (odb::connection&)
             {
               fenced =
                 !key_of<tree> (next).storable () &&
                 !reader->cache_key (odb_alkey::all<tree> ()).storable ();
             });

    tree fresh ("fir");
    db->persist (fresh);
    BOOST_TEST (fresh.id == next);
    BOOST_TEST (fenced);
    BOOST_TEST (!key_of<tree> (next).storable ());
    committed ? t.commit () : t.rollback ();

    key after (key_of<tree> (next));
    BOOST_TEST (after.storable ());
    BOOST_TEST (after.str () != before.str ());
    BOOST_TEST (count<tree> () == (committed ? 4U : 5U));

    // The other objects have not changed.
    //
    key same (key_of<tree> (z.id));
    BOOST_TEST (same.storable ());
    BOOST_TEST (same.str () == other.str ());
  }
}

BOOST_AUTO_TEST_SUITE_END ()
