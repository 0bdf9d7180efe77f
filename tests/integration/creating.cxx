// Reading: what is missing is created so that no old key comes back.

#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/redis-setup.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::key;
using tests::says;

BOOST_FIXTURE_TEST_SUITE (creating, tests::two_processes)

BOOST_AUTO_TEST_CASE (an_evicted_token_never_brings_an_old_key_back)
{
  std::string first (key_of (x).str ());

  evict (name (x));
  std::string second (key_of (x).str ());
  BOOST_TEST (second != first);

  commit ([this] { db->update (x); });
  wait_for_resets ();
  evict (name (x));
  std::string third (key_of (x).str ());
  BOOST_TEST (third != first);
  BOOST_TEST (third != second);
}

BOOST_AUTO_TEST_CASE (evicted_tables_and_sweeps_never_bring_an_old_key_back)
{
  for (const char* identifier :
       {"alkey:shelf#*", "alkey:shelf#!", "alkey:*#!", "alkey:*#*"})
  {
    BOOST_TEST_CONTEXT (identifier)
    {
      auto rest = [this]
      {
        return reader->cache_key (all<shelf> (), everything ()).str ();
      };

      std::string a (key_of (x).str ()), b (rest ());
      evict (identifier);
      BOOST_TEST (rest () != b);

      // A row's version depends on the sweeps and on nothing else of these.
      //
      bool sweep (identifier[std::string (identifier).size () - 1] == '!');
      BOOST_TEST ((key_of (x).str () != a) == sweep);
    }
  }
}

BOOST_AUTO_TEST_CASE (the_first_value_of_an_object_can_be_stored)
{
  // Its token is new, but its table says that nothing changed since it was
  // loaded.
  //
  evict (name (x));
  std::shared_ptr<shelf> s (load (x.id));
  key k (reader->cache_key (*s));
  BOOST_TEST (k.storable ());
  BOOST_TEST (reader->cache_key (*s).str () == k.str ());
}

BOOST_AUTO_TEST_CASE (a_table_that_changed_bounds_when_a_row_did)
{
  std::shared_ptr<shelf> s (load (x.id));
  commit ([this] { db->update (x); });
  wait_for_resets ();
  evict (name (x));
  BOOST_TEST (!reader->cache_key (*s).storable ());
}

BOOST_AUTO_TEST_CASE (a_table_that_is_being_written_bounds_nothing)
{
  // The token that says that this very row is being written is lost: then
  // the table's version is older than the change.
  //
  std::shared_ptr<shelf> s;

  commit_with (x,
               [&]
               {
                 reader->refresh ();
                 s = load (x.id);
                 evict (name (x));
                 BOOST_TEST (!reader->cache_key (*s).storable ());
               });

  // A table's token that was lost itself bounds nothing either.
  //
  wait_for_resets ();
  s = load (x.id);
  evict (name (x));
  evict ("alkey:shelf#*");
  BOOST_TEST (!reader->cache_key (*s).storable ());
}

BOOST_AUTO_TEST_CASE (what_is_created_where_fences_are_evicted_has_one)
{
  redis.command ({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});

  auto created = [this]
  {
    BOOST_TEST (!storable (x));
    BOOST_TEST (says (stored (x), "-0-"));
    BOOST_TEST (life (name (x)) > 0);
  };

  evict (name (x));
  created ();

  // A fence creates it, and so does a reset that finds it gone again. It does
  // not expire while a commit is in flight.
  //
  for (bool again : {false, true})
  {
    evict (name (x));
    commit_with (x,
                 [&]
                 {
                   BOOST_TEST (says (stored (x), "-0-"));
                   BOOST_TEST (life (name (x)) == -1);

                   if (again)
                     evict (name (x));
                 });
    wait_for_resets ();
    created ();
  }

  redis.command ({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  BOOST_TEST (storable (y));
}

BOOST_AUTO_TEST_CASE (a_token_that_was_never_written_expires)
{
  // Requests for tables that do not exist must not fill Redis for ever.
  //
  const std::string id ("alkey:nowhere#1");
  reader->cache_key (odb_alkey::identifier (id));

  for (const char* i :
       {"alkey:nowhere#1", "alkey:nowhere#*", "alkey:nowhere#!", "alkey:*#!"})
    BOOST_TEST (life (i) > 0, i);

  // It lives on while other objects are asked for.
  //
  for (const char* i : {"alkey:nowhere#*", "alkey:nowhere#!"})
    redis.command ({"PEXPIRE", redis_key (i), "60000"});

  std::string before (stored ("alkey:nowhere#!"));
  reader->cache_key (odb_alkey::identifier ("alkey:nowhere#2"));

  for (const char* i : {"alkey:nowhere#*", "alkey:nowhere#!"})
    BOOST_TEST (life (i) > 60000, i);

  BOOST_TEST (stored ("alkey:nowhere#!") == before);

  // A token that has been written stays.
  //
  alkey->touch (odb_alkey::identifier ("alkey:nowhere#!"));
  reader->cache_key (odb_alkey::identifier ("alkey:nowhere#3"));
  BOOST_TEST (life ("alkey:nowhere#!") == -1);
}

BOOST_AUTO_TEST_CASE (a_sweep_that_expired_never_brings_an_old_key_back)
{
  odb_alkey::identifier i ("alkey:nowhere#1");
  std::string first (reader->cache_key (i).str ());
  evict ("alkey:nowhere#!");
  std::string second (reader->cache_key (i).str ());
  alkey->touch (i);
  evict ("alkey:nowhere#!");
  std::string third (reader->cache_key (i).str ());

  BOOST_TEST (first != second);
  BOOST_TEST (second != third);
  BOOST_TEST (first != third);
}

BOOST_AUTO_TEST_CASE (a_key_may_depend_on_thousands_of_tables)
{
  // Their sweeps and tokens are more than a command within a script gets.
  //
  std::vector<odb_alkey::identifier> v;
  for (unsigned long i (0); i != 2000; ++i)
    v.push_back (
      odb_alkey::identifier ("alkey:t" + std::to_string (i) + "#1"));

  evict ("alkey:*#!");
  BOOST_TEST (reader->cache_key (v).storable ());
  BOOST_TEST (stored ("alkey:t1999#*") != "");
  odb_alkey::stats n (reader->stats ());

  // Some have versions of their own.
  //
  alkey->touch (v[3]);
  alkey->touch (v[500]);
  alkey->touch (odb_alkey::identifier ("alkey:t1700#!"));
  alkey->touch (v[1900]);
  std::string before (reader->cache_key (v).str ());
  BOOST_TEST (reader->stats ().repairs == n.repairs);

  // A clock that is behind is raised by the script, for a process that has not
  // seen it before.
  //
  write ("origin", origin_at ("1000"));
  renew_reader (options ());
  BOOST_TEST (reader->cache_key (v).str () == before);
  BOOST_TEST (reader->stats ().repairs == 1U);

  // The repair is done once for all.
  //
  BOOST_TEST (reader->cache_key (v).str () == before);
  BOOST_TEST (reader->stats ().repairs == 1U);
}

BOOST_AUTO_TEST_CASE (a_key_costs_one_round_trip_and_a_missing_token_one_more)
{
  std::vector<odb_alkey::identifier> v;
  for (unsigned long i (1); i != 100; ++i)
    v.push_back (odb_alkey::identifier ("alkey:shelf#" + std::to_string (i)));
  reader->cache_key (v, all<book> (), everything ());

  // INFO counts itself.
  //
  unsigned long before (tests::commands (redis));
  reader->cache_key (v, all<book> (), everything ());
  BOOST_TEST (tests::commands (redis) - before == 2U);

  BOOST_TEST (reader->stats ().repairs <= 3U);
  evict (name (x));
  odb_alkey::stats n (reader->stats ());
  reader->cache_key (v);
  BOOST_TEST (reader->stats ().repairs == n.repairs + 1);
}

BOOST_AUTO_TEST_SUITE_END ()
