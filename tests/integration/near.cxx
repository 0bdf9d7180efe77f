// Keys that are made without asking Redis, and commits that wait for them.

#include <chrono>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

#include <tests/support/thrown.hxx>

#include "near-reader.hxx"

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::one;
using std::chrono::milliseconds;

typedef tests::near_reader fixture;

BOOST_FIXTURE_TEST_SUITE (near, fixture)

BOOST_AUTO_TEST_CASE (a_key_asks_nobody)
{
  BOOST_TEST (listed () == "shelf:50");
  BOOST_TEST (near_key (x).storable ());

  // Objects are of another table, or nobody has asked for them.
  //
  const std::uint64_t before (commands ());
  reader->cache_key (one<shelf> (x.id), all<book> ());
  BOOST_TEST (commands () > before + 1);
}

BOOST_AUTO_TEST_CASE (no_key_outlives_a_commit)
{
  for (int i (0); i != 10; ++i)
  {
    const std::string before (near_key (x).str ());
    x.name = std::to_string (i);
    commit ([this] { db->update (x); });
    BOOST_TEST (key_of (x).str () != before);
  }

  BOOST_TEST ((waited () >= 10 * length));
}

// That the test before would find it.
//
BOOST_AUTO_TEST_CASE (without_the_wait_one_does)
{
  store ().environment ().faults.no_lease_waits = true;

  tests::await ("a key that is stale",
                [this]
                {
                  const std::string before (near_key (x).str ());
                  commit ([this] { db->update (x); });
                  return key_of (x).str () == before;
                });
}

BOOST_AUTO_TEST_CASE (only_commits_of_listed_tables_wait)
{
  commit ([this] { db->execute ("DELETE FROM loan"); });
  BOOST_TEST (waited ().count () == 0);
  commit ([this] { db->update (y); });
  BOOST_TEST ((waited () >= length));

  // Unknown rows, and unknown tables.
  //
  commit ([this] { db->execute ("UPDATE shelf SET name = 'z'"); });
  BOOST_TEST ((waited () >= length));
  alkey->touch (all<shelf> ());
  BOOST_TEST ((waited () >= length));
  alkey->touch (everything ());
  BOOST_TEST ((waited () >= length));
  BOOST_TEST (alkey->stats ().lease_waits == 4U);
}

// A sweep counts for every row.
//
BOOST_AUTO_TEST_CASE (no_key_outlives_a_sweep)
{
  std::string before (near_key (x).str ());
  commit ([this] { db->execute ("UPDATE shelf SET name = 'z'"); });
  BOOST_TEST (key_of (x).str () != before);

  before = near_key (x).str ();
  alkey->touch (everything ());
  BOOST_TEST (key_of (x).str () != before);
}

BOOST_AUTO_TEST_CASE (nothing_is_leased_during_a_commit)
{
  commit_with (x,
               [this]
               {
                 for (int i (0); i != 3; ++i)
                   BOOST_TEST (!storable (x));
               });

  near_key (x);
}

BOOST_AUTO_TEST_CASE (the_longest_time_holds)
{
  alkey->near<shelf> (milliseconds (5));
  alkey->cache_key (one<shelf> (x.id));
  BOOST_TEST (listed () == "shelf:50");

  // Until that process asks for less, and lists the table anew.
  //
  BOOST_TEST (alkey->not_near<shelf> ());
  BOOST_TEST (listed () == "");
  alkey->near<shelf> (milliseconds (5));
  alkey->cache_key (one<shelf> (x.id));
  BOOST_TEST (listed () == "shelf:5");
  reader->near<shelf> (milliseconds (7));
  tests::await ("a longer time",
                [this]
                {
                  key_of (x);
                  return listed () == "shelf:7";
                });
}

BOOST_AUTO_TEST_CASE (two_tables_are_listed)
{
  reader->near<book> (milliseconds (1));
  reader->cache_key (all<book> ());
  BOOST_TEST (listed () == "shelf:50,book:1");
  BOOST_TEST (reader->not_near<shelf> ());
  BOOST_TEST (listed () == "book:1");
  commit ([this] { db->update (x); });
  BOOST_TEST (waited ().count () == 0);
}

BOOST_AUTO_TEST_CASE (who_takes_it_off_waits_for_its_leases)
{
  const std::string before (near_key (x).str ());
  BOOST_TEST (alkey->not_near<shelf> ());
  BOOST_TEST ((waited () >= length));

  // The reader has not heard of it, and its lease is over.
  //
  commit ([this] { db->update (x); });
  BOOST_TEST (waited ().count () == 0);
  BOOST_TEST (key_of (x).str () != before);
}

// A table that is listed again meanwhile stays.
//
BOOST_AUTO_TEST_CASE (a_table_that_another_process_wants_stays)
{
  redis.command ({"SET", redis_key ("origin"),
                  [this]
                  {
                    std::string o (stored ("origin"));
                    return o.replace (o.find ("shelf:50"), 8, "shelf:50:17");
                  }()});
  BOOST_TEST (listed () == "shelf:50:17");

  // Nothing is leased, and commits wait.
  //
  commit ([this] { db->update (x); });
  BOOST_TEST ((waited () >= length));
  tests::await ("the table is listed again",
                [this]
                {
                  key_of (x);
                  return listed () == "shelf:50";
                });
  near_key (x);
}

// The list may have been lost, and leases not.
//
BOOST_AUTO_TEST_CASE (commits_of_a_new_epoch_wait)
{
  const std::string before (near_key (x).str ());
  redis.command ({"FLUSHALL"});
  commit ([this] { db->update (x); });
  BOOST_TEST ((waited () >= length));
  BOOST_TEST (key_of (x).str () != before);

  // Once is enough, and once more if the reader has begun an epoch as well.
  //
  commit ([this] { db->execute ("DELETE FROM loan"); });
  waited ();
  commit ([this] { db->execute ("DELETE FROM loan"); });
  BOOST_TEST (waited ().count () == 0);
}

BOOST_AUTO_TEST_CASE (the_shortest_time_is_one)
{
  reader->not_near<shelf> ();
  reader->near<shelf> (milliseconds (1));
  near_key (x);
  BOOST_TEST (listed () == "shelf:1");
}

// It is shorter than the time for which a commit waits.
//
BOOST_AUTO_TEST_CASE (a_short_fence_timeout_allows_for_the_wait)
{
  odb_alkey::options o (options ());
  o.fence_timeout = milliseconds (40);
  o.when_unavailable = odb_alkey::when_unavailable::refuse;
  renew (o);
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->stats ().lease_waits == 1U);
}

BOOST_AUTO_TEST_CASE (objects_are_as_old_as_they_are)
{
  std::shared_ptr<shelf> old (load (x.id));
  commit ([this] { db->update (x); });
  tests::await ("a key of the new version", [this] { return storable (x); });
  near_key (x);
  BOOST_TEST (!reader->cache_key (*old).storable ());
}

BOOST_AUTO_TEST_CASE (a_list_that_is_none_begins_a_new_epoch)
{
  const std::string before (epoch ());
  std::string o (stored ("origin"));
  write ("origin", o.replace (o.find ("shelf:50"), 8, "shelf:500"));
  BOOST_TEST (!storable (x));
  BOOST_TEST (epoch () != before);
}

// Otherwise the client would call the script for nothing again and again.
//
BOOST_AUTO_TEST_CASE (scripts_and_clients_agree_on_lists)
{
  for (const std::string list : {"shelf:50",
                                 "shelf:0",
                                 "shelf:51",
                                 "shelf:050",
                                 "shelf:05",
                                 "shelf:",
                                 "shelf",
                                 ":5",
                                 "shelf:5,",
                                 ",shelf:5",
                                 "shelf:5,book:6",
                                 "a:5,,b:5",
                                 "shelf:5:1",
                                 "shelf:5:",
                                 "shelf:5:0",
                                 "shelf:5:1:",
                                 "shelf:x",
                                 "a=b:5",
                                 "shelf:5:1234567890123456",
                                 "shelf:5:12345678901234567",
                                 "a.b-c_d:7",
                                 "%41+@~:7",
                                 "a:5;b:5",
                                 "a:5:7,b:6:8"})
  {
    odb_alkey::tokens::near_list parsed;
    const bool sound (odb_alkey::tokens::near_list::parse (
      list.data (), list.size (), parsed));
    std::string o (stored ("origin"));
    const std::string before (epoch ());
    write ("origin", o.replace (o.find (" =") + 2, listed ().size (), list));
    store ().scripts ().list ("book", milliseconds (1));
    BOOST_TEST ((epoch () == before) == sound, list);
    BOOST_TEST ((listed ().find ("book") != std::string::npos));
  }
}

BOOST_AUTO_TEST_CASE (a_list_that_is_full_is_told)
{
  const std::string o (stored ("origin"));
  write ("origin", std::string (o).replace (o.find ("shelf:50"), 8,
                                            "shelf:50," +
                                              std::string (4075, 'a') + ":5"));
  BOOST_CHECK_THROW (
    store ().scripts ().list (std::string (100, 'b'), milliseconds (1)),
    odb_alkey::redis_error);
  BOOST_TEST (!alkey->not_near<shelf> ());
  BOOST_TEST ((listed ().find ("shelf:50,") == 0));
}

// The hits of the reader and the waits of the writer, by table.
//
BOOST_AUTO_TEST_CASE (tables_are_counted)
{
  BOOST_TEST (reader->stats ().tables.size () == 1U);
  const std::uint64_t before (reader->stats ().tables[0].near_hits);

  for (int i (0); i != 3; ++i)
    near_key (x);

  const odb_alkey::stats::table r (reader->stats ().tables.at (0));
  BOOST_TEST (r.name == "shelf");
  BOOST_TEST (r.near_hits >= before + 3);
  BOOST_TEST (r.near_hits == reader->stats ().near_keys);
  BOOST_TEST (r.near_reads >= 1U);
  BOOST_TEST (r.lease_waits == 0U);

  BOOST_TEST (alkey->stats ().tables.empty ());
  commit ([this] { db->update (x); });

  const odb_alkey::stats w (alkey->stats ());
  const odb_alkey::stats::table t (w.tables.at (0));
  BOOST_TEST (t.name == r.name);
  BOOST_TEST (t.lease_waits == 1U);
  BOOST_TEST (t.lease_wait_time == w.lease_wait_time);
  BOOST_TEST (t.near_hits + t.near_reads == 0U);

  const std::string text (w.prometheus ("a=\"b\""));
  BOOST_TEST (text.find ("odb_alkey_table_lease_waits_total{a=\"b\",table=\"" +
                         t.name + "\"} 1\n") != std::string::npos);
}

// It looks for some time of each second.
//
BOOST_AUTO_TEST_CASE (tables_that_would_gain_are_told)
{
  BOOST_TEST (alkey->near_advice () == "");

  tests::await ("advice",
                [this]
                {
                  for (int i (0); i != 100; ++i)
                    alkey->cache_key (one<shelf> (x.id));

                  return alkey->near_advice () != "";
                });

  const std::string advice (alkey->near_advice ());
  BOOST_TEST_CONTEXT (advice)
  BOOST_TEST (advice.find ("near () would pay for 'shelf'") == 0U);

  // It is near now, so there is nothing to say any more.
  //
  alkey->near<shelf> ();
  BOOST_TEST (alkey->near_advice () == "");
}

// Each key is of another object.
//
BOOST_AUTO_TEST_CASE (tables_that_lose_are_told)
{
  for (int i (0); i != 300; ++i)
    reader->cache_key (one<shelf> (static_cast<unsigned long> (1000 + i)));

  const std::string advice (reader->near_advice ());
  BOOST_TEST_CONTEXT (advice)
  BOOST_TEST (advice.find ("near () does not pay for 'shelf'") == 0U);
}

BOOST_AUTO_TEST_CASE (times_are_checked)
{
  using tests::says;
  using tests::thrown;

  BOOST_TEST (says (thrown<odb_alkey::invalid_options> (
                      [this] { alkey->near<shelf> (milliseconds (51)); }),
                    "51 ms"));
  BOOST_TEST (says (thrown<odb_alkey::invalid_options> (
                      [this] { alkey->near<shelf> (milliseconds (0)); }),
                    "0 ms"));
}

BOOST_AUTO_TEST_SUITE_END ()
