// The parents of an object have parents, too, over any number of levels: whose
// tokens change, and with how many statements.

#include "levels.hxx"

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb/schema-catalog.hxx>
#include <odb/session.hxx>
#include <odb/transaction.hxx>

#include <tests/support/traced.hxx>

#include "levels-odb.hxx"
#include "with-id.hxx"

using namespace levels;
using tests::with_id;

void hound::track (odb::callback_event e, odb::database& d) const
{
  odb_alkey::track (*this, e, d);
}

namespace
{
  struct fixture: tests::traced
  {
    fixture ()
    {
      subjects = {"author#1",     "author#2",  "author#3",   "post#1",
                  "post#2",       "post#3",    "reply#1",    "section#a",
                  "section#%2Fb", "section#c", "seat#1%2F2", "guest#1",
                  "pet#1",        "flea#1"};
      commit ([this] { odb::schema_catalog::create_schema (*db, "levels"); });
      alkey->reads_schema ("levels");

      commit (
        [this]
        {
          for (int i : {1, 2, 3})
          {
            author a (with_id<author> (i));
            db->persist (a);
            post p (with_id<post> (i));
            p.by = author_of (i);
            db->persist (p);
          }
        });
    }

    odb::lazy_shared_ptr<author> author_of (int id)
    {
      return odb::lazy_shared_ptr<author> (*db, id);
    }

    odb::lazy_shared_ptr<post> post_of (int id)
    {
      return odb::lazy_shared_ptr<post> (*db, id);
    }

    odb::lazy_shared_ptr<section> section_of (const char* id)
    {
      return odb::lazy_shared_ptr<section> (*db, std::string (id));
    }

    // Counts also the statements between BEGIN and COMMIT.
    //
    template <typename F>
    std::string changed (F f)
    {
      return changed_outside (
        [&]
        {
          unsigned before (hook.seen);
          commit (f);
          statements = hook.seen - before - 2;
        });
    }

    reply reply_to (int id)
    {
      reply r;
      r.to = post_of (id);
      commit ([&] { db->persist (r); });
      return r;
    }

    void persist_hound ()
    {
      hound h (with_id<hound> (1));
      h.of = author_of (2);
      commit ([&] { db->persist (h); });
    }

    unsigned statements = 0;
  };
}

BOOST_FIXTURE_TEST_SUITE (belonging_over_levels, fixture)

BOOST_AUTO_TEST_CASE (what_a_parent_belongs_to_changes)
{
  reply r;
  r.to = post_of (2);

  // The post is loaded, and its author is not.
  //
  BOOST_TEST (changed ([&] { db->persist (r); }) == "author#2 post#2 reply#1");
  BOOST_TEST (statements == 2U);
  BOOST_TEST (changed ([&] { db->update (r); }) == "author#2 post#2 reply#1");
  BOOST_TEST (statements == 2U);
  BOOST_TEST (changed ([&] { db->erase (r); }) == "author#2 post#2 reply#1");
  BOOST_TEST (statements == 2U);

  // One level takes no more than the operation.
  //
  post p (with_id<post> (1));
  p.by = author_of (1);
  commit ([&] { db->load (1, p); });
  BOOST_TEST (changed ([&] { db->update (p); }) == "author#1 post#1");
  BOOST_TEST (statements == 1U);
}

BOOST_AUTO_TEST_CASE (each_is_loaded_once_in_a_transaction)
{
  reply r (reply_to (1));
  reply s (reply_to (1));

  BOOST_TEST (changed (
                [&]
                {
                  db->update (r);
                  db->update (s);
                  db->update (r);
                }) == "author#1 post#1 reply#1");
  BOOST_TEST (statements == 4U);

  // In the next one it may belong to another.
  //
  commit ([&] { db->execute ("UPDATE post SET by = 3 WHERE id = 1"); });
  BOOST_TEST (changed ([&] { db->update (r); }) == "author#3 post#1 reply#1");
  BOOST_TEST (statements == 2U);
}

BOOST_AUTO_TEST_CASE (what_is_new_in_the_transaction_is_not_loaded)
{
  BOOST_TEST (changed (
                [&]
                {
                  post p (with_id<post> (4));
                  p.by = author_of (3);
                  db->persist (p);
                  reply r;
                  r.to = post_of (4);
                  db->persist (r);
                }) == "author#3 reply#1");
  BOOST_TEST (statements == 2U);
}

BOOST_AUTO_TEST_CASE (both_sides_of_a_move_change_on_each_level)
{
  reply r (reply_to (1));
  r.to = post_of (2);
  BOOST_TEST (changed ([&] { db->update (r); }) ==
              "author#1 author#2 post#1 post#2 reply#1");
  BOOST_TEST (statements == 3U);

  // An object that was not loaded may come from anywhere.
  //
  reply s (with_id<reply> (r.id));
  s.to = post_of (1);
  BOOST_TEST (changed ([&] { db->update (s); }) ==
              "author#1 author#2 author#3 post#1 post#2 post#3 reply#1");
}

BOOST_AUTO_TEST_CASE (a_session_is_not_asked)
{
  reply r (reply_to (1));
  odb::session s;
  odb::transaction t (db->begin ());
  std::shared_ptr<post> held (db->load<post> (1));
  t.commit ();

  odb::session::reset_current ();
  commit ([&] { db->execute ("UPDATE post SET by = 3 WHERE id = 1"); });
  odb::session::current (s);

  BOOST_TEST (changed ([&] { db->update (r); }) == "author#3 post#1 reply#1");
  BOOST_TEST (&odb::session::current () == &s);
  BOOST_TEST (db->load<post> (1) == held);
}

BOOST_AUTO_TEST_CASE (circles_end)
{
  section a (with_id<section> ("a"));
  section b (with_id<section> ("/b"));
  section c (with_id<section> ("c"));
  a.within = section_of ("/b");
  b.within = section_of ("c");
  c.within = section_of ("a");

  odb::transaction t (db->begin ());
  db->execute ("PRAGMA defer_foreign_keys = ON");
  db->persist (a);
  db->persist (b);
  db->persist (c);
  t.commit ();

  BOOST_TEST (changed ([&] { db->update (a); }) ==
              "section#a section#%2Fb section#c");
  BOOST_TEST (statements == 4U);

  // It is its own parent.
  //
  a.within = section_of ("a");
  commit ([&] { db->update (a); });
  BOOST_TEST (changed ([&] { db->update (a); }) == "section#a");
}

BOOST_AUTO_TEST_CASE (long_chains_end)
{
  const int length (3000);

  commit (
    [&]
    {
      for (int i (0); i != length; ++i)
      {
        section s (with_id<section> (std::to_string (i)));

        if (i != 0)
          s.within = section_of (std::to_string (i - 1).c_str ());

        db->persist (s);
      }
    });

  subjects = {"section#0", "section#1500", "section#2999", "section#a"};
  section s;
  commit ([&] { db->load (std::to_string (length - 1), s); });
  BOOST_TEST (changed ([&] { db->update (s); }) ==
              "section#0 section#1500 section#2999");
  BOOST_TEST (statements == static_cast<unsigned> (length));
}

BOOST_AUTO_TEST_CASE (an_object_that_cannot_be_loaded_may_have_any_parent)
{
  place p;
  p.row = 1;
  p.column = 2;
  section a (with_id<section> ("a"));
  seat s (with_id<seat> (p));
  s.in = section_of ("a");
  commit (
    [&]
    {
      db->persist (a);
      db->persist (s);
    });

  guest g (with_id<guest> (1));
  g.on = odb::lazy_shared_ptr<seat> (*db, p);
  BOOST_TEST (changed ([&] { db->persist (g); }) ==
              "section#a section#%2Fb section#c seat#1%2F2 guest#1");
  BOOST_TEST (statements == 1U);
}

BOOST_AUTO_TEST_CASE (derived_classes_have_parents_of_their_own)
{
  persist_hound ();

  flea f (with_id<flea> (1));
  f.on = odb::lazy_shared_ptr<pet> (*db, 1);
  BOOST_TEST (changed ([&] { db->persist (f); }) == "author#2 pet#1 flea#1");
}

BOOST_AUTO_TEST_CASE (a_parent_that_is_not_there_has_none)
{
  reply r (reply_to (1));
  commit (
    [&]
    {
      db->execute ("PRAGMA defer_foreign_keys = ON");
      db->execute ("UPDATE reply SET \"to\" = NULL");
      db->execute ("DELETE FROM post WHERE id = 1");
    });
  BOOST_TEST (changed ([&] { db->erase (r); }) == "post#1 reply#1");
}

BOOST_AUTO_TEST_CASE (unknown_rows_may_belong_to_any)
{
  BOOST_TEST (changed ([&] { db->execute ("UPDATE reply SET id = id"); }) ==
              "author#1 author#2 author#3 post#1 post#2 post#3 reply#1");
  BOOST_TEST (changed ([&] { db->execute ("UPDATE post SET id = id"); }) ==
              "author#1 author#2 author#3 post#1 post#2 post#3");
}

BOOST_AUTO_TEST_CASE (a_touch_reaches_as_far)
{
  reply r (reply_to (2));
  BOOST_TEST (changed ([&] { alkey->touch (r); }) ==
              "author#2 post#2 reply#1");

  // Outside of a transaction nothing can be loaded.
  //
  const unsigned before (hook.seen);
  BOOST_TEST (changed_outside ([&] { alkey->touch (r); }) ==
              "author#1 author#2 author#3 post#2 reply#1");
  BOOST_TEST (hook.seen == before);
  BOOST_TEST (changed_outside ([&] { alkey->touch<post> (3); }) == "post#3");
}

BOOST_AUTO_TEST_CASE (erasing_by_id_reaches_as_far)
{
  reply r (reply_to (2));
  BOOST_TEST (changed ([&] { alkey->erase<reply> (r.id); }) ==
              "author#2 post#2 reply#1");
  BOOST_TEST (statements == 3U);
}

// The row may be that of an object of a derived class, whose parents the root
// does not know: they may be any.
//
BOOST_AUTO_TEST_CASE (erasing_by_id_of_the_root_reaches_any_parent)
{
  persist_hound ();

  BOOST_TEST (changed ([&] { alkey->erase<pet> (1); }) ==
              "author#1 author#2 author#3 pet#1");
}

// Eager pointers in a circle, which ODB loads in a session alone.
//
BOOST_AUTO_TEST_CASE (what_is_loaded_with_one_another)
{
  auto first (std::make_shared<ring> (with_id<ring> (1)));
  auto second (std::make_shared<ring> (with_id<ring> (2)));
  commit (
    [&]
    {
      db->persist (second);
      first->next = second;
      db->persist (first);
      second->next = first;
      db->update (second);
    });

  alkey->refresh ();
  std::string before (alkey->token (odb_alkey::one<ring> (2)));
  commit (
    [&]
    {
      odb::session s;
      std::shared_ptr<ring> loaded (db->load<ring> (1));
      db->update (loaded);
    });

  alkey->refresh ();
  BOOST_TEST (alkey->token (odb_alkey::one<ring> (2)) != before);
}

BOOST_AUTO_TEST_SUITE_END ()
