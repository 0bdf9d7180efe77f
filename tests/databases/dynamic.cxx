// One program with several databases, of which each plugin has one.

#define BOOST_TEST_MODULE odb_alkey on several databases
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/plugin.hxx>

#include <tests/support/changed.hxx>
#include <tests/support/database-server.hxx>
#include <tests/support/redis-setup.hxx>

#include "garden-odb-pgsql.hxx"
#include "garden-odb-sqlite.hxx"
#include "garden-odb.hxx"

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::key;
using odb_alkey::one;

namespace
{
  odb_alkey::options options (const redis_server& redis,
                              const std::string& name_space)
  {
    odb_alkey::options o (tests::patient_options (redis.url ()));
    o.name_space = name_space;
    return o;
  }

  // A database with a writer's and a reader's plugin.
  //
  template <odb::database_id DB>
  struct site
  {
    site (std::unique_ptr<tests::database_server> s,
          const odb_alkey::options& o)
        : server (std::move (s)), db (server->open ()), db2 (server->open ()),
          writer (new odb_alkey::plugin (*db, o)),
          reader (new odb_alkey::plugin (*db2, o))
    {
      for (odb_alkey::plugin* p : {writer.get (), reader.get ()})
      {
        p->maps<tree, DB> ();
        p->maps<bed, DB> ();
        p->maps<label, DB> ();
      }

      odb::transaction t (db->begin ());
      odb::schema_catalog::create_schema (*db);
      t.commit ();
    }

    template <typename F>
    void commit (F f)
    {
      odb::transaction t (db->begin ());
      f (*db);
      t.commit ();
      writer->refresh ();
    }

    std::unique_ptr<tests::database_server> server;
    std::unique_ptr<odb::database> db;
    std::unique_ptr<odb::database> db2;
    std::unique_ptr<odb_alkey::plugin> writer;
    std::unique_ptr<odb_alkey::plugin> reader;
  };

  // Before anybody asks it.
  //
  struct settled_redis: redis_server
  {
    settled_redis ()
    {
      tests::settle (*this, "here");
      tests::settle (*this, "there");
    }
  };

  struct two_sites
  {
    settled_redis redis;
    site<odb::id_sqlite> here {tests::make_sqlite_server (),
                               options (redis, "here")};
    site<odb::id_pgsql> there {tests::make_pgsql_server (),
                               options (redis, "there")};
  };

  template <typename A, typename B>
  void check (A& written, B& other)
  {
    tree x ("oak");
    bed y ({"rose", "sage"});
    written.commit (
      [&] (odb::database& d)
      {
        d.persist (x);
        d.persist (y);
      });

    auto keys = [&] (const odb_alkey::plugin& p)
    {
      std::vector<key> r {
        p.cache_key (one<tree> (x.id)), p.cache_key (one<bed> (y.id)),
        p.cache_key (all<tree> ()), p.cache_key (all<bed> ())};

      for (const key& k : r)
        BOOST_TEST (k.storable ());

      return r;
    };

    std::vector<key> before (keys (*written.reader));
    std::vector<key> elsewhere (keys (*other.reader));

    x.name = "elm";
    y.plants = {"iris"};
    written.commit (
      [&] (odb::database& d)
      {
        d.update (x);
        d.update (y);
      });

    std::vector<key> after (keys (*written.reader));
    std::vector<key> still (keys (*other.reader));

    for (std::size_t i (0); i != after.size (); ++i)
    {
      BOOST_TEST (after[i].str () != before[i].str ());
      BOOST_TEST (still[i].str () == elsewhere[i].str ());
    }

    // Erasing the object or its id is the same.
    //
    odb::transaction t (written.db2->begin ());
    std::unique_ptr<bed> loaded (written.db2->template load<bed> (y.id));
    t.commit ();
    BOOST_TEST (loaded->plants == y.plants, boost::test_tools::per_element ());
    BOOST_TEST (written.reader->cache_key (*loaded).storable ());
    BOOST_TEST (written.reader->cache_key (*loaded).str () == after[1].str ());

    std::string gone (after[0].str ());
    written.commit ([&] (odb::database& d) { d.erase (x); });
    BOOST_TEST (written.reader->cache_key (one<tree> (x.id)).str () != gone);
    BOOST_TEST (written.writer->stats ().unfenced_commits == 0U);
  }
}

BOOST_FIXTURE_TEST_SUITE (dynamic, two_sites)

BOOST_AUTO_TEST_CASE (a_commit_changes_the_keys_of_its_own_database)
{
  check (here, there);
  check (there, here);
}

BOOST_AUTO_TEST_CASE (tables_have_the_names_that_they_were_given)
{
  for (odb_alkey::plugin* p : {here.reader.get (), there.reader.get ()})
  {
    BOOST_TEST (p->cache_key (one<tree> (7)).str () ==
                p->cache_key (odb_alkey::identifier ("alkey:tree#7")).str ());
    BOOST_TEST (p->cache_key (all<bed> ()).str () ==
                p->cache_key (odb_alkey::identifier ("alkey:bed#*")).str ());
  }
}

// Arguments that are written before it is known for which plugin.
//
BOOST_AUTO_TEST_CASE (lists_of_arguments_are_of_no_database)
{
  auto ids (args (1, one<tree> (7), "alkey:tree#9", all<bed> (), "",
                  odb_alkey::everything (), 2));

  auto check_at = [&] (auto& site)
  {
    tree planted ("oak");
    bed made ({"rose"});
    site.commit (
      [&] (odb::database& d)
      {
        d.persist (planted);
        d.persist (made);
      });

    site.reader->refresh ();
    odb::transaction t (site.db2->begin ());
    std::unique_ptr<tree> x (site.db2->template load<tree> (planted.id));
    std::unique_ptr<bed> y (site.db2->template load<bed> (made.id));
    t.commit ();

    std::vector<std::pair<std::string, bed*>> pairs {{"a", y.get ()},
                                                     {"b", nullptr}};
    std::unordered_set<tree*> trees {x.get (), nullptr};

    odb_alkey::plugin& p (*site.reader);
    std::vector<key> expected {
      p.cache_key (3, x), p.cache_key (pairs, 7, *x, trees),
      p.cache_key (1, one<tree> (7), "alkey:tree#9", all<bed> (), "",
                   odb_alkey::everything (), 2)};
    std::vector<decltype (ids)> lists {args (3, x), args (pairs, 7, *x, trees),
                                       ids};

    std::vector<key> keys;
    odb_alkey::fetch_options o;
    o.keys = &keys;
    odb_alkey::cache (p).fetch_many (
      lists, std::chrono::minutes (10),
      [] (const std::vector<std::size_t>& missing)
      { return std::vector<std::string> (missing.size (), "v"); },
      o);

    for (std::size_t i (0); i != expected.size (); ++i)
    {
      BOOST_TEST (expected[i].storable ());
      BOOST_TEST (keys.at (i).str () == expected[i].str ());
    }
  };

  check_at (here);
  check_at (there);
}

// The tables that a statement names are those of its own database.
//
BOOST_AUTO_TEST_CASE (statements_change_the_tables_that_they_name)
{
  auto changes = [] (auto& site, const std::string& text)
  {
    return tests::changed (
      *site.writer, *site.reader, {"tree#7", "bed#7", "label#7"},
      [&] { site.commit ([&] (odb::database& d) { d.execute (text); }); });
  };

  BOOST_TEST (changes (here, "UPDATE tree SET name = 'a'") == "tree#7");
  BOOST_TEST (changes (there, "UPDATE tree SET name = 'a'") == "tree#7");
  BOOST_TEST (changes (here, "DELETE FROM bed_plants") == "bed#7");
  BOOST_TEST (changes (there, "DELETE FROM bed_plants") == "bed#7");
  BOOST_TEST (changes (here, "CREATE TABLE log (n INTEGER)") == "");
  BOOST_TEST (changes (here, "DELETE FROM log") == "");

  // While the table of some class is not known, any may be it.
  //
  here.writer.reset ();
  here.writer.reset (
    new odb_alkey::plugin (*here.db, options (redis, "here")));
  here.writer->maps<tree, odb::id_sqlite> ();
  BOOST_TEST (changes (here, "UPDATE tree SET name = 'b'") == "tree#7");
  BOOST_TEST (changes (here, "UPDATE label SET id = 2") ==
              "tree#7 bed#7 label#7");
}

// It throws, so that no write goes unnoticed.
//
BOOST_AUTO_TEST_CASE (a_class_that_was_not_mapped_is_not_written)
{
  std::unique_ptr<odb::database> db (here.server->open ());
  odb_alkey::plugin alkey (*db, options (redis, "here"));
  BOOST_CHECK_THROW (alkey.cache_key (one<tree> (1)), odb_alkey::exception);
  BOOST_CHECK_THROW (odb_alkey::cache (alkey).fetch (
                       args (one<tree> (1)), std::chrono::minutes (1),
                       [] { return std::string (); }),
                     odb_alkey::exception);

  tree x ("oak");
  odb::transaction t (db->begin ());
  BOOST_CHECK_THROW (db->persist (x), odb_alkey::exception);
  t.rollback ();
}

BOOST_AUTO_TEST_SUITE_END ()
