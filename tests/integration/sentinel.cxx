// redis-sentinel://: the primary is followed.

#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/redis/url.hxx>
#include <tests/support/bad-server.hxx>

#include <tests/support/thrown.hxx>

#include "watched-pair.hxx"

namespace redis = odb_alkey::redis;
using tests::says;

namespace
{
  redis::endpoint primary (const std::string& url)
  {
    return redis::sentinels (redis::parse_url (url))
      .primary (talk::patient, talk::late ());
  }

  std::string refusal (const std::string& url)
  {
    return tests::thrown<odb_alkey::redis_unavailable> ([&]
                                                        { primary (url); });
  }
}

BOOST_FIXTURE_TEST_SUITE (following, tests::watched_pair)

BOOST_AUTO_TEST_CASE (any_sentinel_tells)
{
  BOOST_TEST (says (refusal (watch.url ("nobody")), "no primary 'nobody'"));
  BOOST_TEST (primary (watch.url ()).port == first.port ());
  watch.kill (0);
  BOOST_TEST (primary (watch.url ()).port == first.port ());
  watch.kill (1);
  watch.kill (2);
  BOOST_TEST (says (refusal (watch.url ()), "name no primary"));
}

BOOST_AUTO_TEST_CASE (a_fail_over_is_followed_and_begins_a_new_epoch)
{
  check_fail_over (odb_alkey::options ());
}

BOOST_AUTO_TEST_SUITE_END ()

namespace
{
  // Tells why no primary is taken from a sentinel that answers with this.
  //
  std::string refusal (const std::string& host, const std::string& port)
  {
    std::string answer ("*2\r\n");

    for (const std::string& s : {host, port})
      answer += '$' + std::to_string (s.size ()) + "\r\n" + s + "\r\n";

    tests::listener l (1);
    std::thread t (
      [&]
      {
        int c (accept (l.fd (), nullptr, nullptr));
        tests::bad_server::read_until (c, "name\r\n");
        tests::bad_server::tell (c, answer);
        ::close (c);
      });

    std::string url (l.url ());
    url.replace (0, 8, "redis-sentinel://");
    const std::string r (refusal (url + "/name"));
    t.join ();
    return r;
  }
}

BOOST_AUTO_TEST_SUITE (sentinels_that_lie)

BOOST_AUTO_TEST_CASE (a_port_that_is_none_is_no_other_one)
{
  for (const std::string port :
       {"71927", "0", "-1", "6379x", "", " 6379", "06379", "99999999999"})
    BOOST_TEST (says (refusal ("127.0.0.1", port), "the port '" + port + "'"));
}

BOOST_AUTO_TEST_CASE (a_host_that_is_none_is_no_other_one)
{
  for (const std::string& host : {std::string (), std::string ("a\0b", 3)})
    BOOST_TEST (says (refusal (host, "6379"), "names no host"));
}

BOOST_AUTO_TEST_SUITE_END ()
