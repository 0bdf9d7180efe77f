// Transactions of more rows than are fenced one by one: their tables are.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::all;
using odb_alkey::key;
using odb_alkey::one;
using tests::fences;
using tests::list;

namespace
{
  const std::chrono::milliseconds timeout (400);

  // Two rows, their table and everything are four identifiers.
  //
  struct many: tests::two_processes
  {
    explicit many (std::chrono::milliseconds t = std::chrono::seconds (10))
        : two_processes (t, 3)
    {
      commit ([this] { db->persist (z); });
      wait_for_resets ();
      reader->cache_key (x, y, z);
    }

    void write (std::function<void ()> at_commit = nullptr)
    {
      if (at_commit)
        hook.at ("COMMIT", [at_commit] (odb::connection&) { at_commit (); });

      commit (
        [this]
        {
          db->update (x);
          db->update (y);
        });
      wait_for_resets ();
    }

    // The names of so many shelves from this id on.
    //
    static std::vector<std::string> names (unsigned long id, unsigned long n)
    {
      std::vector<std::string> r;

      for (unsigned long i (0); i != n; ++i)
        r.push_back ("alkey:shelf#" + std::to_string (id + i));

      return r;
    }

    const std::string sweep = "alkey:shelf#!";
    shelf z {"z"};
  };

  struct impatient: many
  {
    impatient (): many (timeout) {}
  };
}

BOOST_FIXTURE_TEST_SUITE (many_rows, many)

BOOST_AUTO_TEST_CASE (are_fenced_by_their_table)
{
  key kx (key_of (x)), ky (key_of (y)), kz (key_of (z));
  std::string table (reader->token (all<shelf> ()));
  std::string before (stored (sweep));
  BOOST_TEST (fences (before) == 0U);

  write (
    [this]
    {
      BOOST_TEST (fences (stored (x)) == 0U);
      BOOST_TEST (fences (stored (sweep)) == 1U);
      BOOST_TEST (fences (stored ("alkey:shelf#*")) == 1U);

      for (const shelf* s : {&x, &y, &z})
        BOOST_TEST (!storable (*s));

      BOOST_TEST (!reader->cache_key (all<shelf> ()).storable ());
      BOOST_TEST (!reader->cache_key (one<shelf> (4711)).storable ());
      BOOST_TEST (reader->cache_key (all<book> ()).storable ());
    });

  BOOST_TEST (stored ("alkey:shelf#*") != "");

  // The others are what they were.
  //
  BOOST_TEST (stored (sweep) == before);
  BOOST_TEST (key_of (z).str () == kz.str ());
  BOOST_TEST (storable (z));

  for (const key& k : {kx, ky})
    BOOST_TEST (k.storable ());

  BOOST_TEST (key_of (x).str () != kx.str ());
  BOOST_TEST (key_of (y).str () != ky.str ());
  BOOST_TEST (storable (x));
  BOOST_TEST (reader->token (all<shelf> ()) != table);
  BOOST_TEST (fences (stored ("alkey:shelf#*")) == 0U);
  BOOST_TEST (alkey->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_CASE (what_was_loaded_before_is_not_stored_after)
{
  reader->refresh ();
  std::shared_ptr<shelf> early (load (x.id)), late;

  write (
    [&]
    {
      reader->refresh ();
      late = load (x.id);
    });
  reader->refresh ();

  BOOST_TEST (!reader->cache_key (*early).storable ());
  BOOST_TEST (!reader->cache_key (*late).storable ());
  BOOST_TEST (reader->cache_key (*load (x.id)).storable ());
}

BOOST_AUTO_TEST_CASE (the_fence_of_another_commit_stays)
{
  store ().fence (list ({name (x)}), 42);
  std::string before (stored (x));
  key k (key_of (z));

  write ();
  BOOST_TEST (fences (stored (x)) == 1U);
  BOOST_TEST (stored (x) != before);
  BOOST_TEST (stored (y) == "");
  BOOST_TEST (!storable (x));
  BOOST_TEST (storable (y));
  BOOST_TEST (key_of (z).str () == k.str ());

  // Another commit of many rows.
  //
  store ().fence (list (names (100, 5)), 43);
  write ();
  BOOST_TEST (fences (stored (sweep)) == 1U);
  BOOST_TEST (!storable (y));
}

BOOST_AUTO_TEST_CASE (a_token_that_is_not_there_is_not_made)
{
  evict (name (x));
  write ();
  BOOST_TEST (stored (x) == "");
  BOOST_TEST (storable (x));
}

BOOST_AUTO_TEST_CASE (each_part_lets_go_of_its_own_fence)
{
  // Two calls of a script write this, of which one is as good as lost.
  //
  std::vector<std::string> rows (names (100, 1500));
  std::vector<std::string> first (rows.begin (), rows.begin () + 1000);
  BOOST_REQUIRE (store ().fence (list (rows), 42));
  BOOST_TEST (fences (stored (sweep)) == 2U);

  store ().reset (list (first), 42, true);
  wait_for_resets ();
  BOOST_TEST (fences (stored (sweep)) == 1U);
  BOOST_TEST (!storable (x));

  store ().reset (list (rows), 42, true);
  wait_for_resets ();
  BOOST_TEST (fences (stored (sweep)) == 0U);
  BOOST_TEST (storable (x));
}

BOOST_AUTO_TEST_CASE (of_several_tables_fence_each)
{
  store ().fence (list ({"alkey:shelf#1", "alkey:book#1", "alkey:shelf#2",
                         "alkey:book#2", "alkey:book#*"}),
                  42);
  BOOST_TEST (fences (stored (sweep)) == 1U);
  BOOST_TEST (fences (stored ("alkey:book#!")) == 1U);
  BOOST_TEST (fences (stored ("alkey:book#*")) == 1U);
  BOOST_TEST (fences (stored ("alkey:shelf#1")) == 0U);
  BOOST_TEST (fences (stored ("alkey:*#!")) == 0U);
}

BOOST_AUTO_TEST_CASE (a_sweep_that_is_written_as_well_changes)
{
  key k (key_of (z));

  hook.at ("COMMIT", [this] (odb::connection&)
           { BOOST_TEST (fences (stored (sweep)) == 1U); });
  commit (
    [this]
    {
      db->update (x);
      db->update (y);
      db->execute ("UPDATE shelf SET name = 'swept'");
    });
  wait_for_resets ();

  BOOST_TEST (fences (stored (sweep)) == 0U);
  BOOST_TEST (key_of (z).str () != k.str ());
}

BOOST_AUTO_TEST_CASE (where_redis_evicts_tokens_are_kept)
{
  redis.command ({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
  key k (key_of (x));
  write ();
  BOOST_TEST (stored (x) != "");
  BOOST_TEST (fences (stored (x)) == 0U);
  BOOST_TEST (key_of (x).str () != k.str ());
}

BOOST_AUTO_TEST_CASE (that_were_not_fenced_change_by_name)
{
  // Redis did not answer before COMMIT.
  //
  key k (key_of (x)), kz (key_of (z));
  store ().reset (list ({name (x), name (y), "alkey:shelf#*", "alkey:*#*"}),
                  42, false);
  wait_for_resets ();
  BOOST_TEST (stored (x) != "");
  BOOST_TEST (key_of (x).str () != k.str ());
  BOOST_TEST (key_of (z).str () == kz.str ());
}

BOOST_AUTO_TEST_CASE (change_with_their_table_if_redis_missed_the_reset)
{
  // After the first one resets are posted, and the script may be gone.
  //
  write ();
  key kx (key_of (x)), kz (key_of (z));
  write ([this] { redis.command ({"SCRIPT", "FLUSH"}); });
  alkey->refresh ();

  BOOST_TEST (alkey->flush (std::chrono::seconds (5)) == 0U);
  BOOST_TEST (alkey->stats ().retries == 1U);
  BOOST_TEST (fences (stored (sweep)) == 0U);
  BOOST_TEST (storable (x));
  BOOST_TEST (key_of (x).str () != kx.str ());
  BOOST_TEST (storable (z));
  BOOST_TEST (key_of (z).str () != kz.str ());
}

BOOST_AUTO_TEST_CASE (whose_fence_was_not_confirmed_leave_no_fence)
{
  // It was done all the same, in three parts.
  //
  key k (key_of (x));
  std::vector<std::string> rows (names (x.id, 2500));
  rows.push_back ("alkey:shelf#*");
  store ().fence (list (rows), 42);
  store ().fence_later (list (rows), 42);
  BOOST_TEST (!alkey->cache_key (one<shelf> (x.id)).storable ());
  BOOST_TEST (alkey->flush (std::chrono::seconds (5)) == 0U);
  BOOST_TEST (fences (stored (sweep)) == 3U);
  BOOST_TEST (!storable (x));

  store ().reset_later (list (rows), 42);
  BOOST_TEST (alkey->flush (std::chrono::seconds (5)) == 0U);
  BOOST_TEST (fences (stored (sweep)) == 0U);
  BOOST_TEST (fences (stored ("alkey:shelf#*")) == 0U);
  BOOST_TEST (storable (x));
  BOOST_TEST (key_of (x).str () != k.str ());
}

BOOST_AUTO_TEST_CASE (may_become_many_after_they_were_fenced)
{
  // Rows are fenced by name first, in two calls; then there are too many for
  // that.
  //
  odb_alkey::options o (options ());
  o.max_row_fences = 1500;
  odb_alkey::tokens::token_store s (o);
  s.fence (list (names (x.id, 1300)), 42);
  BOOST_TEST (fences (stored (sweep)) == 0U);
  BOOST_TEST (fences (stored (x)) == 1U);

  s.fence (list (names (x.id, 1600)), 42);
  BOOST_TEST (fences (stored (sweep)) == 2U);
  s.reset (list (names (x.id, 1600)), 42, true);
  s.refresh ();

  BOOST_TEST (fences (stored (sweep)) == 0U);

  for (const std::string& n : names (x.id, 1600))
    BOOST_TEST (stored (n) == "");
}

// Each part has its own fence, which later parts need as well.
//
BOOST_AUTO_TEST_CASE (may_be_fenced_one_after_the_other)
{
  for (bool by_table : {false, true})
  {
    odb_alkey::options o (options ());
    o.max_row_fences = by_table ? 1 : 10000;
    odb_alkey::tokens::token_store s (o);
    std::string last ("alkey:shelf#2699");
    reader->cache_key (odb_alkey::identifier (last));

    s.fence (list (names (100, 500)), 42);
    s.fence (list (names (100, 999)), 42, 500);
    s.fence (list (names (100, 1500)), 42, 999);
    s.fence (list (names (100, 2600)), 42, 1500);

    for (const char* i : {"100", "599", "600", "1099", "1100", "2699"})
    {
      BOOST_TEST_INFO (by_table << ' ' << i);
      BOOST_TEST (fences (stored (std::string ("alkey:shelf#") + i)) ==
                  (by_table ? 0U : 1U));
    }

    BOOST_TEST (fences (stored (sweep)) == (by_table ? 3U : 0U));
    s.reset (list (names (100, 2600)), 42, true);
    s.refresh ();
    BOOST_TEST (fences (stored (sweep)) == 0U);

    for (const std::string& n : names (100, 2600))
      if (fences (stored (n)) != 0)
        BOOST_ERROR (n << " has a fence");
  }
}

// A fence that is set for the next row is released with that row, also where
// another part begins.
//
BOOST_AUTO_TEST_CASE (may_include_one_to_come)
{
  for (std::size_t n : {1U, 999U, 1000U, 1001U})
    for (bool fenced : {false, true})
    {
      BOOST_TEST_INFO (n << ' ' << fenced);
      odb_alkey::options o (options ());
      o.max_row_fences = 10000;
      odb_alkey::tokens::token_store s (o);
      std::vector<std::string> all;

      for (std::size_t i (0); i != n; ++i)
        all.push_back ("alkey:book#" + std::to_string (i));

      odb_alkey::identifier row ("alkey:shelf#" + std::to_string (100 + n));
      key k (key_of (x));
      BOOST_TEST (reader->cache_key (row).storable ());

      if (fenced)
        BOOST_REQUIRE (s.fence (list (all), 42));

      BOOST_REQUIRE (s.fence (list (all), 42, fenced ? n : 0, sweep));
      BOOST_TEST (fences (stored (sweep)) == 1U);
      BOOST_TEST (!reader->cache_key (row).storable ());

      all.push_back (row.str ());
      s.reset (list (all), 42, true, true);
      s.refresh ();
      BOOST_TEST (fences (stored (sweep)) == 0U);
      BOOST_TEST (reader->cache_key (row).storable ());
      BOOST_TEST (key_of (x).str () == k.str ());
      BOOST_TEST (s.together (n, n + 1) == (n != 999));
    }
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_FIXTURE_TEST_SUITE (many_rows_of_the_dead, impatient)

BOOST_AUTO_TEST_CASE (change_their_table_once)
{
  key kx (key_of (x)), kz (key_of (z));
  store ().fence (list (names (x.id, 5)), 42);
  BOOST_TEST (!storable (z));

  await_storable (z);
  BOOST_TEST (key_of (x).str () != kx.str ());
  BOOST_TEST (key_of (z).str () != kz.str ());
  BOOST_TEST (fences (stored (sweep)) == 0U);
}

BOOST_AUTO_TEST_CASE (change_it_also_if_another_commit_finds_out)
{
  key k (key_of (z));
  store ().fence (list (names (100, 5)), 42);

  // Each writer meets its fence, while there are no readers.
  //
  do
  {
    BOOST_TEST (fences (stored (sweep)) == 1U);
    store ().fence (list (names (100, 5)), 43);
    store ().reset (list (names (100, 5)), 43, true);
    wait_for_resets ();
  } while (fences (stored (sweep)) != 0U);

  BOOST_TEST (key_of (z).str () != k.str ());
}

BOOST_AUTO_TEST_SUITE_END ()
