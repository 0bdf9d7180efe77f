// A Redis that does not permit something: how the library goes on, and which
// remedy it tells.

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/cache.hxx>

#include <tests/support/redis-setup.hxx>
#include <tests/support/thrown.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::args;
using odb_alkey::one;
using tests::says;

namespace
{
  struct fixture: tests::two_processes
  {
    // A process of the user app, which has the rights that README lists for
    // the usual name space.
    //
    void start (const std::string& name_space = "alkey", int database = 0)
    {
      tests::add_app (redis);
      enter (name_space, database);
    }

    // The same with these rights alone.
    //
    void start_with (std::vector<std::string> rights)
    {
      rights.insert (rights.end (), {"~{alkey}:*", "~alkey:*"});
      tests::add_user (redis, "app", "pw", rights);
      enter ();
    }

    void enter (const std::string& name_space = "alkey", int database = 0)
    {
      odb_alkey::options o (options ());
      o.url = redis.url ("app:pw");
      o.name_space = name_space;
      o.database = database;
      renew (o);
    }

    bool storable ()
    {
      return alkey->cache_key (one<shelf> (x.id)).storable ();
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
        if (says (s, part))
          return s;

      return std::string ();
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (denied, fixture)

BOOST_AUTO_TEST_CASE (the_command_that_permits_what_is_missing_is_told)
{
  // The user may use neither the name space nor the database.
  //
  start ("shop", 1);
  BOOST_TEST (!alkey->refresh ());

  const std::string said (message ("NOPERM"));
  const std::size_t begin (
    said.find ("ACL SETUSER app ~{shop}:* ~shop:* +info "));
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

// Each kind of call says what it was for, whichever right is missing.
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
    {"-evalsha", "fencing what a commit writes",
     [&] (odb_alkey::cache&, const odb_alkey::key&)
     {
       commit ([this] { db->update (x); });
     }},
  };

  for (const auto& c : cases)
    BOOST_TEST_CONTEXT (c.what)
    {
      start ();
      odb_alkey::cache cache (*alkey);
      odb_alkey::key k (alkey->cache_key (one<shelf> (y.id), c.what));
      BOOST_REQUIRE (k.storable ());
      redis.command ({"ACL", "SETUSER", "app", c.missing});
      c.act (cache, k);

      const std::string beginning (c.what + std::string (": NOPERM "));
      const std::string said (message (beginning));
      BOOST_TEST (said.compare (0, beginning.size (), beginning) == 0, said);
      BOOST_TEST (says (said, "ACL SETUSER app ~{alkey}:* ~alkey:* "));
      BOOST_TEST (!says (said, "+select"));
    }
}

// README lists these.
//
BOOST_AUTO_TEST_CASE (a_user_with_the_documented_rights_can_do_everything)
{
  start ();
  odb_alkey::cache cache (*alkey);

  std::string before (alkey->token (x));
  commit ([this] { db->update (x); });
  alkey->refresh ();
  BOOST_TEST (alkey->token (x) != before);
  BOOST_TEST (alkey->cache_key (one<shelf> (77)).storable ());

  for (int i (0); i != 2; ++i)
    BOOST_TEST (cache.fetch (args (one<shelf> (x.id)), std::chrono::hours (1),
                             [] { return std::string ("a"); }) == "a");

  BOOST_CHECK_THROW (cache.fetch (args (one<shelf> (y.id)),
                                  std::chrono::hours (1),
                                  [] () -> std::string { throw 1; }),
                     int);

  odb_alkey::stats n (alkey->stats ());
  BOOST_TEST (n.value_hits == 1U);
  BOOST_TEST (n.errors == 0U);
  BOOST_TEST (n.unavailable == 0U);
}

BOOST_AUTO_TEST_CASE (a_user_without_the_right_to_write)
{
  start_with ({"+info", "+mget", "+get"});

  // It reads the tokens that are there.
  //
  BOOST_TEST (storable ());
  BOOST_TEST (!alkey->cache_key (one<shelf> (77)).storable ());

  // It may not check the clock, which is believed then without another try.
  //
  std::uint64_t denied (alkey->stats ().errors_denied);
  BOOST_TEST (storable ());
  commit ([this] { db->reload (y); });
  BOOST_TEST (alkey->cache_key (y).storable ());
  BOOST_TEST (alkey->stats ().errors_denied == denied);
  commit ([this] { db->update (x); });

  BOOST_TEST (alkey->stats ().unfenced_commits == 1U);
  BOOST_TEST (alkey->stats ().errors_denied >= 2U);
  BOOST_TEST (alkey->stats ().down == 0U);
  BOOST_TEST (log.count ("ACL SETUSER") >= 1U);

  redis.command ({"ACL", "SETUSER", "app", "+@all"});
  BOOST_TEST (back ());
  BOOST_TEST (storable ());
}

// A commit may be in flight, whatever this user may do.
//
BOOST_AUTO_TEST_CASE (a_user_without_rights_waits_for_the_end_of_a_quarantine)
{
  redis.command ({"FLUSHALL"});
  BOOST_TEST (!storable ());
  start_with ({"+info", "+mget", "+get"});

  for (int i (0); i != 2; ++i)
    BOOST_TEST (!storable ());

  BOOST_TEST (alkey->stats ().errors_denied >= 1U);
}

// Only a value of another type is taken for another program's.
//
BOOST_AUTO_TEST_CASE (what_may_not_be_read_is_not_replaced)
{
  tests::add_app (redis);
  redis.command ({"ACL", "SETUSER", "app", "-get", "-getrange"});
  enter ();
  BOOST_TEST (!alkey->cache_key (one<shelf> (77)).storable ());
  BOOST_TEST (alkey->stats ().errors_denied >= 1U);
  BOOST_TEST (alkey->stats ().replaced == 0U);
}

BOOST_AUTO_TEST_CASE (a_value_that_may_not_be_compared_stays)
{
  start ();
  odb_alkey::cache cache (*alkey);
  odb_alkey::key k (alkey->cache_key (one<shelf> (y.id)));
  BOOST_TEST (cache.store (k, 1));
  redis.command ({"ACL", "SETUSER", "app", "-getrange"});
  BOOST_TEST (!cache.store (k, 2));
  BOOST_TEST (alkey->stats ().errors_denied == 1U);
  BOOST_TEST (log.count ("storing a value: ") == 1U);

  int value (0);
  BOOST_TEST (cache.lookup (k, value));
  BOOST_TEST (value == 1);
}

// A script's refusal has other words than a command's.
//
BOOST_AUTO_TEST_CASE (a_user_whose_scripts_may_not_write)
{
  start_with ({"+info", "+mget", "+get", "+eval", "+evalsha", "+time"});
  BOOST_TEST (!alkey->cache_key (one<shelf> (77)).storable ());
  BOOST_TEST (alkey->stats ().errors_denied == 1U);
  BOOST_TEST (log.count ("ACL SETUSER") >= 1U);
}

BOOST_AUTO_TEST_SUITE_END ()
