#ifndef TESTS_INTEGRATION_FOLLOWING_HXX
#define TESTS_INTEGRATION_FOLLOWING_HXX

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/sentinel.hxx>
#include <odb_alkey/redis/url.hxx>

#include <tests/support/await.hxx>
#include <tests/support/environment.hxx>
#include <tests/support/redis-sentinel.hxx>
#include <tests/support/redis-setup.hxx>

#include "library-odb.hxx"

namespace tests
{
  // Sentinel watches a primary and its replica.
  //
  struct watched_pair
  {
    explicit watched_pair (
      redis_server::listen l = redis_server::listen::local_and_tcp,
      const sentinel_setup& s = {})
        : first ({}, l), second (replica_of (first), l), watch (first, 1, s)
    {
    }

    // A plugin with these options follows a fail-over. The replica may lack
    // the last changes: no key of before comes again.
    //
    void check_fail_over (odb_alkey::options o)
    {
      using odb_alkey::one;

      settle (first);
      await_sync (first, second);

      temporary_directory directory;
      messages log;
      std::unique_ptr<odb::sqlite::database> db (
        make_database (directory.path () + "/db"));
      o.url = watch.url ();
      o.fence_timeout = std::chrono::milliseconds (300);
      o.connect_timeout = o.command_timeout = std::chrono::seconds (5);
      o.budget = std::chrono::seconds (10);
      o.log = log.listener ();
      odb_alkey::plugin alkey (*db, o);

      BOOST_REQUIRE (alkey.ready ());
      odb_alkey::key before (alkey.cache_key (one<shelf> (1)));
      BOOST_TEST (before.storable ());

      // A change in between is remembered, and told to the new primary.
      //
      first.kill ();
      alkey.touch<shelf> (1);
      BOOST_TEST (alkey.stats ().pending != 0U);
      BOOST_TEST (!alkey.cache_key (one<shelf> (1)).storable ());

      BOOST_TEST (alkey.flush (patience) == 0U);
      BOOST_TEST (watch.address_of_primary () == watch.address (second));
      BOOST_TEST (!alkey.ready ());
      await ("the end of the quarantine", [&] { return alkey.ready (); });

      odb_alkey::key after (alkey.cache_key (one<shelf> (1)));
      BOOST_TEST (after.storable ());
      BOOST_TEST (after.str () != before.str ());
      BOOST_TEST (after.str ().substr (0, 22) != before.str ().substr (0, 22));
    }

    redis_server first;
    redis_server second;
    redis_sentinel watch;
  };
}

#endif // TESTS_INTEGRATION_FOLLOWING_HXX
