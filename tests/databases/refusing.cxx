// A commit that is refused for want of Redis leaves nothing behind, on every
// database.

#include <boost/test/unit_test.hpp>

#include "clients.hxx"

using odb_alkey::key;

namespace
{
  struct refusing: tests::clients
  {
    refusing ()
        : clients (std::chrono::seconds (10),
                   odb_alkey::when_unavailable::refuse)
    {
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (refusing_suite, refusing)

BOOST_AUTO_TEST_CASE (the_next_user_of_the_connection_commits_only_its_own)
{
  tree first ("oak");
  commit ([&] { db->persist (first); });
  redis.kill ();

  tree refused ("elm");
  odb::connection* used (nullptr);
  {
    odb::transaction t (db->begin ());
    used = &t.connection ();
    db->persist (refused);
    BOOST_CHECK_THROW (t.commit (), odb_alkey::redis_unavailable);
  }
  BOOST_TEST (count<tree> () == 1U);

  // Redis has nothing to do with a transaction that writes nothing.
  //
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (&t.connection () == used);
    db->execute ("SELECT 1");
    t.commit ();
  }
  BOOST_TEST (count<tree> () == 1U);

  // Then there is one that it lets through again.
  //
  redis.restart ();
  tests::settle (redis);
  BOOST_TEST (writer->flush (tests::patience) == 0U);
  tree next ("ash");
  {
    odb::transaction t (db->begin ());
    BOOST_TEST (&t.connection () == used);
    db->persist (next);
    t.commit ();
  }
  BOOST_TEST (count<tree> () == 2U);
  BOOST_TEST (key_of<tree> (next.id).storable ());
  BOOST_TEST (writer->stats ().unknown_commits == 0U);
  BOOST_TEST (writer->stats ().unfenced_commits == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
