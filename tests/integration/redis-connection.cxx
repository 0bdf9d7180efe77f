#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/url.hxx>

#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>
#include <tests/support/bad-server.hxx>
#include <tests/support/redis-server.hxx>
#include <tests/support/thrown.hxx>

#include "sigpipes.hxx"

using namespace odb_alkey::redis;
using tests::bad_server;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::says;
using tests::thrown;

namespace
{
  // A request of one command, whose reply has so many bytes more than others.
  //
  request expecting (std::size_t bytes, std::initializer_list<std::string> l)
  {
    request r;
    r.command (l.size ());

    for (const std::string& w : l)
      r.argument (w);

    r.expect (bytes);
    return r;
  }

  // The ends of posted commands, in the order in which they were told.
  //
  struct outcome
  {
    std::vector<std::string> replies;

    std::unique_ptr<reply_handler> expect ()
    {
      struct receiver: reply_handler
      {
        explicit receiver (outcome& o): to (o) {}

        void done (const reply* r) noexcept override
        {
          to.replies.push_back (r == nullptr    ? "lost"
                                : r->integer () ? std::to_string (r->number ())
                                                : r->str ());
        }

        outcome& to;
      };

      return std::make_unique<receiver> (*this);
    }
  };

  typedef std::vector<std::string> texts;

  struct posting
  {
    redis_server server;
    outcome seen;
    connection c {parse_url (server.url ()), patient, late ()};

    void post (std::initializer_list<std::string> l)
    {
      c.post (words (l), seen.expect (), late ());
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (redis_connection, posting)

BOOST_AUTO_TEST_CASE (any_byte_makes_the_round_trip)
{
  std::string odd;

  for (int i (0); i != 100000; ++i)
    odd += static_cast<char> (i * 7);

  BOOST_TEST (ask (c, {"SET", odd, odd}).str () == "OK");
  reply r (ask (c, {"MGET", odd, "none"}));

  BOOST_TEST (r.array ());
  BOOST_TEST (r.count () == 2u);
  BOOST_TEST (r[0].string ());
  BOOST_TEST ((r[0].str () == odd));
  BOOST_TEST (r[1].nil ());
  BOOST_TEST (r[1].str () == "");
  BOOST_TEST (ask (c, {"STRLEN", odd}).number () == 100000);
}

BOOST_AUTO_TEST_CASE (an_error_reply_is_returned)
{
  reply r (ask (c, {"INCR", "x", "y"}));

  BOOST_TEST (r.error ());
  BOOST_TEST (says (r.str (), "wrong number"));
  BOOST_TEST (!c.broken ());
  BOOST_TEST (ask (c, {"PING"}).str () == "PONG");
}

BOOST_AUTO_TEST_CASE (a_time_out_breaks_the_connection)
{
  connection hasty (parse_url (server.url ()),
                    {seconds (20), milliseconds (400)}, late ());
  server.stop ();
  steady_clock::time_point begin (steady_clock::now ());
  hasty.send (words ({"INCR", "x"}), late ());
  std::string e (thrown<redis_unavailable> ([&] { hasty.receive (late ()); }));
  auto elapsed (steady_clock::now () - begin);

  BOOST_TEST (says (e, "no answer within "));
  BOOST_TEST (says (e, server.directory ()));
  BOOST_TEST ((elapsed >= milliseconds (400) && elapsed < seconds (5)));
  BOOST_TEST (hasty.broken ());
  BOOST_TEST (!hasty.lost ());

  // The late reply is not taken for that of another command.
  //
  server.resume ();
  BOOST_CHECK_THROW (ask (hasty, {"GET", "x"}), redis_unavailable);
}

BOOST_AUTO_TEST_CASE (a_nearer_deadline_counts)
{
  server.stop ();
  steady_clock::time_point begin (steady_clock::now ());
  c.send (words ({"PING"}), late ());
  BOOST_CHECK_THROW (c.receive (in (milliseconds (30))), redis_unavailable);
  BOOST_TEST ((steady_clock::now () - begin < seconds (2)));
  BOOST_TEST (c.broken ());
}

BOOST_AUTO_TEST_CASE (dribbling_does_not_stretch_the_time)
{
  for (bool by_deadline : {false, true})
  {
    bad_server bad (
      [] (int s)
      {
        if (bad_server::read_until (s, "PING\r\n"))
          bad_server::dribble (s, "*9\r\n$1\r\nx\r\n$999\r\n");
      });
    connection slow (
      parse_url (bad.url ()),
      {seconds (20), by_deadline ? seconds (20) : milliseconds (400)},
      late ());
    steady_clock::time_point started (steady_clock::now ());
    slow.send (words ({"PING"}), late ());
    BOOST_CHECK_THROW (
      slow.receive (by_deadline ? in (milliseconds (400)) : late ()),
      redis_unavailable);
    auto elapsed (steady_clock::now () - started);

    BOOST_TEST ((elapsed >= milliseconds (400) && elapsed < seconds (5)));
    BOOST_TEST (slow.broken ());
  }
}

BOOST_AUTO_TEST_CASE (a_deadline_that_has_passed_breaks_nothing)
{
  BOOST_CHECK_THROW (c.send (words ({"INCR", "x"}), in (milliseconds (0))),
                     redis_unavailable);
  BOOST_TEST (!c.broken ());
  BOOST_TEST (c.idle ());

  std::unique_ptr<reply_handler> d (seen.expect ());
  BOOST_CHECK_THROW (
    c.post (words ({"INCR", "x"}), std::move (d), in (milliseconds (0))),
    redis_unavailable);
  BOOST_TEST ((d != nullptr));
  BOOST_TEST (c.owed () == 0u);

  BOOST_TEST (ask (c, {"GET", "x"}).nil ());
  BOOST_TEST ((seen.replies == texts ()));
}

BOOST_AUTO_TEST_CASE (owed_replies_stay_in_order)
{
  post ({"INCR", "x"});
  c.send (words ({"ECHO", "first"}), late ());
  post ({"INCR", "x"});
  post ({"INCR", "x"});
  c.send (words ({"ECHO", "second"}), late ());
  post ({"INCR"});
  BOOST_TEST (c.owed () == 4u);
  BOOST_TEST (!c.idle ());

  BOOST_TEST (c.receive (late ()).str () == "first");
  BOOST_TEST ((seen.replies == texts {"1"}));
  BOOST_TEST (!c.idle ());
  BOOST_TEST (c.receive (late ()).str () == "second");
  BOOST_TEST ((seen.replies == texts {"1", "2", "3"}));
  BOOST_TEST (c.owed () == 1u);
  BOOST_TEST (c.idle ());

  BOOST_TEST (ask (c, {"ECHO", "third"}).str () == "third");
  BOOST_TEST (seen.replies.size () == 4u);
  BOOST_TEST (says (seen.replies.back (), "ERR"));
}

BOOST_AUTO_TEST_CASE (draining_does_not_wait)
{
  server.stop ();
  post ({"INCR", "x"});
  post ({"INCR", "x"});
  BOOST_TEST (c.drain_replies ());
  BOOST_TEST (c.owed () == 2u);

  server.resume ();

  while (c.owed () != 0 && c.drain_replies ())
    std::this_thread::yield ();

  BOOST_TEST ((seen.replies == texts {"1", "2"}));
}

BOOST_AUTO_TEST_CASE (draining_leaves_what_is_waited_for)
{
  c.send (words ({"ECHO", "mine"}), late ());
  post ({"INCR", "x"});
  server.command ({"PING"});
  server.command ({"PING"});

  BOOST_TEST (c.drain_replies ());
  BOOST_TEST (c.owed () == 1u);
  BOOST_TEST (c.receive (late ()).str () == "mine");
}

BOOST_AUTO_TEST_CASE (a_lost_connection_tells_everybody_once)
{
  server.stop ();
  post ({"INCR", "x"});
  post ({"INCR", "x"});
  c.send (words ({"PING"}), late ());
  server.kill ();

  BOOST_CHECK_THROW (c.receive (late ()), redis_unavailable);
  BOOST_TEST (c.lost ());
  BOOST_TEST (c.broken ());
  BOOST_TEST ((seen.replies == texts {"lost", "lost"}));
  BOOST_TEST (c.owed () == 0u);
  BOOST_TEST (!c.drain_replies ());
  BOOST_TEST (seen.replies.size () == 2u);
}

BOOST_AUTO_TEST_CASE (draining_notices_the_loss)
{
  server.stop ();
  post ({"INCR", "x"});
  server.kill ();

  BOOST_TEST (!c.drain_replies ());
  BOOST_TEST (c.lost ());
  BOOST_TEST ((seen.replies == texts {"lost"}));
}

BOOST_AUTO_TEST_CASE (a_destroyed_connection_tells_those_it_owes)
{
  {
    connection brief (parse_url (server.url ()), patient, late ());
    server.stop ();
    brief.post (words ({"INCR", "x"}), seen.expect (), late ());
    BOOST_TEST ((seen.replies == texts ()));
  }

  BOOST_TEST ((seen.replies == texts {"lost"}));
}

BOOST_AUTO_TEST_CASE (a_failed_post_leaves_the_receiver_with_the_caller)
{
  server.kill ();
  std::unique_ptr<reply_handler> d (seen.expect ());

  BOOST_CHECK_THROW (c.post (words ({"INCR", "x"}), std::move (d), late ()),
                     redis_unavailable);
  BOOST_TEST ((d != nullptr));
  BOOST_TEST ((seen.replies == texts ()));
  BOOST_TEST (c.lost ());
}

BOOST_AUTO_TEST_CASE (what_was_answered_before_the_loss_is_handed_out)
{
  post ({"INCR", "x"});

  // The second answer means that the event loop went round after the post.
  //
  server.command ({"PING"});
  server.command ({"PING"});
  server.kill ();

  BOOST_CHECK_THROW (c.send (words ({"PING"}), late ()), redis_unavailable);
  BOOST_TEST ((seen.replies == texts {"1"}));
}

BOOST_AUTO_TEST_CASE (a_dead_server_raises_no_sigpipe)
{
  tests::counted_sigpipes sigpipes;
  server.kill ();
  BOOST_CHECK_THROW (c.send (words ({"PING"}), late ()), redis_unavailable);
  BOOST_TEST (sigpipes.count () == 0);
  BOOST_TEST (c.lost ());
}

BOOST_AUTO_TEST_CASE (what_is_larger_than_expected_is_not_read)
{
  std::string large (3 * 1024 * 1024, 'x');
  server.command ({"SET", "large", large});

  // It does not count that another reply was expected to be as large.
  //
  for (bool before : {false, true})
  {
    connection one (parse_url (server.url ()), patient, late ());

    if (before)
    {
      one.send (expecting (large.size (), {"GET", "large"}), late ());
      BOOST_TEST ((one.receive (late ()).str () == large));
    }

    one.post (expecting (0, {"INCR", "x"}), seen.expect (), late ());
    one.send (expecting (0, {"GET", "large"}), late ());
    std::string e (thrown<reply_too_large> ([&] { one.receive (late ()); }));
    BOOST_TEST (says (e, server.directory ()));
    BOOST_TEST (one.broken ());
    BOOST_TEST (!one.lost ());
  }

  BOOST_TEST ((seen.replies == texts {"1", "2"}));
}

BOOST_AUTO_TEST_CASE (what_is_expected_of_one_reply_counts_until_it_comes)
{
  std::string large (3 * 1024 * 1024, 'x');
  server.command ({"SET", "large", large});
  request get (expecting (large.size (), {"GET", "large"}));
  request mget (expecting (0, {"MGET", "x", "y", "z"}));
  request ping (expecting (0, {"PING"}));

  // A later one may have more, and takes nothing from those before it.
  //
  c.send (mget, late ());
  c.send (get, late ());
  c.post (ping, seen.expect (), late ());
  c.send (mget, late ());
  BOOST_TEST (c.receive (late ()).count () == 3u);
  BOOST_TEST ((c.receive (late ()).str () == large));
  BOOST_TEST (c.receive (late ()).count () == 3u);
  BOOST_TEST ((seen.replies == texts {"PONG"}));
  BOOST_TEST (c.idle ());
}

BOOST_AUTO_TEST_CASE (a_surplus_reply_answers_nothing)
{
  bad_server bad (
    [] (int s)
    {
      bad_server::read_until (s, "PING\r\n");
      bad_server::tell (s, "+PONG\r\n+stray\r\n");
      bad_server::read_until (s, "never");
    });
  {
    connection odd (parse_url (bad.url ()), patient, late ());
    BOOST_TEST (ask (odd, {"PING"}).str () == "PONG");
    BOOST_CHECK_THROW (odd.send (words ({"GET", "x"}), late ()),
                       redis_unavailable);
    BOOST_TEST (odd.broken ());
  }
}

BOOST_AUTO_TEST_CASE (a_last_word_is_no_reply_to_what_was_not_sent)
{
  // The server's thread leaves this to us, since Boost.Test takes checks of
  // one thread only.
  //
  ssize_t read (0);
  {
    bad_server bad (
      [&read] (int s)
      {
        // A socket that is closed before all of it is read is reset.
        //
        char first;
        read = recv (s, &first, 1, 0);
        bad_server::tell (s, "-ERR going away\r\n");
      });

    connection odd (parse_url (bad.url ()), patient, late ());
    std::unique_ptr<reply_handler> d (seen.expect ());
    BOOST_CHECK_THROW (
      odd.post (words ({"SET", "x", std::string (64 * 1024 * 1024, 'x')}),
                std::move (d), late ()),
      redis_unavailable);
    BOOST_TEST ((d != nullptr));
    BOOST_TEST ((seen.replies == texts ()));
    BOOST_TEST (odd.broken ());
  }
  BOOST_TEST (read == 1);
}

BOOST_AUTO_TEST_CASE (no_size_makes_both_sides_wait)
{
  // It does not read on before its answer is gone.
  //
  bad_server bad (
    [] (int s)
    {
      std::vector<char> in (16 * 1024);
      std::string out;

      for (int i (0); i != 4096; ++i)
        out += "$9\r\nsomething\r\n";

      for (ssize_t n; (n = recv (s, in.data (), in.size (), 0)) > 0;)
        if (!bad_server::tell (s, out))
          break;
    });
  connection wide (parse_url (bad.url ()), patient, late ());
  request r;

  for (int i (0); i != 500; ++i)
  {
    r.command (1);
    r.argument (std::string (16 * 1024, 'x'));
  }

  wide.send (r, late ());

  for (int i (0); i != 500; ++i)
    BOOST_REQUIRE (wide.receive (late ()).str () == "something");
}

BOOST_AUTO_TEST_SUITE_END ()
