// Losing Redis for a while: no caller waits, and no change is forgotten.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/pool.hxx>

#include <tests/support/proxy.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::all;
using odb_alkey::one;
using std::chrono::milliseconds;

namespace
{
  // With a writer that gives up soon: what Redis does not do by then it is
  // not to be waited for.
  //
  struct fixture: tests::two_processes
  {
    fixture ()
    {
      renew (options ());
    }

    void renew (odb_alkey::options o)
    {
      o.connect_timeout = o.command_timeout = milliseconds (300);
      o.budget = milliseconds (400);
      environment::renew (o);
    }

    bool storable (const shelf& s)
    {
      return alkey->cache_key (one<shelf> (s.id)).storable ();
    }

    // Redis reads and does not write.
    //
    void fill ()
    {
      redis.command ({"CONFIG", "SET", "maxmemory", "1"});
    }

    // How many commands have read a string.
    //
    long gets ()
    {
      const std::string name ("cmdstat_get:calls=");
      const std::string all (redis.command ({"INFO", "commandstats"}).str ());
      std::size_t at (all.find (name));
      return at == std::string::npos
               ? 0
               : std::stol (all.substr (at + name.size ()));
    }

    void make_room ()
    {
      redis.command ({"CONFIG", "SET", "maxmemory", "0"});
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (outages, fixture)

BOOST_AUTO_TEST_CASE (after_one_failure_no_call_waits)
{
  typedef std::chrono::steady_clock steady;

  BOOST_TEST (storable (x));
  redis.stop ();
  steady::time_point begin (steady::now ());
  BOOST_TEST (!storable (x));

  // This is generous, for a loaded machine; without the budget it would not
  // end.
  //
  BOOST_TEST ((steady::now () - begin < std::chrono::seconds (2)));

  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (n.down == 1U);
  BOOST_TEST (n.outages == 1U);

  // Less than one of them alone would take.
  //
  begin = steady::now ();

  for (int i (0); i != 100; ++i)
    BOOST_TEST (!storable (x));

  BOOST_TEST ((steady::now () - begin < milliseconds (300)));
  BOOST_TEST (alkey->stats ().unique_unavailable == 101U);

  odb_alkey::health h (alkey->health ());
  BOOST_TEST (!h.ready);
  BOOST_TEST (tests::says (h.reason, redis.directory ()));

  redis.resume ();
  BOOST_TEST (back ());
  BOOST_TEST (storable (x));
  BOOST_TEST (alkey->stats ().outages == 1U);
  BOOST_TEST (alkey->health ().ready);
  BOOST_TEST (alkey->health ().reason == "");
}

// As a primary does before it hands over to a replica. Nothing that only reads
// may pass for the end of that.
//
BOOST_AUTO_TEST_CASE (paused_writes_cost_one_call_its_time)
{
  redis.command ({"CLIENT", "PAUSE", "600000", "WRITE"});
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().outages == 1U);

  long probes (gets ());

  while (gets () < probes + 3)
    commit ([this] { db->update (x); });

  BOOST_TEST (alkey->stats ().outages == 1U);
  BOOST_TEST (alkey->stats ().down == 1U);

  redis.command ({"CLIENT", "UNPAUSE"});
  BOOST_TEST (back ());
  BOOST_TEST (storable (x));
  BOOST_TEST (alkey->stats ().outages == 1U);
}

// They may be as dead, and would cost another call its time each.
//
BOOST_AUTO_TEST_CASE (no_old_connection_is_kept)
{
  odb_alkey::redis::pool& pool (
    odb_alkey::detail::plugin_access::breaker (*alkey).pool ());
  {
    odb_alkey::redis::pool::lease a (pool.acquire (talk::late ()));
    odb_alkey::redis::pool::lease b (pool.acquire (talk::late ()));
    odb_alkey::redis::pool::lease c (pool.acquire (talk::late ()));
  }
  BOOST_TEST (alkey->stats ().connections_open == 3U);
  redis.stop ();
  BOOST_TEST (!storable (x));
  BOOST_TEST (alkey->stats ().connections_open <= 1U); // The probe's
  redis.resume ();
  BOOST_TEST (back ());
}

BOOST_AUTO_TEST_CASE (a_restart_is_noticed_without_a_call)
{
  redis.kill ();
  BOOST_TEST (!storable (x));
  redis.restart ();

  while (alkey->stats ().down != 0)
    ;

  BOOST_TEST (alkey->refresh ());
}

BOOST_AUTO_TEST_CASE (what_a_commit_wrote_meanwhile_changes_afterwards)
{
  std::string before (token (x));
  std::string other (token (y));

  redis.stop ();
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().unfenced_commits == 1U);

  // A fence and a reset are pending for the row, its table and everything.
  //
  BOOST_TEST (alkey->stats ().pending == 6U);
  BOOST_TEST (alkey->health ().pending == 6U);

  redis.resume ();
  BOOST_TEST (back ());
  BOOST_TEST (alkey->stats ().pending == 0U);
  BOOST_TEST (token (x) != before);
  BOOST_TEST (token (y) == other);
  BOOST_TEST (storable (x));
  BOOST_TEST (alkey->stats ().lost_resets == 0U);
}

// A command is executed even after its caller has given up, when
// the server goes on; what it fences must not stay fenced.
//
BOOST_AUTO_TEST_CASE (a_rollback_leaves_at_most_a_fence_that_heals)
{
  redis.stop ();
  {
    odb::transaction t (db->begin ());
    db->update (x);
    t.rollback ();
  }
  BOOST_TEST (alkey->stats ().pending == 0U);
  redis.resume ();
  BOOST_TEST (back ());
}

BOOST_AUTO_TEST_CASE (no_key_is_made_of_what_is_pending)
{
  std::string before (token (x));
  fill ();
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().pending != 0U);
  BOOST_TEST (alkey->stats ().errors_full >= 1U);

  // Redis answers, with what is outdated.
  //
  BOOST_TEST (alkey->stats ().down == 0U);
  BOOST_TEST (token (x) == before);
  BOOST_TEST (!storable (x));
  BOOST_TEST (!alkey->cache_key (all<shelf> ()).storable ());
  BOOST_TEST (storable (y));
  BOOST_TEST (log.count ("maxmemory") >= 1U);

  make_room ();
  BOOST_TEST (back ());
  BOOST_TEST (token (x) != before);
  BOOST_TEST (storable (x));
}

// It commits between the question and the answer.
//
BOOST_AUTO_TEST_CASE (nor_of_what_becomes_so_meanwhile)
{
  tests::proxy slow (redis.directory () + "/socket");
  odb_alkey::options o (options ());
  o.url = slow.url ();
  renew (o);
  BOOST_TEST (storable (x));

  fill ();
  slow.before_reply ("MGET", [this] { commit ([this] { db->update (x); }); });
  BOOST_TEST (!storable (x));
  BOOST_TEST (slow.pending () == 0U);
  BOOST_TEST (storable (y));
  make_room ();
  BOOST_TEST (back ());
}

// A commit of unknown outcome that has no fence heals: it is fenced as soon as
// that is possible.
//
BOOST_AUTO_TEST_CASE (what_could_not_be_fenced_is_fenced_late)
{
  fill ();
  hook.at ("COMMIT",
           [this] (odb::connection&)
           {
             make_room ();
             BOOST_TEST (alkey->flush (tests::patience) == 0U);
             BOOST_TEST (!reader->cache_key (one<shelf> (x.id)).storable ());
             BOOST_TEST (reader->cache_key (one<shelf> (y.id)).storable ());
           });
  commit ([this] { db->update (x); });
  BOOST_TEST (back ());
  BOOST_TEST (reader->cache_key (one<shelf> (x.id)).storable ());
}

BOOST_AUTO_TEST_CASE (too_much_becomes_whole_tables)
{
  odb_alkey::options o (options ());
  o.max_pending = 20;
  renew (o);

  std::string before (token (x));
  std::string unrelated (reader->token (one<book> (1)));
  std::string table (reader->token (all<shelf> ()));

  fill ();
  for (int i (0); i != 20; ++i)
    commit ([this] { db->update (y); });

  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (n.overflows >= 1U);
  BOOST_TEST (n.pending <= 20U);
  BOOST_TEST (!storable (x));

  make_room ();
  BOOST_TEST (back ());
  BOOST_TEST (token (x) != before);
  BOOST_TEST (reader->token (all<shelf> ()) != table);
  BOOST_TEST (reader->token (one<book> (1)) == unrelated);
}

BOOST_AUTO_TEST_CASE (a_touch_is_kept_as_well)
{
  std::string before (token (x));
  fill ();
  alkey->touch (x);
  BOOST_TEST (!storable (x));
  make_room ();
  BOOST_TEST (back ());
  BOOST_TEST (token (x) != before);
}

// The reset comes alone. It would overtake a fence for which the server has to
// be told the script.
//
BOOST_AUTO_TEST_CASE (no_fence_is_left_where_scripts_are_lost)
{
  fill ();
  commit ([this] { db->update (x); });
  redis.command ({"SCRIPT", "FLUSH"});
  reader->touch (y);
  make_room ();
  BOOST_TEST (back ());
  BOOST_TEST (!tests::says (stored (x), "-"), stored (x));
}

// However much it is, and however little fits into one call.
//
BOOST_AUTO_TEST_CASE (much_is_done_in_pieces)
{
  tests::proxy slow (redis.directory () + "/socket");
  odb_alkey::options o (options ());
  o.url = slow.url ();
  o.max_row_fences = 10000;
  renew (o);

  std::vector<shelf> many (3000, shelf ("z"));
  commit (
    [this, &many]
    {
      for (shelf& s : many)
        db->persist (s);
    });
  std::string first (token (many.front ())), last (token (many.back ()));

  fill ();
  commit (
    [this, &many]
    {
      for (shelf& s : many)
        db->update (s);
    });
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().pending >= 6000U);

  // A thousand of them would take half a second.
  //
  slow.throttle (100000);
  make_room ();
  BOOST_TEST (back ());
  BOOST_TEST (token (many.front ()) != first);
  BOOST_TEST (token (many.back ()) != last);
}

BOOST_AUTO_TEST_CASE (a_wait_that_is_too_long_for_a_clock_is_long)
{
  fill ();
  commit ([this] { db->update (x); });
  make_room ();
  BOOST_TEST (alkey->flush (milliseconds::max ()) == 0U);
}

// A caller without time left to wait says nothing about Redis. One that finds
// it lost opens the breaker.
//
BOOST_AUTO_TEST_CASE (only_a_caller_that_has_waited_opens_the_breaker)
{
  odb_alkey::redis::circuit_breaker& g (
    odb_alkey::detail::plugin_access::breaker (*alkey));

  auto fail_after = [&g] (milliseconds d)
  {
    try
    {
      throw odb_alkey::redis::no_answer ("late", d);
    }
    catch (...)
    {
      g.failed ("waiting");
    }
  };

  fail_after (milliseconds (100));
  BOOST_TEST (!g.down ());
  BOOST_TEST (alkey->stats ().outages == 0U);
  fail_after (milliseconds (200));
  BOOST_TEST (alkey->stats ().outages == 1U);
  tests::await ("somebody asks", [&g] { return !g.down (); });
}

BOOST_AUTO_TEST_CASE (the_destructor_leaves_nothing_behind)
{
  std::shared_ptr<int> alive (std::make_shared<int> ());
  std::weak_ptr<int> left (alive);
  odb_alkey::options o (options ());
  o.log = [alive] (odb_alkey::log_level, const std::string&) {
  };
  renew (o);
  alive.reset ();
  o.log = nullptr;

  // The reply to the last reset is never taken.
  //
  commit ([this] { db->update (x); });
  commit ([this] { db->update (x); });
  alkey.reset ();
  BOOST_TEST (left.expired ());
}

BOOST_AUTO_TEST_CASE (the_destructor_waits_for_what_is_left)
{
  std::string before (token (x));
  fill ();
  commit ([this] { db->update (x); });
  make_room ();
  alkey.reset ();
  BOOST_TEST (token (x) != before);
  BOOST_TEST (log.count ("did not learn") == 0U);
}

BOOST_AUTO_TEST_CASE (the_destructor_tells_what_is_lost)
{
  redis.stop ();
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->flush (milliseconds (1)) == 6U);
  alkey.reset ();
  BOOST_TEST (log.count ("did not learn of 6 identifiers") == 1U);
  redis.resume ();
}

BOOST_AUTO_TEST_SUITE_END ()
