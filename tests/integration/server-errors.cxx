// A Redis that answers, and does not do what it is asked for.

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>
#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/bad-server.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::one;
using tests::says;

namespace
{
  struct fixture: tests::two_processes
  {
    bool storable ()
    {
      return alkey->cache_key (one<shelf> (x.id)).storable ();
    }
  };

  typedef odb_alkey::stats stats;
}

BOOST_FIXTURE_TEST_SUITE (server_errors, fixture)

BOOST_AUTO_TEST_CASE (a_primary_that_becomes_a_replica_is_not_believed)
{
  redis.command ({"REPLICAOF", "127.0.0.1", "1"});

  // The first write finds out, and no key is storable from then on.
  //
  commit ([this] { db->update (x); });
  stats n (alkey->stats ());
  BOOST_TEST (n.errors_replica >= 1U);
  BOOST_TEST (n.down == 1U);
  BOOST_TEST (n.unfenced_commits == 1U);
  BOOST_TEST (!storable ());
  BOOST_TEST (log.count ("name the primary") >= 1U);

  redis.command ({"REPLICAOF", "NO", "ONE"});
  BOOST_TEST (back ());
  BOOST_TEST (alkey->refresh ());
}

// A process that only reads finds out as well.
//
BOOST_AUTO_TEST_CASE (a_reader_finds_out_within_a_second)
{
  BOOST_TEST (storable ());
  redis.command ({"REPLICAOF", "127.0.0.1", "1"});
  tests::await ("somebody asks", [this] { return !storable (); });
  BOOST_TEST (alkey->stats ().errors_replica >= 1U);
  BOOST_TEST (!alkey->health ().ready);
}

BOOST_AUTO_TEST_CASE (a_replica_is_refused_from_the_start)
{
  redis.command ({"REPLICAOF", "127.0.0.1", "1"});
  auto other (tests::open_database (":memory:"));
  odb_alkey::plugin late (*other, options ());
  BOOST_TEST (!late.ready ());
  BOOST_TEST (says (late.health ().reason, "is a replica of 127.0.0.1"));
}

// A proxy may be between, or what is there is no Redis at all.
//
BOOST_AUTO_TEST_CASE (a_reply_of_another_length_is_not_taken_for_one)
{
  using tests::bad_server;

  bad_server bad (
    [] (int c)
    {
      // It answers the MGET of origin, two sweeps, token and entry, and the
      // script.
      //
      bad_server::read_until (c, "alkey:value:");
      bad_server::tell (c, "*1\r\n$-1\r\n");

      if (bad_server::read_until (c, "86400000\r\n"))
        bad_server::tell (c, "*5\r\n$24\r\n0123456789abcdef 5 abc -\r\n"
                             "$3\r\n1 1\r\n$3\r\n1 1\r\n"
                             "$3\r\n1 1\r\n$3\r\n1 1\r\n");
    });

  odb_alkey::options o (options ());
  o.url = bad.url ();
  auto other (tests::open_database (":memory:"));
  {
    odb_alkey::plugin late (*other, o);
    odb_alkey::cache cache (late);
    BOOST_TEST (cache.fetch (args (one<shelf> (7)), std::chrono::minutes (1),
                             [] { return std::string ("computed"); }) ==
                "computed");
    BOOST_TEST (late.stats ().errors == 1U);
    BOOST_TEST (late.stats ().unique_unavailable == 1U);
  }
}

BOOST_AUTO_TEST_CASE (a_script_that_does_not_end_is_not_waited_for)
{
  redis.command ({"CONFIG", "SET", "lua-time-limit", "1"});

  namespace redis_ = odb_alkey::redis;
  redis_::connection client (redis_::parse_url (redis.url ()), talk::patient,
                             talk::late ());
  client.send (talk::words ({"EVAL", "while true do end", "0"}),
               talk::late ());

  while (storable ())
    ;

  BOOST_TEST (alkey->stats ().errors_busy >= 1U);
  BOOST_TEST (alkey->stats ().down == 1U);
  BOOST_TEST (log.count ("SCRIPT KILL") >= 1U);
  redis.command ({"SCRIPT", "KILL"});
  BOOST_TEST (back ());
  BOOST_TEST (storable ());
}

BOOST_AUTO_TEST_CASE (a_redis_that_reads_its_data_is_not_waited_for)
{
  redis_server slow ({"--enable-debug-command", "yes",
                      "--loading-process-events-interval-bytes", "1024"});

  for (int i (0); i != 300; ++i)
    slow.command ({"SET", std::to_string (i), std::string (100, 'x')});

  tests::settle (slow);
  slow.command ({"CONFIG", "SET", "key-load-delay", "5000"});
  odb_alkey::options o (options ());
  o.url = slow.url ();
  renew (o);
  BOOST_TEST (alkey->refresh ());

  namespace redis_ = odb_alkey::redis;
  redis_::connection client (redis_::parse_url (slow.url ()), talk::patient,
                             talk::late ());
  client.send (talk::words ({"DEBUG", "RELOAD"}), talk::late ());

  while (alkey->refresh ())
    ;

  BOOST_TEST (alkey->stats ().errors_loading >= 1U);
  BOOST_TEST (alkey->stats ().down == 1U);
  client.receive (talk::late ());
  BOOST_TEST (back ());
  BOOST_TEST (alkey->refresh ());
}

BOOST_AUTO_TEST_CASE (a_redis_that_cannot_write_its_files)
{
  tests::temporary_directory gone;
  std::string dir (gone.path () + "/data");
  BOOST_REQUIRE (mkdir (dir.c_str (), 0700) == 0);
  redis_server full ({"--dir", dir});
  tests::settle (full);

  odb_alkey::options o (options ());
  o.url = full.url ();
  renew (o);
  BOOST_TEST (storable ());

  full.command ({"CONFIG", "SET", "save", "3600 1"});
  BOOST_REQUIRE (rmdir (dir.c_str ()) == 0);
  full.command ({"BGSAVE"});

  while (full.command ({"SET", "a", "b"}).str ().compare (0, 7, "MISCONF") !=
         0)
    ;

  // Redis still answers reads.
  //
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().errors_not_safe >= 1U);
  BOOST_TEST (alkey->stats ().unfenced_commits == 1U);
  BOOST_TEST (alkey->stats ().down == 0U);
  BOOST_TEST (!storable ());
  BOOST_TEST (log.count ("full disk") >= 1U);

  full.command ({"CONFIG", "SET", "save", ""});
  BOOST_TEST (back ());
  BOOST_TEST (storable ());
}

BOOST_AUTO_TEST_CASE (a_password_that_is_set_meanwhile)
{
  redis.command ({"CONFIG", "SET", "requirepass", "secret"});

  // Connections that are in stay in; a new one does not get in.
  //
  BOOST_TEST (storable ());
  redis.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
  BOOST_TEST (!storable ());
  BOOST_TEST (alkey->stats ().errors_denied >= 1U);
  BOOST_TEST (says (alkey->health ().reason, "password"));
  redis.command ({"CONFIG", "SET", "requirepass", ""});
  BOOST_TEST (back ());
  BOOST_TEST (storable ());
}

// A process that does not know the clock yet asks about it, which a replica
// refuses.
//
BOOST_AUTO_TEST_CASE (a_replica_does_not_tell_whether_its_clock_is_right)
{
  renew (options ());
  odb_alkey::detail::plugin_access::breaker (*alkey).pool ().acquire (
    talk::late ());
  redis.command ({"REPLICAOF", "127.0.0.1", "1"});
  BOOST_TEST (!storable ());
  BOOST_TEST (alkey->stats ().errors_replica >= 1U);
  redis.command ({"REPLICAOF", "NO", "ONE"});
}

// A refusal of the handshake opens the breaker, which saves further ones.
//
BOOST_AUTO_TEST_CASE (a_database_that_does_not_exist)
{
  odb_alkey::options o (options ());
  o.database = 99;
  renew (o);
  BOOST_TEST (!storable ());
  BOOST_TEST (alkey->stats ().down == 1U);
  BOOST_TEST (says (alkey->health ().reason, "no database 99"));
}

BOOST_AUTO_TEST_CASE (a_redis_without_room_for_another_connection)
{
  // The test's own, the writer's and the reader's.
  //
  redis.command ({"CONFIG", "SET", "maxclients", "3"});
  auto other (tests::open_database (":memory:"));
  odb_alkey::plugin late (*other, options ());
  BOOST_TEST (!late.ready ());
  BOOST_TEST (late.stats ().errors_too_many_clients >= 1U);
  BOOST_TEST (says (late.health ().reason, "maxclients"));

  // Open connections are not concerned.
  //
  BOOST_TEST (storable ());

  redis.command ({"CONFIG", "SET", "maxclients", "100"});
  BOOST_TEST (late.flush (tests::patience) == 0U);
  BOOST_TEST (late.ready ());
}

// It is better to wait for a connection of another thread than to go without.
//
BOOST_AUTO_TEST_CASE (where_there_is_no_room_an_open_connection_is_waited_for)
{
  odb_alkey::redis::pool& pool (
    odb_alkey::detail::plugin_access::breaker (*alkey).pool ());
  std::unique_ptr<odb_alkey::redis::pool::lease> busy (
    new odb_alkey::redis::pool::lease (pool.acquire (talk::late ())));

  tests::configure (redis, "maxclients", "3");
  std::thread other (
    [this, &busy]
    {
      tests::await ("a connection is refused",
                    [this] {
                      return tests::info (redis, "stats",
                                          "rejected_connections") != "0";
                    });
      busy.reset ();
    });
  BOOST_TEST (storable ());
  other.join ();
  BOOST_TEST (alkey->stats ().down == 0U);
  tests::configure (redis, "maxclients", "100");
}

BOOST_AUTO_TEST_SUITE_END ()
