// A commit changes the keys that others make, on every database.

#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>
#include <odb/tracer.hxx>

#include "clients.hxx"

using odb_alkey::all;
using odb_alkey::key;
using odb_alkey::one;

namespace
{
  // Keeps what it is given, and how.
  //
  struct recording_tracer: odb::tracer
  {
    void execute (odb::connection&, const odb::statement& s) override
    {
      statements.push_back (s.text ());
    }

    void execute (odb::connection&, const char* s) override
    {
      texts.push_back (s);
    }

    std::vector<std::string> statements;
    std::vector<std::string> texts;
  };
}

BOOST_FIXTURE_TEST_SUITE (writing, tests::clients)

BOOST_AUTO_TEST_CASE (many_clients_are_served_at_a_time)
{
  std::vector<odb::connection_ptr> v;

  while (v.size () != 60)
  {
    v.push_back (db->connection ());
    v.back ()->execute ("DELETE FROM label");
  }
}

BOOST_AUTO_TEST_CASE (transactions_are_spelled_as_the_library_expects)
{
  recording_tracer r;
  db->tracer (r);
  writer.reset ();
  odb::transaction (db->begin ()).commit ();
  odb::transaction (db->begin ()).rollback ();

  // Only SQLite has statements for them.
  //
  bool statements (db->id () == odb::id_sqlite);
  std::vector<std::string> none;
  std::vector<std::string> all {"BEGIN", "COMMIT", "BEGIN", "ROLLBACK"};
  BOOST_TEST (r.statements == (statements ? all : none),
              boost::test_tools::per_element ());
  BOOST_TEST (r.texts == (statements ? none : all),
              boost::test_tools::per_element ());

  // Connections still have the plugin's tracer, which passes on.
  //
  db->tracer (nullptr);
}

BOOST_AUTO_TEST_CASE (each_write_changes_the_key_of_the_object)
{
  tree x ("oak");
  key none (reader->cache_key (one<tree> (1)));

  commit ([&] { db->persist (x); });
  BOOST_REQUIRE (x.id == 1U);
  key persisted (key_of<tree> (x.id));

  x.name = "elm";
  commit ([&] { db->update (x); });
  key updated (key_of<tree> (x.id));

  commit ([&] { db->erase (x); });
  key erased (key_of<tree> (x.id));

  for (const key* k : {&none, &persisted, &updated, &erased})
    BOOST_TEST (k->storable ());

  BOOST_TEST (persisted.str () != none.str ());
  BOOST_TEST (updated.str () != persisted.str ());
  BOOST_TEST (erased.str () != updated.str ());
  BOOST_TEST (erased.str () == key_of<tree> (x.id).str ());
  BOOST_TEST (writer->stats ().resets == 3U);
  BOOST_TEST (writer->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_CASE (what_is_in_a_container_belongs_to_the_object)
{
  bed x ({"rose", "sage"});
  bed y ({"iris"});
  commit (
    [&]
    {
      db->persist (x);
      db->persist (y);
    });

  std::string before (key_of<bed> (x.id).str ());
  std::string other (key_of<bed> (y.id).str ());

  x.plants = {"thyme"};
  commit ([&] { db->update (x); });
  BOOST_TEST (key_of<bed> (x.id).str () != before);
  BOOST_TEST (key_of<bed> (y.id).str () == other);

  std::unique_ptr<bed> loaded (load<bed> (x.id));
  BOOST_TEST (loaded->plants == x.plants, boost::test_tools::per_element ());
  BOOST_TEST (reader->cache_key (*loaded).storable ());
  BOOST_TEST (reader->cache_key (*loaded).str () == key_of<bed> (x.id).str ());
}

BOOST_AUTO_TEST_CASE (a_rollback_changes_no_key)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });
  std::string before (key_of<tree> (x.id).str ());
  std::string list (reader->cache_key (all<tree> ()).str ());

  odb::transaction t (db->begin ());
  x.name = "elm";
  db->update (x);
  t.rollback ();

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () == before);
  BOOST_TEST (reader->cache_key (all<tree> ()).str () == list);
  BOOST_TEST (writer->stats ().fences == 1U);
}

BOOST_AUTO_TEST_CASE (nothing_is_stored_while_a_commit_is_in_flight)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });
  std::string before (key_of<tree> (x.id).str ());

  x.name = "elm";
  bool met (false);
  hook.at ("COMMIT",
           [&] (odb::connection&)
           {
             key k (reader->cache_key (one<tree> (x.id)));
             BOOST_TEST (!k.storable ());
             BOOST_TEST (k.str () != before);
             met = true;
           });
  commit ([&] { db->update (x); });
  BOOST_TEST (met);

  key after (key_of<tree> (x.id));
  BOOST_TEST (after.storable ());
  BOOST_TEST (after.str () != before);
}

BOOST_AUTO_TEST_CASE (writes_that_only_the_plugin_knows_change_keys)
{
  tree x ("oak");
  tree y ("elm");
  commit (
    [&]
    {
      db->persist (x);
      db->persist (y);
    });
  std::string before (key_of<tree> (x.id).str ());
  std::string other (key_of<tree> (y.id).str ());

  commit ([&] { writer->erase<tree> (x.id); });
  BOOST_TEST (key_of<tree> (x.id).str () != before);
  BOOST_TEST (key_of<tree> (y.id).str () == other);
  BOOST_TEST (count<tree> () == 1U);
}

BOOST_AUTO_TEST_SUITE_END ()
