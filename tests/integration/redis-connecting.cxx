// Opening connections: logins, failures, and how long they may take.

#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/url.hxx>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <tests/support/bad-server.hxx>
#include <tests/support/redis-server.hxx>
#include <tests/support/thrown.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_error;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::bad_server;
using tests::listener;
using tests::says;
using tests::thrown;

namespace
{
  template <typename E>
  std::string reason (const std::string& url)
  {
    return thrown<E> ([&]
                      { connection c (parse_url (url), patient, late ()); });
  }
}

BOOST_FIXTURE_TEST_SUITE (redis_connecting, one_server)

BOOST_AUTO_TEST_CASE (the_server_is_known_and_a_restart_shows)
{
  std::string info (ask (c, {"INFO", "server"}).str ());
  std::string history (ask (c, {"INFO", "replication"}).str ());
  BOOST_TEST (c.server ().size () == 41u);
  BOOST_TEST (says (info, "run_id:" + c.server ().substr (0, 20)));
  BOOST_TEST (says (history, "master_replid:" + c.server ().substr (21)));
  BOOST_TEST (says (info, "redis_version:" + c.server_version () + "\r"));

  server.restart ();
  connection again (parse_url (server.url ()), patient, late ());
  BOOST_TEST (again.server ().substr (0, 20) != c.server ().substr (0, 20));
  BOOST_TEST (again.server_hash () != c.server_hash ());
}

BOOST_AUTO_TEST_CASE (the_database_of_the_url_is_selected)
{
  connection three (parse_url (server.url () + "?db=3"), patient, late ());
  ask (three, {"SET", "x", "3"});

  BOOST_TEST (ask (c, {"GET", "x"}).nil ());
  BOOST_TEST (ask (three, {"GET", "x"}).str () == "3");
  BOOST_TEST (
    says (reason<redis_error> (server.url () + "?db=77"), "no database 77"));
}

BOOST_AUTO_TEST_CASE (a_password_is_asked_for_and_checked)
{
  BOOST_TEST (says (reason<redis_error> (server.url (":secret")),
                    "leave it out of the URL"));

  server.command ({"CONFIG", "SET", "requirepass", "p@ss"});

  std::string none (reason<redis_error> (server.url ()));
  BOOST_TEST (says (none, "NOAUTH"));
  BOOST_TEST (says (none, server.directory ()));
  BOOST_TEST (says (none, "user and password in the URL"));

  std::string wrong (reason<redis_error> (server.url (":secret")));
  BOOST_TEST (says (wrong, "WRONGPASS"));
  BOOST_TEST (!says (wrong, "secret"));

  connection right (parse_url (server.url (":p%40ss")), patient, late ());
  BOOST_TEST (ask (right, {"PING"}).str () == "PONG");
}

BOOST_AUTO_TEST_CASE (a_user_enters_with_what_it_is_permitted)
{
  server.command ({"ACL", "SETUSER", "al:ice", "on", ">p@ss", "~*", "+@all"});
  server.command ({"ACL", "SETUSER", "bob", "on", ">pw", "~*", "+get"});

  connection alice (parse_url (server.url ("al%3Aice:p%40ss")), patient,
                    late ());
  BOOST_TEST (ask (alice, {"ACL", "WHOAMI"}).str () == "al:ice");
  BOOST_TEST (says (reason<redis_error> (server.url ("alice:x")),
                    "check user and password"));

  std::string bob (reason<redis_error> (server.url ("bob:pw")));
  BOOST_TEST (says (bob, "NOPERM"));
  BOOST_TEST (says (bob, "info"));
}

BOOST_AUTO_TEST_CASE (a_server_that_repeats_the_password_is_not_quoted)
{
  redis_server odd ({"--rename-command", "AUTH", ""});
  std::string e (reason<redis_error> (odd.url (":secret")));

  BOOST_TEST (says (e, "unknown command"));
  BOOST_TEST (!says (e, "secret"));

  // The first part of a long one is not quoted either.
  //
  e = reason<redis_error> (odd.url (":" + std::string (500, 's')));
  BOOST_TEST (!says (e, "sss"));
}

BOOST_AUTO_TEST_CASE (a_server_that_is_full_says_so)
{
  server.command ({"CONFIG", "SET", "maxclients", "1"});

  for (int i (0); i != 200; ++i)
    BOOST_TEST (
      says (reason<redis_error> (server.url ()), "see 'maxclients'"));
}

BOOST_AUTO_TEST_CASE (an_address_without_a_server_is_named)
{
  std::string port;
  {
    listener l (1);
    port = l.url ();
  }

  std::string refused (reason<redis_unavailable> (port));
  BOOST_TEST (says (refused, port));
  BOOST_TEST (says (refused, "is Redis running there"));

  server.kill ();
  BOOST_TEST (
    says (reason<redis_unavailable> (server.url ()), "is Redis running"));
  BOOST_TEST (says (reason<redis_unavailable> ("unix:///no/such/socket"),
                    "unix:///no/such/socket"));
  BOOST_TEST (says (reason<redis_unavailable> ("redis://no-such.invalid"),
                    "no-such.invalid"));
}

BOOST_AUTO_TEST_CASE (what_is_no_redis_server_is_told_apart)
{
  listener l (8);
  std::thread t (
    [&l]
    {
      int s (accept (l.fd (), nullptr, nullptr));
      bad_server::read_until (s, "server\r\n");
      bad_server::tell (s, "HTTP/1.1 400 Bad Request\r\n\r\n");
      ::close (s);
    });

  BOOST_TEST (
    says (reason<redis_unavailable> (l.url ()), "is it a Redis server?"));
  t.join ();
}

BOOST_AUTO_TEST_CASE (connecting_ends_in_time)
{
  // Connections that fill the backlog leave the others to wait.
  //
  listener full (0);
  sockaddr_in a;
  socklen_t n (sizeof (a));
  getsockname (full.fd (), reinterpret_cast<sockaddr*> (&a), &n);
  std::vector<int> fillers;

  for (int i (0); i != 4; ++i)
  {
    int s (::socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    connect (s, reinterpret_cast<sockaddr*> (&a), n);
    fillers.push_back (s);
  }

  auto elapsed = [&] (const timeouts& t, deadline d)
  {
    steady_clock::time_point begin (steady_clock::now ());
    BOOST_CHECK_THROW (connection (parse_url (full.url ()), t, d),
                       redis_unavailable);
    return steady_clock::now () - begin;
  };

  auto limited (elapsed ({milliseconds (50), seconds (9)}, late ()));
  BOOST_TEST ((limited >= milliseconds (50) && limited < seconds (2)));

  auto urgent (elapsed (patient, in (milliseconds (50))));
  BOOST_TEST ((urgent >= milliseconds (49) && urgent < seconds (2)));

  std::for_each (fillers.begin (), fillers.end (), ::close);
}

BOOST_AUTO_TEST_CASE (connecting_to_a_full_socket_ends_in_time)
{
  redis_server small ({"--tcp-backlog", "1"});
  small.stop ();
  std::string e;

  for (int i (0); i != 5; ++i)
  {
    steady_clock::time_point begin (steady_clock::now ());
    e = thrown<redis_unavailable> (
      [&]
      {
        connection (parse_url (small.url ()),
                    {milliseconds (50), milliseconds (50)}, late ());
      });
    BOOST_TEST ((steady_clock::now () - begin < seconds (2)));
  }

  BOOST_TEST (says (e, "cannot connect"));
  BOOST_TEST (says (e, "does not accept"));
}

BOOST_AUTO_TEST_SUITE_END ()
