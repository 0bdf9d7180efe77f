#include <odb_alkey/redis/url.hxx>

#include <string>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/tls.hxx>

#include <tests/support/thrown.hxx>

using odb_alkey::invalid_options;
using odb_alkey::redis::endpoint;
using odb_alkey::redis::parse_url;
using odb_alkey::redis::why_no_tls;
using tests::says;

namespace
{
  std::string refusal (const std::string& url)
  {
    return tests::thrown<invalid_options> ([&] { parse_url (url); });
  }
}

BOOST_AUTO_TEST_SUITE (redis_url)

BOOST_AUTO_TEST_CASE (a_host_is_enough)
{
  endpoint e (parse_url ("redis://cache.example-1.org"));

  BOOST_TEST (e.host == "cache.example-1.org");
  BOOST_TEST (e.port == 6379);
  BOOST_TEST (e.path == "");
  BOOST_TEST (e.user == "");
  BOOST_TEST (e.password == "");
  BOOST_TEST (e.database == 0u);
}

BOOST_AUTO_TEST_CASE (every_part_of_a_tcp_url_is_read)
{
  endpoint e (parse_url ("redis://alice:secret@10.0.0.1:6380/15"));

  BOOST_TEST (e.host == "10.0.0.1");
  BOOST_TEST (e.port == 6380);
  BOOST_TEST (e.user == "alice");
  BOOST_TEST (e.password == "secret");
  BOOST_TEST (e.database == 15u);
}

BOOST_AUTO_TEST_CASE (a_password_needs_no_user)
{
  endpoint e (parse_url ("redis://:secret@host/"));

  BOOST_TEST (e.user == "");
  BOOST_TEST (e.password == "secret");
  BOOST_TEST (e.database == 0u);
}

BOOST_AUTO_TEST_CASE (an_ipv6_host_stands_in_brackets)
{
  endpoint e (parse_url ("redis://:s@[::1]:7000/2"));

  BOOST_TEST (e.host == "::1");
  BOOST_TEST (e.port == 7000);
  BOOST_TEST (e.database == 2u);
  BOOST_TEST (parse_url ("redis://[fe80::1]").host == "fe80::1");
}

BOOST_AUTO_TEST_CASE (every_part_of_a_unix_url_is_read)
{
  endpoint e (parse_url ("unix://bob:pw@/run/my%20redis.sock?db=3"));

  BOOST_TEST (e.host == "");
  BOOST_TEST (e.path == "/run/my redis.sock");
  BOOST_TEST (e.user == "bob");
  BOOST_TEST (e.password == "pw");
  BOOST_TEST (e.database == 3u);
  BOOST_TEST (parse_url ("unix:///run/redis.sock").path == "/run/redis.sock");
}

BOOST_AUTO_TEST_CASE (reserved_characters_are_decoded)
{
  endpoint e (parse_url ("redis://a%3Ab:%40%2f%3F%23%25:%00x@host"));

  BOOST_TEST (e.user == "a:b");
  BOOST_TEST (e.password == std::string ("@/?#%:\0x", 8));
}

BOOST_AUTO_TEST_CASE (sentinels_name_the_primary)
{
  endpoint e (parse_url ("redis-sentinel://u:p@a.example,b:7,[::1]/blog/2"));

  BOOST_TEST (e.host == "");
  BOOST_TEST (e.path == "");
  BOOST_TEST (e.user == "u");
  BOOST_TEST (e.password == "p");
  BOOST_TEST (e.primary == "blog");
  BOOST_TEST (e.database == 2u);
  BOOST_REQUIRE (e.sentinels.size () == 3u);
  BOOST_TEST (e.sentinels[0].host == "a.example");
  BOOST_TEST (e.sentinels[0].port == 26379);
  BOOST_TEST (e.sentinels[1].port == 7);
  BOOST_TEST (e.sentinels[2].host == "::1");
}

BOOST_AUTO_TEST_CASE (nodes_of_a_cluster_are_seeds)
{
  endpoint e (parse_url ("redis-cluster://u:p@a.example,b:7,[::1]"));

  BOOST_TEST (e.host == "");
  BOOST_TEST (e.user == "u");
  BOOST_TEST (e.password == "p");
  BOOST_REQUIRE (e.seeds.size () == 3u);
  BOOST_TEST (e.seeds[0].str () == "a.example:6379");
  BOOST_TEST (e.seeds[1].str () == "b:7");
  BOOST_TEST (e.seeds[2].str () == "[::1]:6379");
  BOOST_TEST (e.sentinels.empty ());
  BOOST_TEST (e.str () == "redis-cluster://u:***@a.example:6379,b:7,"
                          "[::1]:6379");
  BOOST_TEST (parse_url ("redis-cluster://a/0").seeds.size () == 1u);
  BOOST_TEST (says (refusal ("redis-cluster://a/1"), "one database only"));
  BOOST_TEST (says (refusal ("redis-cluster://a,"), "the host is missing"));
  BOOST_TEST (says (refusal ("redis://a,b"), "redis-cluster:// take"));
}

// With TLS they are read as without, and otherwise refused.
//
BOOST_AUTO_TEST_CASE (a_url_may_ask_for_tls)
{
  if (!why_no_tls ().empty ())
  {
    for (const char* url : {"rediss://host", "rediss-sentinel://host/name",
                            "rediss-cluster://host,other"})
    {
      BOOST_TEST (says (refusal (url), "hiredis 1.0 or later"));
      BOOST_TEST (says (refusal (url), url));
    }

    return;
  }

  endpoint e (parse_url ("rediss://alice:secret@cache.example:6380/2"));
  BOOST_TEST (e.encrypted);
  BOOST_TEST (e.host == "cache.example");
  BOOST_TEST (e.str () == "rediss://alice:***@cache.example:6380/2");

  e = parse_url ("rediss-sentinel://a,b/name");
  BOOST_TEST (e.encrypted);
  BOOST_TEST (e.sentinels.size () == 2u);
  BOOST_TEST (e.str () == "rediss-sentinel://a:26379,b:26379/name");

  e = parse_url ("rediss-cluster://a,b");
  BOOST_TEST (e.encrypted);
  BOOST_TEST (e.seeds.size () == 2u);
  BOOST_TEST (e.str () == "rediss-cluster://a:6379,b:6379");

  BOOST_TEST (!parse_url ("redis://host").encrypted);
  BOOST_TEST (says (refusal ("redisss://host"), "neither with redis://"));
}

BOOST_AUTO_TEST_CASE (a_url_for_messages_never_shows_the_password)
{
  auto shown = [] (const char* url)
  {
    return parse_url (url).str ();
  };

  BOOST_TEST (shown ("redis://host") == "redis://host:6379");
  BOOST_TEST (shown ("redis://:secret@host:1/2") == "redis://:***@host:1/2");
  BOOST_TEST (shown ("redis://al%40:secret@[::1]") ==
              "redis://al%40:***@[::1]:6379");
  BOOST_TEST (shown ("unix://u:secret@/a%20b?db=4") ==
              "unix://u:***@/a%20b?db=4");
  BOOST_TEST (shown ("unix:///a%0Ab") == "unix:///a%0Ab");
  BOOST_TEST (shown ("redis-sentinel://:secret@a,[::1]:7/m%2Fn/3") ==
              "redis-sentinel://:***@a:26379,[::1]:7/m%2Fn/3");
}

BOOST_AUTO_TEST_CASE (a_refusal_names_the_problem_and_what_is_accepted)
{
  struct
  {
    const char* url;
    const char* problem;
  } cases[] = {
    {"", "neither with redis:// nor"},
    {"localhost:6379", "neither with redis:// nor"},
    {"http://host", "neither with redis:// nor"},
    {"redis://a,b", "only redis-sentinel://"},
    {"redis-sentinel://host", "have to follow the hosts"},
    {"redis-sentinel://host/", "have to follow the hosts"},
    {"redis-sentinel://host/name?x=y", "have to follow the hosts"},
    {"redis-sentinel://host/name/x", "database is not"},
    {"redis-sentinel://a,,b/name", "host is missing"},
    {"redis-sentinel://a,b:0/name", "port is not"},
    {"redis://", "host is missing"},
    {"redis://:6379", "host is missing"},
    {"redis://host name", "no host name has"},
    {"redis://host\n", "no host name has"},
    {"redis://host:", "port is not"},
    {"redis://host:0", "port is not"},
    {"redis://host:65536", "port is not"},
    {"redis://host:6379x", "port is not"},
    {"redis://host:99999999999999999999", "port is not"},
    {"redis://host/x", "database is not"},
    {"redis://host/-1", "database is not"},
    {"redis://host/1/", "database is not"},
    {"redis://host/4294967296", "database is not"},
    {"redis://host?db=1", "nothing may follow the host"},
    {"redis://host/1?x=y", "database is not"},
    {"redis://host#1", "nothing may follow the host"},
    {"redis://[::1", "']' after the host"},
    {"redis://[::1]6379", "may follow the ']'"},
    {"redis://[host]", "not an IPv6 address"},
    {"redis://alice@host", "no password"},
    {"redis://:a@b@host", "%40"},
    {"redis://:a/b@host", "%2F"},
    {"redis://:a%4@host", "two hexadecimal digits"},
    {"redis://:a%4g@host", "two hexadecimal digits"},
    {"redis://:a%@host", "two hexadecimal digits"},
    {"unix://", "does not begin with '/'"},
    {"unix://run/redis.sock", "does not begin with '/'"},
    {"unix:///a?db=x", "database is not"},
    {"unix:///a?timeout=1", "nothing may follow the path"},
    {"unix:///a#b", "nothing may follow the path"},
    {"unix:///a%00b", "or a zero"},
  };

  for (const auto& c : cases)
    BOOST_TEST_CONTEXT (c.url)
    {
      std::string r (refusal (c.url));
      BOOST_TEST (says (r, c.problem));
      BOOST_TEST (says (r, "accepted are redis://[[user]:password@]host"));
    }

  BOOST_TEST (says (refusal (std::string ("redis://[::\0]", 13)),
                    "not an IPv6 address"));
  BOOST_TEST (says (refusal ("redis://host:x1"), "'redis://host:"));
  BOOST_TEST (
    says (refusal ("unix:///" + std::string (200, 'x')), "more than 107"));
}

// Behind what can only be a host there is no password.
//
BOOST_AUTO_TEST_CASE (a_refusal_shows_a_port_that_is_none)
{
  for (const char* url : {"redis://localhost:abc", "redis://127.0.0.1:637x",
                          "redis://[::1]:x", "rediss://cache.example:6x/2"})
    BOOST_TEST (says (refusal (url), "'" + std::string (url) + "': the port"));
}

BOOST_AUTO_TEST_CASE (a_refusal_never_shows_the_password)
{
  const char* urls[] = {
    "redis://:secret@",          "redis://u:secret@host:x",
    "redis://:secret",           "redis://u:secret",
    "redis://:a@secret@host:x",  "redis://:a/secret@host",
    "redis://:a?secret@host",    "redis://:a#secret@host",
    "redis://secret@host",       "redis://host/0?password=secret",
    "rediss://:secret@host:x",   "unix://:secret@",
    "unix://u:secret@run/x",     "unix:///a?password=secret",
    ":secret@host:6379",         "redis://:secret%@host",
    "u:secret@redis://host",     "u:secret@host:1/redis://",
    "u:secret@redis://:a@host",  "redis://localhost:u:secret",
    "redis://localhost:secret@", "redis://a.b,u:secret",
    "redis://[u:secret",         "redis://first.last:secret",
  };

  for (const char* url : urls)
    BOOST_TEST_CONTEXT (url)
    {
      std::string r (refusal (url));
      BOOST_TEST (!says (r, "secret"), r);
    }
}

BOOST_AUTO_TEST_SUITE_END ()
