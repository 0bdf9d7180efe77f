// A Redis that does not permit something: what is said about it.

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>

#include <tests/support/await.hxx>
#include <tests/support/redis-setup.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::one;

namespace
{
  struct fixture: tests::two_processes
  {
    // A process of the user app, who has the rights that README lists for the
    // usual name space.
    //
    void start (const std::string& name_space, int database)
    {
      tests::add_app (redis);
      odb_alkey::options o (options ());
      o.url = redis.url ("app:pw");
      o.name_space = name_space;
      o.database = database;
      alkey.reset ();
      alkey.reset (new odb_alkey::plugin (*db, o));
    }

    ~fixture ()
    {
      redis.command ({"ACL", "SETUSER", "app", "~*", "+@all"});
    }

    // The first message that has this text.
    //
    std::string message (const std::string& part)
    {
      for (const std::string& s : log.all ())
        if (s.find (part) != std::string::npos)
          return s;

      return std::string ();
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (denied, fixture)

BOOST_AUTO_TEST_CASE (the_command_that_permits_what_is_missing_is_told)
{
  // Neither the name space nor the database is what he may use.
  //
  start ("shop", 1);
  BOOST_TEST (!alkey->refresh ());

  const std::string said (message ("NOPERM"));
  const std::size_t begin (said.find ("ACL SETUSER app ~shop:* +info "));
  BOOST_REQUIRE_MESSAGE (begin != std::string::npos, said);

  std::istringstream line (
    said.substr (begin, said.find ('\'', begin) - begin));
  std::vector<std::string> words;
  for (std::string w; line >> w;)
    words.push_back (w);
  BOOST_TEST (words.back () == "+select");
  BOOST_TEST (!redis.command (words).error ());

  BOOST_TEST (alkey->flush (tests::patience) == 0U);
  tests::await ("keys are storable",
                [&]
                {
                  return alkey->refresh () &&
                         alkey->cache_key (one<shelf> (x.id)).storable ();
                });

  // All else is permitted as well.
  //
  const std::uint64_t before (alkey->stats ().errors_denied);
  odb_alkey::cache cache (*alkey);
  commit ([this] { db->update (x); });
  BOOST_TEST (alkey->flush (tests::patience) == 0U);
  odb_alkey::key k (alkey->cache_key (one<shelf> (y.id)));
  auto page = []
  {
    return "page";
  };
  BOOST_TEST (cache.fetch (k, page) == "page");
  BOOST_TEST (cache.erase (k));
  BOOST_TEST (cache.store (k, "page"));
  BOOST_TEST (alkey->stats ().errors_denied == before);
}

// Of each kind of call, by whatever it is that is missing.
//
BOOST_AUTO_TEST_CASE (what_failed_is_said_once)
{
  struct
  {
    const char* missing;
    const char* what;
    std::function<void (odb_alkey::cache&, const odb_alkey::key&)> act;
  } cases[] = {
    {"-mget", "reading tokens",
     [&] (odb_alkey::cache&, const odb_alkey::key&)
     {
       alkey->refresh ();
     }},
    {"-get", "reading a value",
     [] (odb_alkey::cache& c, const odb_alkey::key& k)
     {
       std::string s;
       c.lookup (k, s);
     }},
    {"-set", "claiming to compute a value",
     [] (odb_alkey::cache& c, const odb_alkey::key& k)
     {
       c.fetch (k, [] { return 1; });
     }},
    {"-evalsha", "storing a value",
     [] (odb_alkey::cache& c, const odb_alkey::key& k)
     {
       c.store (k, 1);
     }},
    {"-eval", "erasing a value",
     [] (odb_alkey::cache& c, const odb_alkey::key& k)
     {
       c.erase (k);
     }},
    {"-evalsha", "marking what a commit writes",
     [&] (odb_alkey::cache&, const odb_alkey::key&)
     {
       commit ([this] { db->update (x); });
     }},
  };

  for (const auto& c : cases)
    BOOST_TEST_CONTEXT (c.what)
    {
      start ("alkey", 0);
      odb_alkey::cache cache (*alkey);
      odb_alkey::key k (alkey->cache_key (one<shelf> (y.id), c.what));
      BOOST_REQUIRE (k.storable ());
      redis.command ({"ACL", "SETUSER", "app", c.missing});
      c.act (cache, k);

      const std::string beginning (c.what + std::string (": NOPERM "));
      const std::string said (message (beginning));
      BOOST_TEST (said.compare (0, beginning.size (), beginning) == 0, said);
      BOOST_TEST (said.find ("ACL SETUSER app ~alkey:* ") !=
                  std::string::npos);
      BOOST_TEST (said.find ("+select") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END ()
