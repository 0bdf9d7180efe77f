// A surplus reply answers no later request.

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/proxy.hxx>
#include <tests/support/two-processes.hxx>
#include <tests/support/written.hxx>

using odb_alkey::one;

namespace
{
  // The reader has one connection, through the link.
  //
  struct repeated: tests::two_processes
  {
    repeated ()
    {
      odb_alkey::options o (options ());
      o.url = link.url ();
      o.max_connections = 1;
      renew_reader (o);

      // Versions of their own.
      //
      commit ([this] { db->update (x); });
      commit ([this] { db->update (y); });
      wait_for_resets ();
    }

    std::string right (const shelf& s)
    {
      return alkey->cache_key (one<shelf> (s.id)).str ();
    }

    tests::proxy link {redis.directory () + "/socket"};
  };
}

BOOST_FIXTURE_TEST_SUITE (surplus_replies, repeated)

BOOST_AUTO_TEST_CASE (another_object_s_tokens_are_not_taken)
{
  for (unsigned lag : {1u, 2u, 3u})
    BOOST_TEST_CONTEXT (lag)
    {
      BOOST_TEST (key_of (x).str () == right (x));
      BOOST_TEST (key_of (y).str () == right (y));
      odb_alkey::stats n (reader->stats ());
      std::size_t connections (link.accepted ());
      link.repeat (lag);

      BOOST_TEST (!storable (x));
      BOOST_TEST (reader->stats ().errors == n.errors + 1);
      BOOST_TEST (reader->stats ().down == 0U);

      // Another connection is in step.
      //
      BOOST_TEST (key_of (x).str () == right (x));
      BOOST_TEST (key_of (y).str () == right (y));
      BOOST_TEST (link.accepted () == connections + 1);
    }

  BOOST_TEST (log.count ("the reply is to another request") >= 1U);
}

BOOST_AUTO_TEST_CASE (nor_those_of_a_key_of_as_many_objects)
{
  auto pair = [] (odb_alkey::plugin& p, const shelf& a, const shelf& b)
  {
    return p.cache_key (one<shelf> (a.id), one<shelf> (b.id));
  };

  pair (*reader, x, y);
  link.repeat (1);
  BOOST_TEST (!pair (*reader, y, x).storable ());
  BOOST_TEST (pair (*reader, y, x).str () == pair (*alkey, y, x).str ());
}

BOOST_AUTO_TEST_CASE (a_script_that_was_not_run_confirms_nothing)
{
  odb_alkey::tokens::token_store& s (
    odb_alkey::detail::plugin_access::store (*reader));
  auto i (tests::list ({name (x)}));

  BOOST_TEST (s.fence (i, 1));
  link.repeat (1);
  BOOST_TEST (!s.fence (i, 2));
  BOOST_TEST (s.reset_now (i, 1));
  BOOST_TEST (s.reset_now (i, 2));
  link.repeat (1);
  BOOST_TEST (!s.reset_now (i, 3));

  // After a reply of tokens, too.
  //
  key_of (y);
  link.repeat (1);
  BOOST_TEST (!s.fence (i, 4));
}

BOOST_AUTO_TEST_CASE (a_posted_reset_is_done_again)
{
  // The second one is posted.
  //
  for (int n (0); n != 2; ++n)
  {
    odb::transaction t (db2->begin ());
    reader->touch (x);
    t.commit ();
  }

  reader->refresh ();
  std::string before (right (x));
  link.repeat (1);
  {
    odb::transaction t (db2->begin ());
    reader->touch (x);
    t.commit ();
  }

  // It was not fenced, since the fence was not confirmed.
  //
  BOOST_TEST (reader->flush (std::chrono::seconds (10)) == 0U);
  BOOST_TEST (reader->stats ().errors >= 1U);
  BOOST_TEST (right (x) != before);
}

BOOST_AUTO_TEST_SUITE_END ()
