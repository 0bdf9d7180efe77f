// The address of Redis goes to another server, and perhaps back again.

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/url.hxx>
#include <odb_alkey/tokens/scripts.hxx>

#include <tests/support/await.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/plugin-access.hxx>
#include <tests/support/proxy.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/sqlite-server.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/written.hxx>

#include "library-odb.hxx"

using odb_alkey::key;
using odb_alkey::one;
using odb_alkey::plugin;
namespace redis = odb_alkey::redis;

namespace
{
  // Three processes, and an address that leads to the first of two servers.
  //
  struct moving_address
  {
    moving_address ()
    {
      tests::settle (first);
      tests::make_database (path ());
      lead_to (first);

      for (process& p : processes)
        p.start (path (), address ());

      odb::transaction t (writer ().db->begin ());
      writer ().db->persist (x);
      t.commit ();

      for (process& p : processes)
        await_storable (p);
    }

    struct process
    {
      void start (const std::string& database, const std::string& url)
      {
        alkey.reset ();
        db = tests::open_database (database);
        odb_alkey::options o;
        o.url = url;
        o.fence_timeout = std::chrono::milliseconds (300);
        o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
        o.budget = std::chrono::seconds (10);
        alkey.reset (new plugin (*db, o));
      }

      std::unique_ptr<odb::sqlite::database> db;
      std::unique_ptr<plugin> alkey;
    };

    std::string path () const
    {
      return directory.path () + "/db";
    }

    std::string address () const
    {
      return "unix://" + directory.path () + "/address";
    }

    void lead_to (redis_server& s)
    {
      tests::lead_to (directory.path () + "/address", s);
    }

    // Sentinel does this with the connections of a server that becomes a
    // replica.
    //
    static void end_connections (redis_server& s)
    {
      s.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    }

    void go_to (redis_server& s)
    {
      lead_to (s);

      for (redis_server* each : {&first, &second})
        end_connections (*each);
    }

    process& writer ()
    {
      return processes[0];
    }

    process& reader ()
    {
      return processes[1];
    }

    process& other ()
    {
      return processes[2];
    }

    void write (process& p)
    {
      odb::transaction t (p.db->begin ());
      x.name += 'x';
      p.db->update (x);
      t.commit ();
      p.alkey->flush (tests::patience);
    }

    key key_of_x (process& p)
    {
      return p.alkey->cache_key (one<shelf> (x.id));
    }

    key await_storable (process& p)
    {
      tests::await ("a key that is storable",
                    [&] { return key_of_x (p).storable (); });
      return key_of_x (p);
    }

    static std::string stored (redis_server& s, const std::string& identifier)
    {
      return s.command ({"GET", "{alkey}:" + identifier}).str ();
    }

    static std::string epoch (redis_server& s)
    {
      return stored (s, "origin").substr (0, 16);
    }

    bool fence (process& p)
    {
      return odb_alkey::detail::plugin_access::store (*p.alkey).fence (
        tests::list ({"alkey:shelf#1"}), 7);
    }

    static std::size_t fences (redis_server& s)
    {
      return tests::fences (stored (s, "alkey:shelf#1"));
    }

    // The second server is promoted without a fence, and the first one gets
    // its data and is promoted again. In between the writer fences x, and what
    // is run happens.
    //
    void lose_fence (const std::function<void ()>& between)
    {
      tests::demote (second, first);
      tests::await_sync (first, second);
      std::string origin (stored (first, "origin"));

      for (process& p : processes)
        await_storable (p);

      tests::promote (second);
      BOOST_REQUIRE (x.id == 1U);
      BOOST_REQUIRE (fence (writer ()));
      BOOST_TEST (fences (first) == 1U);
      between ();

      tests::demote (first, second);
      tests::await_sync (second, first);
      tests::promote (first);
      BOOST_TEST (fences (first) == 0U);
      BOOST_TEST (stored (first, "origin") == origin);
    }

    tests::temporary_directory directory;
    redis_server first {{}, redis_server::listen::local_and_tcp};
    redis_server second {{}, redis_server::listen::local_and_tcp};
    process processes[3];
    shelf x {"x"};
  };
}

BOOST_FIXTURE_TEST_SUITE (fail_overs, moving_address)

BOOST_AUTO_TEST_CASE (a_process_that_was_elsewhere_takes_up_no_old_epoch)
{
  key before (await_storable (reader ()));
  std::string old_epoch (epoch (first));

  go_to (second);
  key between (await_storable (reader ()));
  write (writer ());
  BOOST_TEST (between.str () != await_storable (reader ()).str ());

  go_to (first);
  BOOST_TEST (!key_of_x (reader ()).storable ());
  BOOST_TEST (epoch (first) != old_epoch);
  key after (await_storable (reader ()));
  BOOST_TEST (after.str () != before.str ());

  // A process that only writes finds out as well, and all of them agree in the
  // end.
  //
  write (writer ());
  key last (await_storable (reader ()));
  BOOST_TEST (last.str () != after.str ());
  BOOST_TEST (await_storable (writer ()).str () == last.str ());
  BOOST_TEST (await_storable (other ()).str () == last.str ());
}

BOOST_AUTO_TEST_CASE (a_writer_that_has_been_elsewhere_begins_a_new_epoch)
{
  key before (await_storable (other ()));

  go_to (second);
  write (writer ());
  go_to (first);
  writer ().alkey->touch<shelf> (12345);

  BOOST_TEST (!key_of_x (other ()).storable ());
  BOOST_TEST (await_storable (other ()).str () != before.str ());
}

// However many come from there: they have seen no more than it knows of.
//
BOOST_AUTO_TEST_CASE (one_new_epoch_is_enough_for_everybody)
{
  go_to (second);

  for (process& p : processes)
    key_of_x (p);

  for (process& p : processes)
    await_storable (p);

  go_to (first);

  for (process& p : processes)
    key_of_x (p);

  await_storable (reader ());
  std::string now (epoch (first));

  for (process& p : processes)
    BOOST_TEST (tests::says (await_storable (p).str (), now));

  BOOST_TEST (epoch (first) == now);
}

// A process still writes to the server that the others have left: they cannot
// know of it until that process comes, too.
//
BOOST_AUTO_TEST_CASE (
  a_process_that_stayed_behind_ends_the_epoch_when_it_comes)
{
  lead_to (second);
  reader ().start (path (), address ());
  other ().start (path (), address ());
  await_storable (reader ());
  key outdated (await_storable (other ()));

  // Over the connection that is open.
  //
  write (writer ());
  BOOST_TEST (key_of_x (other ()).str () == outdated.str ());

  end_connections (first);
  writer ().alkey->touch<shelf> (12345);
  BOOST_TEST (!key_of_x (other ()).storable ());
  BOOST_TEST (await_storable (other ()).str () != outdated.str ());
}

// The fenced commit comes after that, and its process dies.
//
BOOST_AUTO_TEST_CASE (a_fence_that_was_lost_by_two_fail_overs)
{
  key before (await_storable (reader ()));
  lose_fence ([] {});
  end_connections (first);
  BOOST_TEST (!key_of_x (reader ()).storable ());
  BOOST_TEST (await_storable (reader ()).str () != before.str ());
}

// Connections stay open. A process that knows a later clock notices at once,
// and another one when it asks again which server it is, within a second.
//
BOOST_AUTO_TEST_CASE (a_server_that_went_back_behind_open_connections)
{
  key before (await_storable (reader ()));
  lose_fence ([this] { reader ().alkey->refresh (); });
  BOOST_TEST (!key_of_x (reader ()).storable ());
  BOOST_TEST (await_storable (reader ()).str () != before.str ());
}

BOOST_AUTO_TEST_CASE (a_server_that_went_back_is_found_within_a_second)
{
  key before (await_storable (other ()));
  lose_fence ([] {});
  tests::await ("another key",
                [&] { return key_of_x (other ()).str () != before.str (); });
  BOOST_TEST (await_storable (other ()).str () != before.str ());
}

// The same server and history, but older data: it was restored.
//
BOOST_AUTO_TEST_CASE (data_that_went_back_are_not_believed)
{
  const std::vector<std::string> names {"{alkey}:origin",
                                        "{alkey}:alkey:shelf#1"};
  std::vector<std::string> values;

  for (const std::string& n : names)
    values.push_back (first.command ({"GET", n}).str ());

  key before (await_storable (reader ()));
  write (writer ());
  key after (await_storable (reader ()));
  BOOST_TEST (after.str () != before.str ());

  for (std::size_t i (0); i != names.size (); ++i)
    first.command ({"SET", names[i], values[i]});

  BOOST_TEST (!key_of_x (reader ()).storable ());
  key last (await_storable (reader ()));
  BOOST_TEST (last.str () != before.str ());
  BOOST_TEST (last.str () != after.str ());
}

// More epochs than the origin remembers: a process from further back begins
// anew.
//
BOOST_AUTO_TEST_CASE (a_process_that_has_slept_for_many_epochs)
{
  key before (await_storable (other ()));

  std::string origin (stored (first, "origin"));

  for (int i (0); i != 5; ++i)
  {
    std::string::size_type server (origin.find (' ', 17) + 1);
    first.command (
      {"SET", "{alkey}:origin", origin.replace (server, 1, 1, 'x')});
    await_storable (reader ());
    origin = stored (first, "origin");
  }

  BOOST_TEST (origin.size () < 16U + 1 + 16 + 1 + 41 + 1 + 8 * 34);

  BOOST_TEST (reader ().alkey->stats ().replaced == 0U);
  BOOST_TEST (!key_of_x (other ()).storable ());
  BOOST_TEST (await_storable (other ()).str () != before.str ());
  BOOST_TEST (epoch (first) != origin.substr (0, 16));
  BOOST_TEST (await_storable (reader ()).str () ==
              await_storable (other ()).str ());
}

// Its replication id changes while connections are open, each of which learns
// that in time: they do not take turns to begin epochs.
//
BOOST_AUTO_TEST_CASE (a_first_replica_makes_one_new_epoch)
{
  std::set<std::string> seen;
  key_of_x (reader ());
  tests::demote (second, first);

  for (int i (0); i != 100; ++i)
  {
    key_of_x (reader ());
    seen.insert (epoch (first));

    // A process that starts now learns of it at once.
    //
    if (i % 10 == 0)
      other ().start (path (), address ());

    key_of_x (other ());
    seen.insert (epoch (first));
  }

  await_storable (other ());
  BOOST_TEST (await_storable (reader ()).str () ==
              await_storable (other ()).str ());
  seen.insert (epoch (first));
  BOOST_TEST (seen.size () <= 3U);
}

// A pool uses no connection to a server that the address has left.
//
BOOST_AUTO_TEST_CASE (connections_to_a_server_that_was_left_are_closed)
{
  redis::pool p (redis::parse_url (address ()), talk::patient, 4);
  std::string server;
  {
    redis::pool::lease one (p.acquire (talk::late ()));
    redis::pool::lease two (p.acquire (talk::late ()));
    server = one->server ();
    BOOST_TEST (server == two->server ());
  }
  {
    redis::pool::lease one (p.acquire (talk::late ()));
    redis::pool::lease two (p.acquire (talk::late ()));
    lead_to (second);
    redis::pool::lease three (p.acquire (talk::late ()));
    BOOST_TEST (three->server () != server);
    server = three->server ();
  }

  BOOST_TEST (p.open () == 1U);
  redis::pool::lease one (p.acquire (talk::late ()));
  BOOST_TEST (one->server () == server);
}

BOOST_AUTO_TEST_SUITE_END ()

namespace
{
  // One more process, whose replies can be kept back.
  //
  struct late_reply: moving_address
  {
    late_reply ()
    {
      late.start (path (), network.url ());
      await_storable (late);
    }

    // While this reply is on its way, another thread of the process finds the
    // other server.
    //
    void leave_before_reply (const std::string& command)
    {
      network.before_reply (command,
                            [this]
                            {
                              lead_to (second);
                              late.alkey->refresh ();
                            });
    }

    tests::proxy network {directory.path () + "/address"};
    process late;
  };
}

BOOST_FIXTURE_TEST_SUITE (late_replies_of_a_server_that_was_left, late_reply)

BOOST_AUTO_TEST_CASE (a_fence_there_does_not_count)
{
  leave_before_reply (odb_alkey::tokens::scripts::fence.sha1);
  BOOST_TEST (fence (late));
  BOOST_TEST (network.pending () == 0U);
  BOOST_TEST (fences (second) == 1U);
}

// A connection that was begun before the address went elsewhere, and is there
// only afterwards.
//
BOOST_AUTO_TEST_CASE (a_connection_that_comes_late_does_not_lead_back)
{
  redis::pool p (redis::parse_url (network.url ()), talk::patient, 4);
  std::string server;

  network.before_reply ("INFO",
                        [&]
                        {
                          lead_to (second);
                          server = p.acquire (talk::late ())->server ();
                        });
  redis::pool::lease late_one (p.acquire (talk::late ()));
  BOOST_TEST (network.pending () == 0U);
  BOOST_TEST (!server.empty ());
  BOOST_TEST (late_one->server () == server);
}

BOOST_AUTO_TEST_CASE (a_token_that_was_made_there_is_not_used)
{
  first.command ({"DEL", "{alkey}:alkey:shelf#1"});
  leave_before_reply (odb_alkey::tokens::scripts::read.sha1);
  BOOST_TEST (!key_of_x (late).storable ());
  BOOST_TEST (network.pending () == 0U);
}

BOOST_AUTO_TEST_CASE (a_token_that_was_read_there_is_not_used)
{
  leave_before_reply ("MGET");
  BOOST_TEST (!key_of_x (late).storable ());
  BOOST_TEST (network.pending () == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
