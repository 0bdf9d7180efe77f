// Scripts are called by their hashes, and sent whole where they are missing.

#include <odb_alkey/redis/script.hxx>
#include <odb_alkey/redis/url.hxx>

#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <tests/support/redis-server.hxx>

using namespace odb_alkey::redis;
using namespace talk;

namespace
{
  typedef std::vector<std::string> texts;
}

BOOST_FIXTURE_TEST_SUITE (redis_scripts, one_server)

BOOST_AUTO_TEST_CASE (a_script_the_server_does_not_know_is_sent_whole)
{
  // redis-cli SCRIPT LOAD says the hash.
  //
  const std::string source ("return {KEYS[1], ARGV[1], ARGV[2]}");
  const std::string hash (server.command ({"SCRIPT", "LOAD", source}).str ());
  const script echo {"echo", hash.c_str (), source.c_str ()};

  script_calls calls;
  request& q (calls.add (echo, 1, 2));
  q.argument ("key");
  q.argument (std::uint64_t (7));
  q.argument (std::string ("a\0b", 3));

  // It is sent once more after the server has forgotten it.
  //
  for (int times (0); times != 2; ++times)
  {
    server.command ({"SCRIPT", "FLUSH"});

    reply r (calls.run (c, late ()));
    BOOST_TEST (r.count () == 3u);
    BOOST_TEST (r[0].str () == "key");
    BOOST_TEST (r[1].str () == "7");
    BOOST_TEST (r[2].str () == std::string ("a\0b", 3));
    BOOST_TEST (server.command ({"SCRIPT", "EXISTS", hash})[0].number () == 1);
  }

  c.send (calls.evalsha (), late ());
  BOOST_TEST (!script_missing (c.receive (late ())));
  server.command ({"SCRIPT", "FLUSH"});
  c.send (calls.evalsha (), late ());
  BOOST_TEST (script_missing (c.receive (late ())));
}

BOOST_AUTO_TEST_CASE (a_pipeline_of_scripts_answers_in_order)
{
  const std::string one ("return 'one ' .. KEYS[1]");
  const std::string two ("return 'two ' .. KEYS[1] .. ARGV[1]");
  const std::string bad ("return redis.error_reply ('ERR no')");
  std::string hashes[3];
  int i (0);

  for (const std::string* s : {&one, &two, &bad})
    hashes[i++] = server.command ({"SCRIPT", "LOAD", *s}).str ();

  const script first {"one", hashes[0].c_str (), one.c_str ()};
  const script second {"two", hashes[1].c_str (), two.c_str ()};
  const script third {"bad", hashes[2].c_str (), bad.c_str ()};

  server.command ({"SCRIPT", "FLUSH"});
  server.command ({"SCRIPT", "LOAD", two});
  script_calls calls;

  for (const char* key : {"a", "b"})
  {
    calls.add (first, 1, 0).argument (key);
    request& q (calls.add (second, 1, 1));
    q.argument (key);
    q.argument ("!");
    calls.add (third, 0, 0);
  }

  for (int times (0); times != 2; ++times)
  {
    texts answers;

    for (const reply& r : calls.run_all (c, late ()))
      answers.push_back (r.str ());

    BOOST_TEST ((answers == texts {"one a", "two a!", "ERR no", "one b",
                                   "two b!", "ERR no"}));
  }

  calls.clear ();
  BOOST_TEST (calls.run_all (c, late ()).empty ());
}

BOOST_AUTO_TEST_SUITE_END ()
