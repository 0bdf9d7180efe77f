// Rows that the database erases or changes by itself, as ODB has declared it.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>

#include <tests/support/changed.hxx>

#include "clients.hxx"
#include "family-odb.hxx"

using odb_alkey::one;

namespace
{
  using namespace family;

  struct families: tests::clients
  {
    families ()
    {
      add_schema ("family");
      commit ([this] { persist_all (); });
      swept_before = writer->stats ().swept_statements;
    }

    void persist_all ()
    {
      db->persist (home);

      person p;
      p.home = odb::lazy_shared_ptr<house> (*db, home.id);
      db->persist (p);

      odb::lazy_shared_ptr<person> one (*db, p.id);

      dog d;
      d.of = one;
      db->persist (d);

      collar c;
      c.on = odb::lazy_shared_ptr<dog> (*db, d.id);
      db->persist (c);

      club b;
      b.members.push_back (one);
      db->persist (b);

      letter l;
      l.to.push_back (one);
      db->persist (l);

      star s;
      db->persist (s);
    }

    // Whose token f changes of the one object of each class.
    //
    template <typename F>
    std::string changed (F f)
    {
      std::string r (
        tests::changed (*writer, *reader,
                        {"house#1", "person#1", "animal#1", "collar#1",
                         "club#1", "letter#1", "star#1"},
                        [&] { commit (f); }));

      for (std::size_t i; (i = r.find ("#1")) != std::string::npos;)
        r.erase (i, 2);

      return r;
    }

    std::size_t swept () const
    {
      return writer->stats ().swept_statements - swept_before;
    }

    std::size_t swept_before = 0;
    house home;
    const std::string all {"house person animal collar club letter"};
  };
}

BOOST_FIXTURE_TEST_SUITE (cascades, families)

BOOST_AUTO_TEST_CASE (of_an_object)
{
  BOOST_TEST (changed ([this] { db->erase (home); }) == all);
  BOOST_TEST (swept () == 1U);

  // It is what the database does.
  //
  BOOST_TEST (count<person> () == 0U);
  BOOST_TEST (count<animal> () == 0U);
  BOOST_TEST (count<star> () == 1U);

  odb::transaction t (db2->begin ());
  std::unique_ptr<collar> c (db2->load<collar> (1));
  BOOST_TEST (!c->on);
  std::unique_ptr<club> m (db2->load<club> (1));
  BOOST_TEST (m->members.empty ());
  std::unique_ptr<letter> l (db2->load<letter> (1));
  BOOST_REQUIRE (l->to.size () == 1U);
  BOOST_TEST (!l->to[0]);
}

BOOST_AUTO_TEST_CASE (of_statements)
{
  BOOST_TEST (changed ([this] { db->erase<house> (1); }) == all);
  commit (
    [this]
    {
      for (const char* t : {"collar", "club", "letter", "star"})
        db->execute (std::string ("DELETE FROM ") + t);
      persist_all ();
    });
  BOOST_TEST (changed ([this] { writer->erase<house> (1); }) == all);
  BOOST_TEST (changed ([this] { db->erase_query<house> (); }) == all);
  BOOST_TEST (changed ([this] { db->execute ("DELETE FROM person"); }) ==
              "person animal collar club letter");
  BOOST_TEST (changed ([this] { db->execute ("DELETE FROM dog"); }) ==
              "animal collar");
}

BOOST_AUTO_TEST_CASE (of_nothing_else)
{
  BOOST_TEST (changed (
                [this]
                {
                  home.rooms.push_back ("hall");
                  db->update (home);
                  db->erase<star> (1);
                }) == "house star");
  BOOST_TEST (changed ([this] { db->execute ("UPDATE house SET id = id"); }) ==
              "house");
  BOOST_TEST (changed (
                [this]
                {
                  std::unique_ptr<letter> l (db->load<letter> (1));
                  db->erase (*l);
                }) == "letter");
}

BOOST_AUTO_TEST_CASE (are_part_of_what_the_transaction_wrote)
{
  writer->refresh ();
  odb::transaction t (db->begin ());
  BOOST_TEST (writer->cache_key (one<animal> (1)).storable ());
  db->erase (home);
  BOOST_TEST (!writer->cache_key (one<animal> (1)).storable ());
  t.rollback ();
  BOOST_TEST (writer->cache_key (one<animal> (1)).storable ());
}

// A write names it as a key does.
//
BOOST_AUTO_TEST_CASE (ids_of_any_bytes)
{
  for (const char* bytes : {"\x60\x00\x01zzzzzzzzzzzzz", "\\x6000010203040",
                            "\x00\xff'\"%/#*!,.:;\n\r", "0123456789abcdef"})
  {
    file f;
    std::memcpy (f.id.bytes, bytes, sizeof (f.id.bytes));

    auto changes = [&] (void (*write) (odb::database&, file&))
    {
      writer->refresh ();
      std::string before (reader->cache_key (one<file> (f.id)).str ());
      commit ([&] { write (*db, f); });
      writer->refresh ();
      std::string after (reader->cache_key (one<file> (f.id)).str ());

      // Erasing the object or its id is the same.
      //
      odb::transaction t (db2->begin ());
      std::unique_ptr<file> p (db2->find<file> (f.id));
      t.commit ();
      BOOST_TEST ((p == nullptr || reader->cache_key (*p).str () == after));
      return after != before;
    };

    BOOST_TEST (changes ([] (odb::database& d, file& x) { d.persist (x); }));
    BOOST_TEST (changes (
      [] (odb::database& d, file& x)
      {
        x.size = 1;
        d.update (x);
      }));

    // Its image has what was read.
    //
    BOOST_TEST (changes (
      [] (odb::database& d, file& x)
      {
        std::unique_ptr<file> p (d.load<file> (x.id));
        p->size = 2;
        d.update (*p);
      }));
    BOOST_TEST (
      changes ([] (odb::database& d, file& x) { d.erase<file> (x.id); }));
  }

  BOOST_TEST (swept () == 4U);
}

BOOST_AUTO_TEST_SUITE_END ()
