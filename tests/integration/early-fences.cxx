// Fences that are sent while a transaction goes on, with threads of one plugin
// that take each other's replies. A database in the process has none, so these
// are asked for. See tests/databases/early-fences.cxx, too.

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>

using odb_alkey::one;
using std::chrono::milliseconds;

namespace
{
  struct fixture: tests::two_processes
  {
    fixture ()
    {
      renew_early (options ());
    }

    void renew_early (const odb_alkey::options& o)
    {
      renew (o);
      store ().environment ().faults.early_in_process = true;
      commit ([this] { db->update (y); }); // The fence's script is known now.
    }

    std::string token (const char* i)
    {
      return redis.command ({"GET", "{alkey}:alkey:" + std::string (i)})
        .str ();
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (early_fences, fixture)

BOOST_AUTO_TEST_CASE (commits_are_fenced_by_then)
{
  for (int i (0); i != 10; ++i)
  {
    const std::string before (key_of (x).str ());
    const std::uint64_t early (alkey->stats ().early_fences);
    commit ([this] { db->update (x); });
    wait_for_resets ();
    BOOST_TEST (alkey->stats ().early_fences == early + 1);
    BOOST_TEST (key_of (x).str () != before);
    BOOST_TEST (key_of (x).storable ());
  }
}

// Commits wait for leases as well.
//
BOOST_AUTO_TEST_CASE (threads_take_each_other_s_replies)
{
  odb_alkey::options o (options ());
  o.max_connections = 4;
  o.max_row_fences = 4;
  renew_early (o);
  reader->near<shelf> (milliseconds (1));
  alkey->near<shelf> (milliseconds (1));
  key_of (x);

  std::atomic<bool> done (false);
  std::atomic<unsigned> same (0);
  std::vector<std::thread> readers;

  for (int i (0); i != 3; ++i)
    readers.emplace_back (
      [&]
      {
        while (!done)
          for (unsigned long id (1); id != 20; ++id)
            alkey->cache_key (one<shelf> (id), one<book> (id));
      });

  for (int i (0); i != 100; ++i)
  {
    const std::string before (key_of (x).str ());
    commit (
      [&]
      {
        db->update (x);

        for (int n (0); n != i % 5; ++n)
        {
          shelf s;
          s.name = "new";
          db->persist (s);
        }
      });

    if (key_of (x).str () == before)
      ++same;
  }

  done = true;

  for (std::thread& t : readers)
    t.join ();

  BOOST_TEST (same == 0U);
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
  BOOST_TEST (alkey->stats ().early_fences != 0U);
  BOOST_TEST (alkey->stats ().lease_waits >= 100U);
}

// Another connection is used for what was posted on one that is lost.
//
BOOST_AUTO_TEST_CASE (lost_replies_do_not_count)
{
  const std::string before (key_of (x).str ());
  const std::uint64_t early (alkey->stats ().early_fences);

  commit (
    [this]
    {
      db->update (x);
      redis.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
      db->update (y);
    });

  wait_for_resets ();
  BOOST_TEST (key_of (x).str () != before);
  BOOST_TEST (alkey->stats ().early_fences <= early + 1);
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_CASE (a_rollback_changes_nothing)
{
  const std::string key (key_of (x).str ());
  const std::string object (token ("shelf#1")), table (token ("shelf#*"));
  odb::transaction t (db->begin ());
  db->update (x);
  tests::await ("a fence", [&] { return token ("shelf#1") != object; });
  t.rollback ();

  BOOST_TEST (token ("shelf#1") == object);
  BOOST_TEST (token ("shelf#*") == table);
  BOOST_TEST (key_of (x).str () == key);
  BOOST_TEST (redis.command ({"HLEN", "{alkey}:commits"}).number () == 0);
}

BOOST_AUTO_TEST_SUITE_END ()
