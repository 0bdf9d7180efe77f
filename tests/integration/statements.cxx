// Writes that no callback reports: what is seen of them are statements.

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <sqlite3.h>

#include <odb/exceptions.hxx>
#include <odb/prepared-query.hxx>
#include <odb/sqlite/connection.hxx>

#include <tests/support/changed.hxx>
#include <tests/support/hook-tracer.hxx>
#include <tests/support/zoo/zoo-environment.hxx>

using namespace zoo;
using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::key;
using odb_alkey::one;

namespace
{
  template <typename T>
  T with_id (int id)
  {
    T o;
    o.id = id;
    return o;
  }

  // Called by SQLite.
  //
  struct seen_within
  {
    static void look (sqlite3_context* context, int, sqlite3_value**)
    {
      seen_within& s (
        *static_cast<seen_within*> (sqlite3_user_data (context)));
      ++s.calls;
      s.storable += s.alkey->cache_key (one<account> (1)).storable () ? 1 : 0;
      sqlite3_result_int (context, 1);
    }

    odb_alkey::plugin* alkey;
    int calls;
    int storable;
  };

  struct fixture: zoo::environment
  {
    fixture ()
    {
      alkey.reset ();
      db->tracer (hook);
      alkey.reset (new odb_alkey::plugin (*db, options ()));
      alkey->reads_schema ("zoo");
      alkey->reads_schema ("zoo-app");

      account a (with_id<account> (1));
      article r (with_id<article> (1));
      playlist p (with_id<playlist> (1));
      dog d;
      d.id = 1;
      zoo::app::user u (with_id<zoo::app::user> (1));
      user v;
      comment c (with_id<comment> (1));
      document e;
      e.id = "e";
      order o (with_id<order> (1));
      world w;

      commit (
        [&]
        {
          db->persist (a);
          db->persist (r);
          db->persist (p);
          db->persist (d);
          db->persist (u);
          db->persist (v);
          db->persist (c);
          db->persist (e);
          db->persist (o);
          db->persist (w);
        });
      swept = alkey->stats ().swept_statements;
    }

    std::vector<std::string> names {
      "account#1",           "article#1", "playlist#1", "animal#1",
      "app.users#1",         "user#1",    "comment#1",  "document#e",
      "the%20%22Order%22#1", "Worlds#0",  "user#2"};

    // Which of these, an object of each table, f changes.
    //
    template <typename F>
    std::string changed (F f)
    {
      return tests::changed (*alkey, *alkey, names, f);
    }

    // The same of a statement in a transaction.
    //
    std::string changed_by (const std::string& text)
    {
      return changed ([&] { commit ([&] { db->execute (text); }); });
    }

    std::size_t sweeps () const
    {
      return alkey->stats ().swept_statements - swept;
    }

    // The database outlives the tracer.
    //
    ~fixture ()
    {
      alkey.reset ();
      db->tracer (static_cast<odb::tracer*> (nullptr));
    }

    tests::hook_tracer hook;
    std::size_t swept;
  };
}

BOOST_FIXTURE_TEST_SUITE (statements, fixture)

BOOST_AUTO_TEST_CASE (a_statement_sweeps_the_table_that_it_names)
{
  BOOST_TEST (changed_by ("UPDATE account SET balance = 2") == "account#1");
  BOOST_TEST (changed_by ("update ACCOUNT set balance = 2") == "account#1");
  BOOST_TEST (changed_by ("/* a */ UPDATE \"account\" SET balance = 2 -- b") ==
              "account#1");
  BOOST_TEST (changed_by ("UPDATE main.[account] SET balance = 2") ==
              "account#1");
  BOOST_TEST (changed_by ("INSERT INTO account SELECT 7, 1, 0") ==
              "account#1");
  BOOST_TEST (changed_by ("REPLACE INTO account VALUES (7, 1, 0)") ==
              "account#1");
  BOOST_TEST (changed_by ("INSERT INTO account VALUES (7, 1, 0) "
                          "ON CONFLICT DO UPDATE SET balance = 3") ==
              "account#1");
  BOOST_TEST (changed_by ("WITH x AS (SELECT 1) "
                          "UPDATE account SET balance = 2") == "account#1");
  BOOST_TEST (changed_by ("DELETE FROM account WHERE id = 7") == "account#1");
  BOOST_TEST (changed_by ("DELETE FROM \"the \"\"Order\"\"\"") ==
              "the%20%22Order%22#1");
  BOOST_TEST (changed_by ("DELETE FROM worlds WHERE 0") == "Worlds#0");
  BOOST_TEST (changed_by ("SELECT * FROM account") == "");
  BOOST_TEST (changed_by ("ALTER TABLE account ADD COLUMN n INTEGER") ==
              "account#1");
  BOOST_TEST (changed_by ("CREATE INDEX account_i ON account (balance)") ==
              "");
}

BOOST_AUTO_TEST_CASE (a_name_without_a_schema_may_be_in_any)
{
  BOOST_TEST (changed_by ("DELETE FROM app.users") == "app.users#1");
  BOOST_TEST (changed_by ("DELETE FROM users") == "app.users#1");
  BOOST_TEST (changed_by ("UPDATE main.user SET name = 'a'") ==
              "user#1 user#2");
}

BOOST_AUTO_TEST_CASE (odbs_own_statements_without_a_callback_sweep)
{
  BOOST_TEST (changed (
                [this] {
                  commit ([this] { db->erase_query<account> ("id = 7"); });
                }) == "account#1");
  BOOST_TEST (
    changed ([this] { commit ([this] { db->erase<playlist> (1); }); }) ==
    "playlist#1");
  BOOST_TEST (changed (
                [this]
                {
                  article a;
                  commit (
                    [&]
                    {
                      db->load (1, a);
                      db->load (a, a.full);
                      a.body = "new";
                      db->update (a, a.full);
                    });
                }) == "article#1");
}

BOOST_AUTO_TEST_CASE (operations_by_object_do_not_sweep)
{
  std::string by_object (changed (
    [this]
    {
      commit (
        [this]
        {
          account a;
          db->load (1, a);
          a.balance = 2;
          db->update (a);
          db->update (a);
          playlist p;
          db->load (1, p);
          p.tags.push_back ("a");
          p.plays["b"] = 2;
          db->update (p);
          dog d;
          db->load (1, d);
          d.barks = 3;
          db->update (d);
          user v;
          v.name = "another";
          db->persist (v);
          db->erase (v);
          alkey->erase<document> ("e");
        });
      article a;
      commit (
        [&]
        {
          db->load (1, a);
          db->load (a, a.full);
          alkey->update (a, a.full);
        });
    }));

  BOOST_TEST (by_object ==
              "account#1 article#1 playlist#1 animal#1 document#e user#2");
  BOOST_TEST (sweeps () == 0U);
}

BOOST_AUTO_TEST_CASE (parts_of_an_object_change_the_object)
{
  BOOST_TEST (changed_by ("DELETE FROM playlist_tags") == "playlist#1");
  BOOST_TEST (changed_by ("UPDATE dog SET barks = 4") == "animal#1");
  BOOST_TEST (changed_by ("DELETE FROM kitten") == "animal#1");

  // A comment that changes touches users, documents and articles, and nobody
  // knows which.
  //
  BOOST_TEST (changed_by ("UPDATE comment SET author = NULL") ==
              "article#1 user#1 comment#1 document#e user#2");
  BOOST_TEST (changed_by ("DELETE FROM comment_seen_in") ==
              "article#1 user#1 comment#1 document#e user#2");
}

BOOST_AUTO_TEST_CASE (a_table_of_nobody_changes_everything_but_no_object)
{
  commit ([this] { db->execute ("CREATE TABLE log (n INTEGER)"); });

  std::string before (alkey->token (everything ()));
  BOOST_TEST (changed_by ("INSERT INTO log VALUES (1)") == "");
  BOOST_TEST (alkey->token (everything ()) != before);

  alkey->owns<account> ("log");
  BOOST_TEST (changed_by ("INSERT INTO log VALUES (1)") == "account#1");
  alkey->owns<zoo::app::user> ("\"main\".\"log\"");
  BOOST_TEST (changed_by ("DELETE FROM log") == "account#1 app.users#1");

  BOOST_CHECK_THROW (alkey->owns<account> (""), odb_alkey::exception);
  BOOST_CHECK_THROW (alkey->reads_schema ("nobody's"), odb_alkey::exception);
}

// Rows of a class that belong to objects of another one, too.
//
BOOST_AUTO_TEST_CASE (a_table_of_another_class_stays_exact_for_its_objects)
{
  names.push_back ("account#2");
  alkey->owns<document> ("account");
  account a;
  commit ([&] { db->load (1, a); });

  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      a.balance = 5;
                      db->update (a);
                      a.balance = 6;
                      db->update (a);
                    });
                }) == "account#1 document#e");
  BOOST_TEST (sweeps () == 2U);

  // Nothing on a rollback, and while nothing is committed.
  //
  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (changed (
                [&]
                {
                  odb::transaction t (db->begin ());
                  a.balance = 7;
                  db->update (a);
                  t.rollback ();
                }) == "");
  BOOST_TEST (alkey->stats ().fences == n.fences);
  BOOST_TEST (alkey->stats ().resets == n.resets);
  commit ([&] { db->load (1, a); });

  account b (with_id<account> (2));
  BOOST_TEST (changed ([&] { commit ([&] { db->persist (b); }); }) ==
              "document#e account#2");
  BOOST_TEST (changed ([&] { commit ([&] { alkey->erase<account> (2); }); }) ==
              "document#e account#2");

  // What no callback announces, and what fails.
  //
  BOOST_TEST (changed_by ("UPDATE account SET balance = 8 WHERE id = 1") ==
              "account#1 document#e account#2");
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      account c (with_id<account> (7));
                      BOOST_CHECK_THROW (db->update (c), odb::object_changed);
                    });
                }) == "account#1 document#e account#2");
}

BOOST_AUTO_TEST_CASE (what_belongs_to_nobody_costs_nothing)
{
  auto bytes = [this]
  {
    std::string info (redis.command ({"INFO", "commandstats"}).str ());
    return info.substr (0, info.find ("cmdstat_info"));
  };

  std::string before (alkey->token (everything ()));
  odb_alkey::stats n (alkey->stats ());
  std::string commands (bytes ());
  receipt t;
  t.prices = {1, 2};

  commit ([&] { db->persist (t); });
  commit (
    [&]
    {
      t.prices.clear ();
      db->update (t);
      db->execute ("UPDATE receipt SET id = id");
      db->execute ("DELETE FROM receipt_prices");
      db->erase (t);
    });

  BOOST_TEST (alkey->stats ().fences == n.fences);
  BOOST_TEST (alkey->stats ().resets == n.resets);
  BOOST_TEST (bytes () == commands);
  BOOST_TEST (alkey->token (everything ()) == before);

  // Together with others they go with these.
  //
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      db->persist (t);
                      db->execute ("UPDATE account SET id = id");
                    });
                }) == "account#1");
  BOOST_TEST (alkey->token (everything ()) != before);
}

BOOST_AUTO_TEST_CASE (a_container_that_no_schema_tells_is_known_by_its_name)
{
  commit (
    [this]
    {
      db->execute ("CREATE TABLE account_notes (n INTEGER)");
      db->execute ("CREATE TABLE accountant (n INTEGER)");
      db->execute ("CREATE TABLE user_notes (n INTEGER)");
    });
  BOOST_TEST (changed_by ("DELETE FROM account_notes") == "account#1");
  BOOST_TEST (changed_by ("DELETE FROM accountant") == "");
  BOOST_TEST (changed_by ("DELETE FROM main.user_notes") == "user#1 user#2");
}

BOOST_AUTO_TEST_CASE (a_statement_that_is_prepared_once_counts_each_time)
{
  odb::connection_ptr c (db->connection ());
  std::string own (changed (
    [&]
    {
      for (int i (0); i != 3; ++i)
      {
        odb::transaction t (c->begin ());
        c->execute ("UPDATE account SET balance = 5");
        t.commit ();
      }
    }));
  BOOST_TEST (own == "account#1");
  BOOST_TEST (sweeps () == 3U);
}

BOOST_AUTO_TEST_CASE (nothing_is_lost_by_an_operation_that_throws)
{
  // The bracket of an update that fails stays open, and what comes after it
  // is not its own.
  //
  auto fails = [this]
  {
    account a (with_id<account> (7));
    BOOST_CHECK_THROW (db->update (a), odb::object_changed);
  };

  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      fails ();
                      db->execute ("UPDATE account SET balance = 6");
                    });
                }) == "account#1");
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      fails ();
                      db->erase_query<zoo::app::user> ();
                    });
                }) == "account#1 app.users#1");

  // The same object again: now it succeeds.
  //
  account a (with_id<account> (7));
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      BOOST_CHECK_THROW (db->update (a), odb::exception);
                      db->erase_query<account> ("id = 2");
                      db->persist (a);
                    });
                }) == "account#1");

  // Another one within.
  //
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      fails ();
                      account b;
                      db->load (7, b);
                      db->update (b);
                      db->erase_query<account> ("id = 2");
                      db->erase (b);
                    });
                }) == "account#1");
}

BOOST_AUTO_TEST_CASE (what_is_swept_is_marked_before_the_commit)
{
  bool in_flight (false);
  auto look = [&] (odb::connection&)
  {
    in_flight = !alkey->cache_key (one<account> (1)).storable ();
  };

  hook.at ("COMMIT", look);
  commit ([this] { db->execute ("UPDATE account SET balance = 3"); });
  BOOST_TEST (in_flight);

  // What an operation leaves that has failed.
  //
  in_flight = false;
  hook.at ("COMMIT", look);
  commit (
    [this]
    {
      account a (with_id<account> (7));
      BOOST_CHECK_THROW (db->update (a), odb::object_changed);
    });
  BOOST_TEST (in_flight);
}

BOOST_AUTO_TEST_CASE (an_operation_that_fails_at_last_is_undone)
{
  // What is rolled back to a savepoint has changed tokens for nothing.
  //
  BOOST_TEST (changed (
                [&]
                {
                  commit (
                    [&]
                    {
                      db->execute ("SAVEPOINT s");
                      db->execute ("DELETE FROM account");
                      db->execute ("ROLLBACK TO s");
                    });
                }) == "account#1");
  BOOST_TEST (changed (
                [&]
                {
                  odb::transaction t (db->begin ());
                  db->execute ("DELETE FROM account");
                  t.rollback ();
                }) == "");
}

BOOST_AUTO_TEST_CASE (what_a_callback_executes_is_not_the_objects_own)
{
  story s;
  s.title = "a";
  s.on_update = [] (odb::database& d)
  {
    d.execute ("UPDATE account SET balance = 8");
    d.erase_query<document> ("id = 'none'");
  };
  commit ([&] { db->persist (s); });

  BOOST_TEST (changed ([&] { commit ([&] { db->update (s); }); }) ==
              "account#1 document#e");

  // Not even of its own table.
  //
  key other (alkey->cache_key (one<story> (99)));
  s.on_update = [] (odb::database& d)
  {
    d.execute ("UPDATE story SET title = 'b' WHERE id = 99");
  };
  commit ([&] { db->update (s); });
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<story> (99)).str () != other.str ());

  // Nor what ODB prepares, though it looks like the object's own.
  //
  story other_story;
  commit ([&] { db->persist (other_story); });
  int id (other_story.id);
  auto changes_other = [&] (std::function<void (odb::database&)> f)
  {
    alkey->refresh ();
    std::string before_it (alkey->token (one<story> (99)));
    s.on_update = f;
    commit ([&] { db->update (s); });
    alkey->refresh ();
    return alkey->token (one<story> (99)) != before_it;
  };
  BOOST_TEST (changes_other ([=] (odb::database& d) { d.erase<story> (id); }));
  BOOST_TEST (changes_other ([] (odb::database& d)
                             { d.erase_query<story> ("id = 99"); }));
  BOOST_TEST (!changes_other ([] (odb::database&) {}));

  // Nor what follows another operation that failed within.
  //
  s.on_update = [] (odb::database& d)
  {
    account a (with_id<account> (7));
    BOOST_CHECK_THROW (d.update (a), odb::object_changed);
    d.erase_query<account> ("id = 2");
  };
  BOOST_TEST (changed ([&] { commit ([&] { db->update (s); }); }) ==
              "account#1");

  // An operation on another object is.
  //
  std::size_t before (sweeps ());
  s.on_update = [] (odb::database& d)
  {
    account a;
    d.load (1, a);
    d.update (a);
  };
  BOOST_TEST (changed ([&] { commit ([&] { db->update (s); }); }) ==
              "account#1");
  BOOST_TEST (sweeps () == before);
}

BOOST_AUTO_TEST_CASE (a_statement_outside_of_a_transaction_commits_by_itself)
{
  odb::connection_ptr c (db->connection ());
  const std::string update ("UPDATE account SET balance = 9");

  // Fenced before it is sent; reset when it is done.
  //
  key before (alkey->cache_key (one<account> (1)));
  bool in_flight (false);
  hook.at (update, [&] (odb::connection&)
           { in_flight = !alkey->cache_key (one<account> (1)).storable (); });
  c->execute (update);
  BOOST_TEST (in_flight);

  key after (alkey->cache_key (one<account> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before.str ());

  // Also if it fails, or writes nothing.
  //
  BOOST_CHECK_THROW (c->execute ("INSERT INTO account VALUES (1, 1, 0)"),
                     odb::exception);
  key failed (alkey->cache_key (one<account> (1)));
  BOOST_TEST (failed.storable ());
  BOOST_TEST (failed.str () != after.str ());
  c->execute ("DELETE FROM account WHERE id = 77");
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  // And by whatever comes next on the connection.
  //
  c->execute (update);
  {
    odb::transaction t (c->begin ());
    t.commit ();
  }
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());
  BOOST_TEST (alkey->cache_key (one<account> (1)).str () != failed.str ());
  BOOST_TEST (alkey->stats ().unknown_commits == 0U);
}

// While it writes, a function of SQLite's may be called, by which the program
// makes keys.
//
BOOST_AUTO_TEST_CASE (a_statement_is_not_settled_before_it_is_done)
{
  odb::connection_ptr p (db->connection ());
  odb::sqlite::connection& c (static_cast<odb::sqlite::connection&> (*p));
  seen_within s {alkey.get (), 0, 0};
  BOOST_REQUIRE (sqlite3_create_function (c.handle (), "look", 0, SQLITE_UTF8,
                                          &s, &seen_within::look, nullptr,
                                          nullptr) == SQLITE_OK);

  c.execute ("UPDATE account SET balance = look ()");
  BOOST_TEST (s.calls == 1);
  BOOST_TEST (s.storable == 0);
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  // Within a transaction as text it is settled, and once more when that ends.
  //
  c.execute ("BEGIN");
  c.execute ("UPDATE account SET balance = 14");
  key between (alkey->cache_key (one<account> (1)));
  c.execute ("COMMIT");
  key after (alkey->cache_key (one<account> (1)));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != between.str ());
}

BOOST_AUTO_TEST_CASE (a_transaction_that_odb_does_not_know_is_one)
{
  odb::connection_ptr c (db->connection ());
  BOOST_TEST (changed (
                [&]
                {
                  c->execute ("BEGIN");
                  c->execute ("UPDATE account SET balance = 10");
                  c->execute ("DELETE FROM document");
                  c->execute ("COMMIT");
                  c->execute ("SELECT 1");
                }) == "account#1 document#e");

  // Which was marked in case that BEGIN failed.
  //
  BOOST_TEST (changed (
                [&]
                {
                  c->execute ("BEGIN");
                  c->execute ("UPDATE account SET balance = 11");
                  c->execute ("ROLLBACK");
                  c->execute ("SELECT 1");
                }) == "account#1");
}

BOOST_AUTO_TEST_CASE (transactions_as_text_may_fail_to_begin_and_to_end)
{
  odb::connection_ptr c (db->connection ());
  auto run = [&] (std::vector<const char*> texts)
  {
    for (const char* t : texts)
    {
      try
      {
        c->execute (t);
      }
      catch (const odb::exception&)
      {
      }
    }
  };
  const char update[] = "UPDATE account SET balance = balance + 1";
  auto key_now = [this]
  {
    alkey->refresh ();
    return alkey->token (one<account> (1));
  };

  // A BEGIN within a transaction.
  //
  run ({"BEGIN", update, "SELECT 1", "BEGIN", "SELECT 1"});
  std::string before (key_now ());
  run ({"COMMIT", "SELECT 1"});
  BOOST_TEST (key_now () != before);

  // SQLite's other way to begin one.
  //
  run ({"SAVEPOINT a", update, "SELECT 1"});
  before = key_now ();
  run ({"RELEASE a", "SELECT 1"});
  BOOST_TEST (key_now () != before);

  // A COMMIT that has to be tried again, since somebody reads.
  //
  c->execute ("PRAGMA journal_mode = DELETE");
  odb::connection_ptr other (db->connection ());
  run ({"BEGIN", update});
  {
    odb::transaction t (other->begin ());
    account a;
    db->load (1, a);
    BOOST_CHECK_THROW (c->execute ("COMMIT"), odb::exception);
    t.rollback ();
  }
  run ({"SELECT 1"});
  before = key_now ();
  run ({"COMMIT", "SELECT 1"});
  BOOST_TEST (key_now () != before);
}

BOOST_AUTO_TEST_CASE (what_ends_a_transaction_behind_odbs_back)
{
  auto key_now = [this]
  {
    alkey->refresh ();
    return alkey->cache_key (one<account> (1)).str ();
  };
  std::string before (key_now ());
  {
    odb::transaction t (db->begin ());
    db->execute ("UPDATE account SET balance = 20");
    db->execute ("COMMIT");
    db->execute ("DELETE FROM document");
    BOOST_TEST (!alkey->cache_key (one<document> ("e")).storable ());
    BOOST_CHECK_THROW (t.rollback (), odb::exception);
  }
  BOOST_TEST (key_now () != before);
  BOOST_TEST (alkey->cache_key (one<document> ("e")).storable ());
}

BOOST_AUTO_TEST_CASE (a_plugin_that_comes_late_misses_no_statement)
{
  alkey.reset ();
  odb::connection_ptr c (db->connection ());
  c->execute ("BEGIN");
  alkey.reset (new odb_alkey::plugin (*db, options ()));

  key before (alkey->cache_key (one<account> (1)));
  c->execute ("UPDATE account SET balance = 12");
  c->execute ("SELECT 1");
  alkey->refresh ();

  // It looked like one that commits by itself. Its COMMIT shows that it was
  // not, and that the key in between was made too early.
  //
  key between (alkey->cache_key (one<account> (1)));
  BOOST_TEST (between.str () != before.str ());
  c->execute ("COMMIT");
  c->execute ("SELECT 1");
  alkey->refresh ();
  BOOST_TEST (alkey->cache_key (one<account> (1)).str () != between.str ());
}

BOOST_AUTO_TEST_CASE (what_a_transaction_has_swept_is_dirty_in_it)
{
  alkey->cache_key (all<account> (), all<document> ());
  odb::transaction t (db->begin ());
  db->execute ("UPDATE account SET balance = 13");
  BOOST_TEST (!alkey->cache_key (one<account> (1)).storable ());
  BOOST_TEST (!alkey->cache_key (all<account> ()).storable ());
  BOOST_TEST (alkey->cache_key (one<document> ("e")).storable ());

  account a;
  db->load (1, a);
  document d;
  db->load ("e", d);
  t.commit ();
  alkey->refresh ();
  BOOST_TEST (!alkey->cache_key (a).storable ());
  BOOST_TEST (alkey->cache_key (d).storable ());
}

BOOST_AUTO_TEST_CASE (what_a_failed_operation_has_written_is_dirty)
{
  alkey->cache_key (one<account> (1));
  alkey->refresh ();
  odb::transaction t (db->begin ());
  db->execute ("SELECT 1");
  BOOST_TEST (alkey->cache_key (one<account> (1)).storable ());

  account a (with_id<account> (7));
  BOOST_CHECK_THROW (db->update (a), odb::object_changed);
  db->erase_query<account> ("id = 2");
  BOOST_TEST (!alkey->cache_key (one<account> (1)).storable ());
}

BOOST_AUTO_TEST_SUITE_END ()
