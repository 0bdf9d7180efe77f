// The decisions of store.lua, by its reply and by what it leaves.

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/tokens/key-text.hxx>
#include <odb_alkey/tokens/scripts.hxx>

#include <tests/support/redis-server.hxx>

namespace
{
  const std::string epoch ("0123456789abcdef");
  const std::string other_epochs[] = {"0000000000000001", "fedcba9876543210"};

  // The text of a key of one object and a page.
  //
  std::string text_of (const std::string& version,
                       const std::string& page = "page",
                       const std::string& of_epoch = epoch)
  {
    return "alkey;" + of_epoch + ';' + version + "/alkey:shelf#1;=" + page;
  }

  const std::string older ("1700000000000009");
  const std::string newer ("1700000000000010");

  struct fixture: talk::one_server
  {
    // Returns true if the value was stored.
    //
    bool store (const std::string& text, const std::string& value,
                const std::string& own = std::string ())
    {
      std::vector<std::string> words {"EVAL",
                                      odb_alkey::tokens::scripts::store.source,
                                      own.empty () ? "1" : "2", entry};

      if (!own.empty ())
        words.push_back (lease);

      for (const std::string& s :
           {text, std::to_string (odb_alkey::tokens::arguments_begin () + 1),
            odb_alkey::tokens::stored_form (text, value),
            std::string ("60000")})
        words.push_back (s);

      if (!own.empty ())
        words.push_back (own);

      const odb_alkey::redis::reply r (server.command (words));
      BOOST_TEST (r.integer (), r.str ());
      return r.number () == 1;
    }

    void hold (const std::string& bytes)
    {
      server.command ({"SET", entry, bytes});
    }

    std::string held ()
    {
      return server.command ({"GET", entry}).str ();
    }

    bool exists (const std::string& key)
    {
      return server.command ({"EXISTS", key}).number () == 1;
    }

    const std::string entry = "alkey:value:{1}";
    const std::string lease = "alkey:lease:{1}1";
  };
}

BOOST_FIXTURE_TEST_SUITE (store_script, fixture)

BOOST_AUTO_TEST_CASE (a_value_lives_for_as_long_as_it_is_told)
{
  BOOST_TEST (store (text_of (older), "a value"));
  BOOST_TEST (held () == text_of (older) + " a value");
  const long life (server.command ({"PTTL", entry}).number ());
  BOOST_TEST (life <= 60000);
  BOOST_TEST (life > 30000);
}

BOOST_AUTO_TEST_CASE (an_older_value_is_refused_and_a_newer_one_replaces)
{
  BOOST_TEST (store (text_of (older), "a"));
  BOOST_TEST (store (text_of (older), "b"));
  BOOST_TEST (held () == text_of (older) + " b");
  BOOST_TEST (store (text_of (newer), "c"));
  BOOST_TEST (held () == text_of (newer) + " c");
  BOOST_TEST (!store (text_of (older), "d"));
  BOOST_TEST (held () == text_of (newer) + " c");
}

BOOST_AUTO_TEST_CASE (a_value_of_another_epoch_replaces)
{
  for (const std::string& other : other_epochs)
  {
    server.command ({"DEL", entry});
    BOOST_TEST (store (text_of (newer, "page", other), "a"));
    BOOST_TEST (store (text_of (older), "b"));
    BOOST_TEST (held () == text_of (older) + " b");
  }
}

// Somebody has made their digests collide.
//
BOOST_AUTO_TEST_CASE (a_value_of_other_arguments_is_replaced)
{
  for (const char* other : {"aage", "qage", "page2"})
  {
    hold (text_of (newer, other) + " theirs");
    BOOST_TEST (store (text_of (older), "ours"), other);
    BOOST_TEST (held () == text_of (older) + " ours");
  }
}

BOOST_AUTO_TEST_CASE (a_foreign_value_is_replaced)
{
  for (const std::string& theirs :
       {std::string (), std::string (" "), std::string ("theirs"),
        std::string ("zlkey;theirs theirs"), text_of (newer),
        text_of (newer) + "\n ours", std::string (100000, 'z')})
  {
    hold (theirs);
    BOOST_TEST (store (text_of (older), "ours"), theirs.substr (0, 100));
    BOOST_TEST (held () == text_of (older) + " ours");
  }

  server.command ({"DEL", entry});
  server.command ({"LPUSH", entry, "a list"});
  BOOST_TEST (store (text_of (older), "ours"));
  BOOST_TEST (held () == text_of (older) + " ours");
}

BOOST_AUTO_TEST_CASE (only_the_lease_of_the_caller_ends)
{
  auto take = [this] (const char* owner)
  {
    server.command ({"SET", lease, owner});
  };

  for (const char* theirs : {"her", "herself", "hi", "", "him "})
  {
    take (theirs);
    BOOST_TEST (store (text_of (older), "a", "hers"));
    BOOST_TEST (exists (lease), theirs);
  }

  take ("hers");
  BOOST_TEST (store (text_of (older), "a"));
  BOOST_TEST (exists (lease));
  BOOST_TEST (store (text_of (newer), "b", "hers"));
  BOOST_TEST (!exists (lease));

  // It ends as well if the value is refused.
  //
  take ("hers");
  BOOST_TEST (!store (text_of (older), "a", "hers"));
  BOOST_TEST (!exists (lease));

  server.command ({"LPUSH", lease, "hers"});
  BOOST_TEST (store (text_of (newer), "c", "hers"));
  BOOST_TEST (exists (lease));
}

BOOST_AUTO_TEST_SUITE_END ()
