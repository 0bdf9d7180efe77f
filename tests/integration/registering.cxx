#include <odb_alkey/plugin.hxx>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb/transaction.hxx>

#include <tests/support/environment.hxx>
#include <tests/support/thrown.hxx>

#include "library-odb.hxx"

using odb_alkey::all;
using odb_alkey::one;
using tests::environment;

BOOST_AUTO_TEST_SUITE (registering)

BOOST_FIXTURE_TEST_CASE (a_second_plugin_on_a_database_is_refused, environment)
{
  tests::refuses<odb_alkey::exception> (
    [&] { odb_alkey::plugin second (*db, options ()); }, {"already bound"});

  // The first one still works.
  //
  std::string before (alkey->token (all<shelf> ()));
  shelf s ("a");
  commit ([&] { db->persist (s); });
  BOOST_TEST (alkey->token (all<shelf> ()) != before);
}

BOOST_FIXTURE_TEST_CASE (options_are_checked, environment)
{
  alkey.reset ();

  odb_alkey::options o (options ());
  o.name_space = "a:b";
  BOOST_CHECK_THROW (odb_alkey::plugin (*db, o), odb_alkey::invalid_options);

  o = options ();
  o.url = "http://example";
  BOOST_CHECK_THROW (odb_alkey::plugin (*db, o), odb_alkey::invalid_options);

  // Nothing stays bound.
  //
  odb_alkey::plugin good (*db, options ());
}

BOOST_FIXTURE_TEST_CASE (destroying_a_plugin_unbinds_it, environment)
{
  std::string before (alkey->token (all<shelf> ()));
  alkey.reset ();

  shelf s ("a");
  commit ([&] { db->persist (s); });

  alkey.reset (new odb_alkey::plugin (*db, options ()));
  BOOST_TEST (alkey->token (all<shelf> ()) == before);

  commit ([&] { db->update (s); });
  BOOST_TEST (alkey->token (all<shelf> ()) != before);
}

// The thread sanitizer shows if it looks at connections that are in use.
//
BOOST_FIXTURE_TEST_CASE (a_plugin_goes_while_another_database_is_written,
                         environment)
{
  std::unique_ptr<odb::sqlite::database> other (
    tests::make_database (directory.path () + "/other"));
  std::atomic<bool> stop (false);
  std::thread writer (
    [&]
    {
      while (!stop)
      {
        shelf s ("a");
        commit ([&] { db->persist (s); });
      }
    });

  for (int n (0); n != 20; ++n)
  {
    odb_alkey::plugin p (*other, options ());
    shelf s ("b");
    odb::transaction t (other->begin ());
    other->persist (s);
    t.commit ();
  }

  stop = true;
  writer.join ();
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
}

BOOST_FIXTURE_TEST_CASE (what_was_written_before_the_plugin_went_is_reset,
                         environment)
{
  odb_alkey::options o (options ());
  std::string before (alkey->token (all<shelf> ()));

  shelf s ("a");
  odb::transaction t (db->begin ());
  db->persist (s);
  alkey.reset ();
  t.commit ();

  alkey.reset (new odb_alkey::plugin (*db, o));
  BOOST_TEST (alkey->token (all<shelf> ()) != before);
}

BOOST_FIXTURE_TEST_CASE (two_databases_do_not_mix, environment)
{
  std::unique_ptr<odb::sqlite::database> other (
    tests::make_database (directory.path () + "/other"));

  odb_alkey::options o (options ());
  o.name_space = "other";
  tests::settle (redis, "other");
  odb_alkey::plugin second (*other, o);

  std::string first_before (alkey->token (all<shelf> ()));
  std::string second_before (second.token (all<shelf> ()));

  shelf s ("a");
  {
    odb::transaction t (other->begin ());
    other->persist (s);
    t.commit ();
  }
  BOOST_TEST (alkey->token (all<shelf> ()) == first_before);
  BOOST_TEST (second.token (all<shelf> ()) != second_before);

  // A transaction on the one does not count as one on the other.
  //
  odb::transaction t (other->begin ());
  other->update (s);
  alkey->touch<shelf> (7);
  BOOST_TEST (alkey->token (all<shelf> ()) != first_before);
  BOOST_TEST (alkey->cache_key (all<shelf> ()).storable ());
  BOOST_TEST (!second.cache_key (all<shelf> ()).storable ());
}

BOOST_AUTO_TEST_CASE (a_redis_that_is_down_makes_keys_unique_in_time)
{
  tests::temporary_directory directory;
  std::unique_ptr<odb::sqlite::database> db (
    tests::make_database (directory.path () + "/db"));

  tests::messages log;
  odb_alkey::options o;
  o.url = "unix://" + directory.path () + "/nobody.sock";
  o.log = log.listener ();
  odb_alkey::plugin alkey (*db, o);

  BOOST_TEST (!alkey.ready ());
  BOOST_TEST (!alkey.refresh ());

  shelf s ("a");
  odb::transaction t (db->begin ());
  db->persist (s);
  t.commit ();

  odb_alkey::key k (alkey.cache_key (one<shelf> (1)));
  odb_alkey::key l (alkey.cache_key (one<shelf> (1)));
  BOOST_TEST (!k.storable ());
  BOOST_TEST (k.str () != l.str ());
  BOOST_TEST (k.digest () != l.digest ());
  BOOST_TEST (alkey.token (one<shelf> (1)) != alkey.token (one<shelf> (1)));

  odb_alkey::stats n (alkey.stats ());
  BOOST_TEST (n.keys == 2U);
  BOOST_TEST (n.unique_unavailable == 2U);
  BOOST_TEST (n.unfenced_commits == 1U);
  BOOST_TEST (n.pending == 3U * 2);
  BOOST_TEST (n.down == 1U);
  BOOST_TEST (n.lost_resets == 0U);
  BOOST_TEST (log.count (o.url.substr (7)) >= 1U);
}

BOOST_FIXTURE_TEST_CASE (a_refused_commit_is_rolled_back, environment)
{
  shelf s ("a");
  commit ([&] { db->persist (s); });

  alkey.reset ();
  odb_alkey::options o (options ());
  o.when_unavailable = odb_alkey::when_unavailable::refuse;
  o.budget = std::chrono::milliseconds (200);
  odb_alkey::plugin strict (*db, o);
  std::string before (strict.token (s));
  redis.kill ();

  {
    odb::transaction t (db->begin ());
    s.name = "b";
    db->update (s);
    BOOST_CHECK_THROW (t.commit (), odb_alkey::redis_unavailable);
  }
  BOOST_CHECK_THROW (strict.touch (s), odb_alkey::redis_unavailable);

  // The connection is good for its next user, which reads or writes nothing
  // that is tracked.
  //
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (std::unique_ptr<shelf> (db->load<shelf> (s.id))->name == "a");
    t.commit ();
  }

  redis.restart ();
  BOOST_TEST (strict.flush (tests::patience) == 0U);
  odb::transaction t (db->begin ());
  db->update (s);
  t.commit ();
  BOOST_TEST (strict.stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
