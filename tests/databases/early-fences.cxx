// What a transaction writes is fenced while the database executes its
// statements, so that COMMIT does not wait for Redis.

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

#include <tests/support/await.hxx>

#include "clients.hxx"

using odb_alkey::one;
using std::chrono::milliseconds;

namespace
{
  const milliseconds fence_timeout (2000);

  struct early: tests::clients
  {
    explicit early (
      odb_alkey::when_unavailable w = odb_alkey::when_unavailable::proceed)
        : clients (fence_timeout, w)
    {
      commit (
        [this]
        {
          for (tree& r : rows)
            db->persist (r);
        });

      key (first);
    }

    void renew_writer (const odb_alkey::options& o)
    {
      writer.reset ();
      writer.reset (new odb_alkey::plugin (*db, o));
      commit ([this] { db->update (rows.back ()); });
    }

    std::string key (const tree& r)
    {
      return key_of<tree> (r.id).str ();
    }

    // As the reader sees it at this moment.
    //
    bool in_flight (const tree& r)
    {
      const std::uint64_t before (reader->stats ().unique_in_flight);
      reader->cache_key (one<tree> (r.id));
      return reader->stats ().unique_in_flight != before;
    }

    // Nobody waits for a fence, so it may take a moment.
    //
    void await_fence (const tree& r)
    {
      tests::await ("a fence", [&] { return in_flight (r); });
    }

    // Fences since the last call that were sent early, and all.
    //
    std::uint64_t early_ones ()
    {
      return since (writer->stats ().early_fences, early_before_);
    }

    std::uint64_t all_of_them ()
    {
      return since (writer->stats ().fences, all_before_);
    }

    std::string stored (const tree& r)
    {
      return redis
        .command ({"GET", "{alkey}:alkey:tree#" + std::to_string (r.id)})
        .str ();
    }

    std::vector<tree> rows {std::vector<tree> (10)};
    tree& first {rows.front ()};

  private:
    static std::uint64_t since (std::uint64_t now, std::uint64_t& before)
    {
      const std::uint64_t r (now - before);
      before = now;
      return r;
    }

    std::uint64_t early_before_ = 0;
    std::uint64_t all_before_ = 0;
  };

  struct refusing: early
  {
    refusing (): early (odb_alkey::when_unavailable::refuse) {}
  };
}

BOOST_FIXTURE_TEST_SUITE (early_fences, early)

BOOST_AUTO_TEST_CASE (are_there_before_commit)
{
  early_ones ();
  all_of_them ();

  for (int i (0); i != 5; ++i)
  {
    const std::string before (key (first));
    odb::transaction t (db->begin ());
    db->update (first);
    await_fence (first);
    BOOST_TEST (!in_flight (rows[1]));
    t.commit ();
    BOOST_TEST (key_of<tree> (first.id).storable ());
    BOOST_TEST (key (first) != before);
  }

  BOOST_TEST (early_ones () == 5U);
  BOOST_TEST (all_of_them () == 5U);
}

// Versions stay, so that values that were stored before go on being hits.
//
BOOST_AUTO_TEST_CASE (are_gone_after_a_rollback)
{
  for (bool by_statement : {false, true})
  {
    const std::string before (key (first));
    const std::string token (stored (first));
    {
      odb::transaction t (db->begin ());
      db->update (first);

      if (by_statement)
        db->erase_query<tree> ("id = 0");

      await_fence (first);
      t.rollback ();
    }

    BOOST_TEST (!in_flight (first));
    BOOST_TEST (stored (first) == token);
    BOOST_TEST (key_of<tree> (first.id).storable ());
    BOOST_TEST (key (first) == before);
    BOOST_TEST (redis.command ({"HLEN", "{alkey}:commits"}).number () == 0);
  }
}

// What another transaction has fenced stays fenced.
//
BOOST_AUTO_TEST_CASE (of_others_stay)
{
  const std::string before (key (first));
  odb::transaction t (db->begin ());
  db->update (first);
  {
    odb::transaction::reset_current ();
    odb::transaction t2 (db->begin ());
    db->update (rows[1]);
    writer->touch (one<tree> (first.id));
    db->update (rows[2]);
    t2.rollback ();
    odb::transaction::current (t);
  }
  await_fence (first);
  BOOST_TEST (!in_flight (rows[1]));
  t.commit ();
  BOOST_TEST (key (first) != before);
}

BOOST_AUTO_TEST_CASE (stay_at_a_savepoint)
{
  const std::string before (key (first));
  odb::transaction t (db->begin ());
  db->execute ("SAVEPOINT here");
  db->update (first);
  db->execute ("ROLLBACK TO SAVEPOINT here");
  await_fence (first);
  t.commit ();
  BOOST_TEST (key (first) != before);
  BOOST_TEST (!in_flight (first));
}

BOOST_AUTO_TEST_CASE (that_are_old_are_made_again)
{
  odb::transaction t (db->begin ());
  db->update (first);
  await_fence (first);
  const std::string token (stored (first));
  std::this_thread::sleep_for (fence_timeout / 4);

  early_ones ();
  all_of_them ();
  t.commit ();
  BOOST_TEST (early_ones () == 0U);
  BOOST_TEST (all_of_them () == 1U);
  BOOST_TEST (stored (first) != token);
  BOOST_TEST (key_of<tree> (first.id).storable ());
}

// What is written later is fenced at COMMIT.
//
BOOST_AUTO_TEST_CASE (are_for_the_first_moments)
{
  odb_alkey::options o (options ());
  o.early_fences = milliseconds (100);
  renew_writer (o);
  early_ones ();
  {
    odb::transaction t (db->begin ());
    db->update (first);
    std::this_thread::sleep_for (o.early_fences);
    db->update (rows[1]);
    await_fence (first);
    BOOST_TEST (!in_flight (rows[1]));
    t.commit ();
  }
  BOOST_TEST (early_ones () == 0U);
  BOOST_TEST (key_of<tree> (rows[1].id).storable ());

  o.early_fences = milliseconds (0);
  renew_writer (o);
  odb::transaction t (db->begin ());
  db->update (first);
  BOOST_TEST (!in_flight (first));
  t.commit ();
  BOOST_TEST (writer->stats ().early_fences == 0U);
}

BOOST_AUTO_TEST_CASE (of_very_many_are_those_of_their_table)
{
  odb_alkey::options o (options ());
  o.max_row_fences = 6;
  o.early_fences = milliseconds (1000);
  renew_writer (o);
  std::vector<std::string> before;

  for (const tree& r : rows)
    before.push_back (key (r));

  odb::transaction t (db->begin ());

  for (tree& r : rows)
    db->update (r);

  await_fence (first);
  BOOST_TEST (!in_flight (rows.back ()));
  t.commit ();

  for (std::size_t i (0); i != rows.size (); ++i)
  {
    BOOST_TEST (key_of<tree> (rows[i].id).storable ());
    BOOST_TEST (key (rows[i]) != before[i]);
  }
}

// COMMIT makes them again.
//
BOOST_AUTO_TEST_CASE (that_redis_does_not_understand_do_not_count)
{
  const std::string before (key (first));
  redis.command ({"SCRIPT", "FLUSH"});
  early_ones ();
  {
    odb::transaction t (db->begin ());
    db->update (first);
    BOOST_TEST (!in_flight (first));
    t.commit ();
  }
  BOOST_TEST (early_ones () == 0U);
  writer->refresh (); // Learns that the reset was not understood either.
  BOOST_TEST (writer->flush (tests::patience) == 0U);
  BOOST_TEST (key_of<tree> (first.id).storable ());
  BOOST_TEST (key (first) != before);
}

// Redis closes the connection, so that replies are lost; and it has lost the
// fence as well.
//
BOOST_AUTO_TEST_CASE (that_are_lost_are_made_again)
{
  for (bool restarted : {false, true})
  {
    const std::string before (key (first));
    odb::transaction t (db->begin ());
    db->update (first);

    if (restarted)
    {
      redis.kill ();
      redis.restart ();
    }
    else
      redis.command ({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});

    t.commit ();
    BOOST_TEST (writer->flush (tests::patience) == 0U);
    BOOST_TEST (key (first) != before);
    BOOST_TEST (writer->stats ().lost_resets == 0U);
  }
}

BOOST_AUTO_TEST_SUITE_END ()

BOOST_FIXTURE_TEST_SUITE (early_fences_that_are_refused, refusing)

BOOST_AUTO_TEST_CASE (roll_back)
{
  odb::transaction t (db->begin ());
  db->update (rows[1]);
  redis.kill ();
  first.name = "other";
  db->update (first);
  BOOST_CHECK_THROW (t.commit (), odb_alkey::redis_unavailable);
  redis.restart ();

  odb::transaction t2 (db->begin ());
  BOOST_TEST (db->load<tree> (first.id)->name != "other");
  t2.commit ();
}

BOOST_AUTO_TEST_SUITE_END ()
