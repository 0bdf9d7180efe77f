// These tests show which tokens change with what a program does.

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/session.hxx>
#include <odb/transaction.hxx>

#include <tests/support/traced.hxx>

#include "library-odb.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::one;

namespace
{
  struct fixture: tests::traced
  {
    fixture ()
    {
      commit (
        [this]
        {
          db->persist (a);
          db->persist (b);
          db->persist (c);
        });
      BOOST_REQUIRE (c.id == 3U);
      subjects = {"shelf#1", "shelf#2", "shelf#3", "shelf#*",
                  "*#*",     "book#1",  "book#2",  "loan#1"};
    }

    // Makes a book that is in this shelf.
    //
    book book_in (const shelf& s)
    {
      book x ("x");
      x.place = odb::lazy_shared_ptr<shelf> (*db, s.id);
      commit ([&] { db->persist (x); });
      return x;
    }

    shelf a {"a"};
    shelf b {"b"};
    shelf c {"c"};
  };
}

BOOST_FIXTURE_TEST_SUITE (semantics, fixture)

BOOST_AUTO_TEST_CASE (a_commit_changes_the_object_its_table_and_everything)
{
  BOOST_TEST (changed ([this] { db->update (a); }) == "shelf#1 shelf#* *#*");
  BOOST_TEST (changed ([this] { db->erase (a); }) == "shelf#1 shelf#* *#*");

  shelf d ("d");
  subjects.push_back ("shelf#4");
  BOOST_TEST (changed ([&] { db->persist (d); }) == "shelf#* *#* shelf#4");
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
  BOOST_TEST (changed_outside (
                [this]
                {
                  odb::transaction t (db->begin ());
                  db->update (a);
                  t.rollback ();
                }) == "");
  BOOST_TEST (changed_outside (
                [this]
                {
                  odb::transaction t (db->begin ());
                  db->update (a);
                }) == "");
  BOOST_TEST (changed_outside (
                [this]
                {
                  BOOST_CHECK_THROW (commit (
                                       [this]
                                       {
                                         db->update (a);
                                         throw std::runtime_error ("");
                                       }),
                                     std::runtime_error);
                }) == "");
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
  BOOST_TEST (changed_outside (
                [this]
                {
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
                }) == "shelf#1 shelf#* *#*");
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
  const std::string row ("shelf#1 shelf#* *#*");
  BOOST_TEST (changed_outside ([this] { alkey->touch (a); }) == row);
  BOOST_TEST (changed_outside ([this] { alkey->touch<shelf> (a.id); }) == row);
  BOOST_TEST (changed_outside ([this] { alkey->touch ("alkey:shelf#1"); }) ==
              row);
  BOOST_TEST (changed_outside ([this] { alkey->touch (one<shelf> (1)); }) ==
              row);
}

BOOST_AUTO_TEST_CASE (a_touched_table_changes_all_of_its_rows)
{
  BOOST_TEST (changed_outside ([this] { alkey->touch (all<shelf> ()); }) ==
              "shelf#1 shelf#2 shelf#3 shelf#* *#*");
  BOOST_TEST (changed_outside ([this] { alkey->touch (everything ()); }) ==
              "shelf#1 shelf#2 shelf#3 shelf#* *#* book#1 book#2 loan#1");
}

BOOST_AUTO_TEST_CASE (a_touch_within_a_transaction_counts_with_it)
{
  BOOST_TEST (changed_outside (
                [this]
                {
                  odb::transaction t (db->begin ());
                  alkey->touch (a);
                  t.rollback ();
                }) == "");
  BOOST_TEST (changed ([this] { alkey->touch (a); }) == "shelf#1 shelf#* *#*");
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
  BOOST_TEST (changed ([this] { alkey->erase<shelf> (a.id); }) ==
              "shelf#1 shelf#* *#*");
  BOOST_CHECK_THROW (commit ([this] { alkey->erase<shelf> (a.id); }),
                     odb::object_not_persistent);
}

BOOST_AUTO_TEST_CASE (an_erase_of_several_ids_changes_their_rows_only)
{
  const std::vector<unsigned long> ids {a.id, c.id};
  BOOST_TEST (
    changed ([&] { alkey->erase<shelf> (ids.begin (), ids.end ()); }) ==
    "shelf#1 shelf#3 shelf#* *#*");
  BOOST_TEST (
    changed ([&] { alkey->erase<shelf> (ids.end (), ids.end ()); }) == "");
  BOOST_CHECK_THROW (
    commit ([&] { alkey->erase<shelf> (ids.begin (), ids.end ()); }),
    odb::object_not_persistent);
}

BOOST_AUTO_TEST_CASE (an_update_of_a_section_changes_the_row)
{
  book x (book_in (a));
  book_in (b);
  BOOST_TEST (changed (
                [&]
                {
                  db->load (x.id, x);
                  db->load (x, x.details);
                  x.summary = "new";
                  alkey->update (x, x.details);
                }) == "shelf#1 shelf#* *#* book#1");
}

BOOST_AUTO_TEST_CASE (a_child_that_moves_changes_both_parents)
{
  book x ("x");
  x.place = odb::lazy_shared_ptr<shelf> (*db, a.id);
  BOOST_TEST (changed ([&] { db->persist (x); }) ==
              "shelf#1 shelf#* *#* book#1");

  // It is loaded, moved and written.
  //
  BOOST_TEST (changed (
                [&]
                {
                  db->load (x.id, x);
                  x.place = odb::lazy_shared_ptr<shelf> (*db, b.id);
                  db->update (x);
                }) == "shelf#1 shelf#2 shelf#* *#* book#1");

  // It is erased, by object and by id.
  //
  BOOST_TEST (changed (
                [&]
                {
                  db->load (x.id, x);
                  db->erase (x);
                  db->persist (x);
                }) == "shelf#2 shelf#* *#* book#1 book#2");
  BOOST_TEST (changed ([&] { alkey->erase<book> (x.id); }) ==
              "shelf#2 shelf#* *#* book#2");
}

BOOST_AUTO_TEST_CASE (a_move_that_was_rolled_back_did_not_happen)
{
  book x (book_in (a));
  x.place = odb::lazy_shared_ptr<shelf> (*db, b.id);
  {
    odb::transaction t (db->begin ());
    db->update (x);
    t.rollback ();
  }

  // It still belongs to a, so a changes although x never says so again; and
  // once it has moved for good, a has nothing to do with it any more.
  //
  BOOST_TEST (changed ([&] { db->update (x); }) ==
              "shelf#1 shelf#2 shelf#* *#* book#1");
  BOOST_TEST (changed ([&] { db->update (x); }) ==
              "shelf#2 shelf#* *#* book#1");
}

BOOST_AUTO_TEST_CASE (a_child_made_by_hand_may_come_from_any_parent)
{
  book y ("y");
  y.id = book_in (a).id;
  y.place = odb::lazy_shared_ptr<shelf> (*db, b.id);
  BOOST_TEST (changed ([&] { db->update (y); }) ==
              "shelf#1 shelf#2 shelf#3 shelf#* *#* book#1");
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
