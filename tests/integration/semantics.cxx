#include <odb_alkey/plugin.hxx>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/session.hxx>
#include <odb/transaction.hxx>

#include <tests/support/environment.hxx>

#include "library-odb.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::one;

namespace
{
  struct fixture: tests::environment
  {
    fixture ()
    {
      commit (
        [this]
        {
          db->persist (a);
          db->persist (b);
        });
    }

    // The tokens that a change of one shelf is about.
    //
    struct tokens
    {
      std::string object, table, global;
    };

    tokens of (const shelf& s)
    {
      return {alkey->token (s), alkey->token (all<shelf> ()),
              alkey->token (everything ())};
    }

    void changed (const tokens& x, const tokens& y)
    {
      BOOST_TEST (x.object != y.object);
      BOOST_TEST (x.table != y.table);
      BOOST_TEST (x.global != y.global);
    }

    void same (const tokens& x, const tokens& y)
    {
      BOOST_TEST (x.object == y.object);
      BOOST_TEST (x.table == y.table);
      BOOST_TEST (x.global == y.global);
    }

    shelf a {"a"};
    shelf b {"b"};
  };

  std::shared_ptr<book> load_book (odb::database& db, unsigned long id)
  {
    return std::shared_ptr<book> (db.load<book> (id));
  }
}

BOOST_FIXTURE_TEST_SUITE (semantics, fixture)

BOOST_AUTO_TEST_CASE (a_commit_changes_the_object_its_table_and_everything)
{
  tokens before (of (a)), other (of (b));
  commit ([this] { db->update (a); });
  tokens updated (of (a));
  changed (before, updated);
  BOOST_TEST (of (b).object == other.object);

  commit ([this] { db->erase (a); });
  tokens erased (of (a));
  changed (updated, erased);
  BOOST_TEST (of (b).object == other.object);

  shelf c ("c");
  tokens table (of (b));
  commit ([&] { db->persist (c); });
  BOOST_TEST (of (b).table != table.table);
  BOOST_TEST (of (b).global != table.global);
  BOOST_TEST (of (b).object == other.object);
}

BOOST_AUTO_TEST_CASE (tokens_do_not_change_before_the_commit)
{
  // Another process sees this.
  //
  std::unique_ptr<odb::sqlite::database> db2 (
    tests::open_database (directory.path () + "/db"));
  odb_alkey::plugin reader (*db2, options ());

  std::string before (reader.token (one<shelf> (a.id)));
  odb::transaction t (db->begin ());
  db->update (a);
  BOOST_TEST (reader.token (one<shelf> (a.id)) == before);
  t.commit ();
  BOOST_TEST (reader.token (one<shelf> (a.id)) != before);
}

BOOST_AUTO_TEST_CASE (a_rollback_changes_nothing)
{
  tokens before (of (a));

  {
    odb::transaction t (db->begin ());
    db->update (a);
    t.rollback ();
  }
  same (before, of (a));

  {
    odb::transaction t (db->begin ());
    db->update (a);
  }
  same (before, of (a));

  try
  {
    odb::transaction t (db->begin ());
    db->update (a);
    throw std::runtime_error ("");
  }
  catch (const std::runtime_error&)
  {
  }
  same (before, of (a));
  BOOST_TEST (alkey->stats ().resets == 1U);
}

BOOST_AUTO_TEST_CASE (an_object_that_is_written_often_is_reset_once)
{
  odb_alkey::stats before (alkey->stats ());

  commit (
    [this]
    {
      for (int i (0); i != 10; ++i)
        db->update (a);
      db->erase (a);
      db->persist (a);
    });

  alkey->refresh ();
  odb_alkey::stats after (alkey->stats ());
  BOOST_TEST (after.fences == before.fences + 1);
  BOOST_TEST (after.resets == before.resets + 1);

  // The old id, the new one, the table and everything.
  //
  BOOST_TEST (after.reset_identifiers == before.reset_identifiers + 4);
}

BOOST_AUTO_TEST_CASE (transactions_of_one_thread_do_not_mix)
{
  // Only one of two SQLite transactions can write at a time, so the second
  // one writes through the library only.
  //
  tokens x (of (a)), y (of (b));

  odb::transaction first (db->begin ());
  db->update (a);
  odb::transaction second (db->begin (), false);
  odb::transaction::current (second);
  alkey->touch (b);
  odb::transaction::current (first);
  alkey->touch<shelf> (77);

  odb::transaction::current (second);
  second.rollback ();
  odb::transaction::current (first);
  first.commit ();

  changed (x, of (a));
  BOOST_TEST (of (b).object == y.object);
}

BOOST_AUTO_TEST_CASE (transactions_of_many_threads_do_not_mix)
{
  const int n (4);
  std::vector<std::string> before;

  for (int i (0); i != 2 * n; ++i)
    before.push_back (alkey->token (one<shelf> (100 + i)));

  // Each thread commits one touch and rolls another one back, many times.
  //
  std::vector<std::thread> threads;

  for (int i (0); i != n; ++i)
    threads.emplace_back (
      [this, i]
      {
        for (int k (0); k != 50; ++k)
        {
          {
            odb::transaction t (db->begin ());
            alkey->touch (one<shelf> (100 + 2 * i));
            t.commit ();
          }
          {
            odb::transaction t (db->begin ());
            alkey->touch (one<shelf> (101 + 2 * i));
            t.rollback ();
          }
        }
      });

  for (std::thread& t : threads)
    t.join ();

  for (int i (0); i != n; ++i)
  {
    BOOST_TEST (alkey->token (one<shelf> (100 + 2 * i)) !=
                before[static_cast<std::size_t> (2 * i)]);
    BOOST_TEST (alkey->token (one<shelf> (101 + 2 * i)) ==
                before[static_cast<std::size_t> (2 * i + 1)]);
  }
}

BOOST_AUTO_TEST_CASE (a_touch_outside_of_a_transaction_counts_at_once)
{
  tokens before (of (a)), other (of (b));
  alkey->touch (a);
  tokens after (of (a));
  changed (before, after);
  BOOST_TEST (of (b).object == other.object);

  alkey->touch<shelf> (a.id);
  changed (after, of (a));
  after = of (a);
  alkey->touch ("alkey:shelf#" + std::to_string (a.id));
  changed (after, of (a));
  after = of (a);
  alkey->touch (one<shelf> (a.id));
  changed (after, of (a));
}

BOOST_AUTO_TEST_CASE (a_touched_table_changes_all_of_its_rows)
{
  tokens before (of (a));
  std::string elsewhere (alkey->token (one<book> (1)));
  alkey->touch (all<shelf> ());
  changed (before, of (a));
  BOOST_TEST (alkey->token (one<book> (1)) == elsewhere);

  before = of (a);
  alkey->touch (everything ());
  changed (before, of (a));
  BOOST_TEST (alkey->token (one<book> (1)) != elsewhere);
}

BOOST_AUTO_TEST_CASE (a_touch_within_a_transaction_counts_with_it)
{
  tokens before (of (a));
  {
    odb::transaction t (db->begin ());
    alkey->touch (a);
    t.rollback ();
  }
  same (before, of (a));

  commit ([this] { alkey->touch (a); });
  changed (before, of (a));
}

BOOST_AUTO_TEST_CASE (touching_what_is_no_identifier_is_refused)
{
  BOOST_CHECK_THROW (alkey->touch ("shelf 1"), odb_alkey::invalid_identifier);
  BOOST_CHECK_THROW (alkey->token ("shelf 1"), odb_alkey::invalid_identifier);
  BOOST_CHECK_THROW (alkey->token (std::shared_ptr<shelf> ()),
                     odb_alkey::invalid_identifier);
}

BOOST_AUTO_TEST_CASE (an_erase_by_id_changes_the_row_only)
{
  tokens before (of (a)), other (of (b));
  commit ([this] { alkey->erase<shelf> (a.id); });
  changed (before, of (a));
  BOOST_TEST (of (b).object == other.object);
  BOOST_CHECK_THROW (commit ([this] { alkey->erase<shelf> (a.id); }),
                     odb::object_not_persistent);
}

BOOST_AUTO_TEST_CASE (an_erase_of_several_ids_changes_their_rows_only)
{
  shelf c;
  commit ([&] { db->persist (c); });
  tokens first (of (a)), second (of (c)), other (of (b));
  const std::vector<unsigned long> ids {a.id, c.id};
  commit ([&] { alkey->erase<shelf> (ids.begin (), ids.end ()); });
  changed (first, of (a));
  changed (second, of (c));
  BOOST_TEST (of (b).object == other.object);

  commit ([&] { alkey->erase<shelf> (ids.end (), ids.end ()); });
  BOOST_CHECK_THROW (
    commit ([&] { alkey->erase<shelf> (ids.begin (), ids.end ()); }),
    odb::object_not_persistent);
}

BOOST_AUTO_TEST_CASE (an_update_of_a_section_changes_the_row)
{
  book x ("x"), y ("y");
  commit (
    [&]
    {
      db->persist (x);
      db->persist (y);
    });

  std::string before (alkey->token (x)), other (alkey->token (y));
  commit (
    [&]
    {
      std::shared_ptr<book> p (load_book (*db, x.id));
      db->load (*p, p->details);
      p->summary = "new";
      alkey->update (*p, p->details);
    });
  BOOST_TEST (alkey->token (x) != before);
  BOOST_TEST (alkey->token (y) == other);
}

BOOST_AUTO_TEST_CASE (a_child_that_moves_changes_both_parents)
{
  shelf c ("c");
  book x ("x");
  x.place = odb::lazy_shared_ptr<shelf> (*db, a.id);
  tokens ta (of (a)), tb (of (b));
  commit (
    [&]
    {
      db->persist (c);
      db->persist (x);
    });
  std::string tc (alkey->token (c));
  changed (ta, of (a));
  BOOST_TEST (of (b).object == tb.object);

  // Loaded, moved, written.
  //
  ta = of (a);
  commit (
    [&]
    {
      std::shared_ptr<book> p (load_book (*db, x.id));
      p->place = odb::lazy_shared_ptr<shelf> (*db, b.id);
      db->update (*p);
    });
  changed (ta, of (a));
  BOOST_TEST (of (b).object != tb.object);
  BOOST_TEST (alkey->token (c) == tc);

  // Erased, by object and by id.
  //
  tb = of (b);
  commit (
    [&]
    {
      std::shared_ptr<book> p (load_book (*db, x.id));
      db->erase (*p);
      db->persist (*p);
      x.id = p->id;
    });
  BOOST_TEST (of (b).object != tb.object);

  tb = of (b);
  commit ([&] { alkey->erase<book> (x.id); });
  BOOST_TEST (of (b).object != tb.object);
  BOOST_TEST (alkey->token (c) == tc);
}

BOOST_AUTO_TEST_CASE (a_move_that_was_rolled_back_did_not_happen)
{
  book x ("x");
  x.place = odb::lazy_shared_ptr<shelf> (*db, a.id);
  commit ([&] { db->persist (x); });

  x.place = odb::lazy_shared_ptr<shelf> (*db, b.id);
  {
    odb::transaction t (db->begin ());
    db->update (x);
    t.rollback ();
  }

  // It still belongs to a, so a changes although x never says so again; and
  // once it has moved for good, a has nothing to do with it any more.
  //
  tokens ta (of (a)), tb (of (b));
  commit ([&] { db->update (x); });
  BOOST_TEST (of (a).object != ta.object);
  BOOST_TEST (of (b).object != tb.object);

  ta = of (a);
  tb = of (b);
  commit ([&] { db->update (x); });
  BOOST_TEST (of (a).object == ta.object);
  BOOST_TEST (of (b).object != tb.object);
}

BOOST_AUTO_TEST_CASE (a_child_made_by_hand_may_come_from_any_parent)
{
  book x ("x");
  x.place = odb::lazy_shared_ptr<shelf> (*db, a.id);
  commit ([&] { db->persist (x); });

  book y ("y");
  y.id = x.id;
  y.place = odb::lazy_shared_ptr<shelf> (*db, b.id);
  tokens ta (of (a));
  std::string elsewhere (alkey->token (one<loan> (1)));
  commit ([&] { db->update (y); });
  BOOST_TEST (of (a).object != ta.object);
  BOOST_TEST (alkey->token (one<loan> (1)) == elsewhere);
}

BOOST_AUTO_TEST_CASE (a_key_changes_with_each_of_its_objects_and_only_then)
{
  auto key = [this]
  {
    return alkey->cache_key (one<shelf> (a.id), "page", 1).str ();
  };

  std::string k (key ());
  BOOST_TEST (key () == k);
  commit ([this] { db->update (b); });
  BOOST_TEST (key () == k);
  commit ([this] { db->update (a); });
  BOOST_TEST (key () != k);
}

BOOST_AUTO_TEST_SUITE_END ()
