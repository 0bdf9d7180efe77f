// A server that dies at COMMIT, whose outcome is unknown.

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb/connection.hxx>
#include <odb/exceptions.hxx>

#include "clients.hxx"

using odb_alkey::key;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace
{
  const milliseconds fence_timeout (400);

  struct mortal: tests::clients
  {
    mortal (): clients (fence_timeout) {}

    // Other tests need the server.
    //
    ~mortal ()
    {
      tests::server ().restart ();
    }

    // Connections of before are found to be dead with their next statement.
    //
    void reconnect (odb::database& d)
    {
      for (int i (0); i != 3; ++i)
      {
        try
        {
          odb::transaction t (d.begin ());
          d.execute ("DELETE FROM label");
          t.commit ();
          return;
        }
        catch (const odb::connection_lost&)
        {
        }
      }

      BOOST_FAIL ("no connection to the server comes up again");
    }

    void check (bool committed)
    {
      tree x ("oak");
      commit ([&] { db->persist (x); });
      std::string before (key_of<tree> (x.id).str ());
      std::unique_ptr<tree> old (load<tree> (x.id));
      BOOST_TEST (reader->cache_key (*old).storable ());

      x.name = "elm";
      steady_clock::time_point fenced;
      hook.at ("COMMIT",
               [&] (odb::connection& c)
               {
                 fenced = steady_clock::now ();

                 // It is done, and the reply to the one that the library
                 // awaits is lost.
                 //
                 if (committed)
                   c.execute ("COMMIT WORK");

                 tests::server ().kill ();
               });
      BOOST_CHECK_THROW (commit ([&] { db->update (x); }), odb::exception);
      BOOST_TEST (writer->stats ().unknown_commits == 1U);

      // No key is storable until the fence is overdue.
      //
      key first (key_of<tree> (x.id));
      key second (key_of<tree> (x.id));

      if (steady_clock::now () < fenced + fence_timeout)
      {
        BOOST_TEST (!first.storable ());
        BOOST_TEST (!second.storable ());
        BOOST_TEST (first.str () != second.str ());
      }

      std::this_thread::sleep_until (fenced + 2 * fence_timeout);
      key healed (key_of<tree> (x.id));
      BOOST_TEST (healed.storable ());
      BOOST_TEST (healed.str () != before);
      BOOST_TEST (!reader->cache_key (*old).storable ());

      tests::server ().restart ();
      reconnect (*db);
      reconnect (*db2);

      std::unique_ptr<tree> loaded (load<tree> (x.id));
      BOOST_TEST (loaded->name == (committed ? "elm" : "oak"));
      BOOST_TEST (reader->cache_key (*loaded).storable ());
      BOOST_TEST (reader->cache_key (*loaded).str () == healed.str ());

      commit ([&] { db->update (x); });
      key after (key_of<tree> (x.id));
      BOOST_TEST (after.storable ());
      BOOST_TEST (after.str () != healed.str ());
      BOOST_TEST (!reader->cache_key (*loaded).storable ());
      BOOST_TEST (writer->stats ().unknown_commits == 1U);
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (killed, mortal)

BOOST_AUTO_TEST_CASE (before_it_has_seen_the_commit)
{
  check (false);
}

BOOST_AUTO_TEST_CASE (after_it_has_done_the_commit)
{
  check (true);
}

BOOST_AUTO_TEST_CASE (a_dead_connection_that_is_tried_again_tells_nothing)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });
  odb::connection_ptr c (db->connection ());

  hook.at ("COMMIT", [] (odb::connection&) { tests::server ().kill (); });
  {
    odb::transaction t (c->begin ());
    db->update (x);
    BOOST_CHECK_THROW (t.commit (), odb::exception);
  }

  // BEGIN is traced, and fails. The COMMIT may still be on its way.
  //
  for (int i (0); i != 3; ++i)
    BOOST_CHECK_THROW (odb::transaction t (c->begin ()), odb::exception);

  writer->refresh ();
  std::string token (redis.command ({"GET", "{alkey}:alkey:tree#1"}).str ());
  BOOST_TEST (token.find ('-') != std::string::npos, token);
  BOOST_TEST (writer->stats ().unknown_commits == 1U);
}

BOOST_AUTO_TEST_CASE (what_was_committed_survives)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });
  tests::server ().restart ();
  reconnect (*db2);
  BOOST_TEST (count<tree> () == 1U);
}

BOOST_AUTO_TEST_CASE (a_server_that_stops_goes_on)
{
  tree x ("oak");
  commit ([&] { db->persist (x); });

  tests::server ().stop ();
  std::thread later (
    []
    {
      std::this_thread::sleep_for (milliseconds (50));
      tests::server ().resume ();
    });
  steady_clock::time_point begin (steady_clock::now ());
  commit ([&] { db->update (x); });
  BOOST_TEST ((steady_clock::now () - begin >= milliseconds (40)));
  later.join ();
}

BOOST_AUTO_TEST_SUITE_END ()
