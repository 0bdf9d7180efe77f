// Bytes through a connection with TLS, which leaves signals and OpenSSL's
// errors of others alone.
//
#include <signal.h>

#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>

#include <tests/integration/encrypted.hxx>
#include <tests/integration/sigpipes.hxx>
#include <tests/integration/tls-peer.hxx>

using namespace odb_alkey::redis;
using namespace talk;
using odb_alkey::redis_unavailable;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::encrypted;
using tests::refuses;
using tests::tls_peer;

namespace
{
  struct fixture
  {
    redis_server server {{}, redis_server::listen::local_and_tls};
    connection c {encrypted (server.tls_url ()), patient, late ()};

    // Sends until the loss shows: the first time the system takes it.
    //
    void lose ()
    {
      server.kill ();

      BOOST_CHECK_THROW (for (;;) c.send (words ({"PING"}), late ()),
                         redis_unavailable);
      BOOST_TEST (c.lost ());
    }
  };

  // An error that another user of OpenSSL has left behind.
  //
  void leave_error ()
  {
    ERR_raise (ERR_LIB_SSL, SSL_R_BAD_LENGTH);
  }

  // More than all buffers between us and a server hold, and no part of it
  // like another.
  //
  std::string large ()
  {
    std::string r;

    for (int i (0); r.size () < 20 * 1024 * 1024; ++i)
      r += std::to_string (i);

    return r;
  }

  bool sigpipe_waits ()
  {
    sigset_t s;
    sigpending (&s);
    return sigismember (&s, SIGPIPE) == 1;
  }
}

BOOST_FIXTURE_TEST_SUITE (tls_bytes, fixture,
                          *boost::unit_test::precondition (tests::tls_is_in))

// The peer says the commands themselves, and reads no further before they are
// gone. (A real server may break off: Redis 8.0 sometimes repeats a write with
// fewer bytes, which OpenSSL refuses.)
//
BOOST_AUTO_TEST_CASE (a_huge_encrypted_pipeline_comes_back_in_order)
{
  tls_peer echo (
    [] (tls_peer& p)
    {
      for (std::string s; !(s = p.hear_some ()).empty ();)
        if (!p.tell (s))
          break;
    });
  connection wide (echo.endpoint (), patient, late ());
  const int size (150000);
  request r;

  for (int i (0); i != size; ++i)
  {
    r.command (2);
    r.argument ("ECHO");
    r.argument (std::to_string (i) + std::string (100, '.'));
  }

  wide.send (r, late ());
  int right (0);

  for (int i (0); i != size; ++i)
    right += std::stoi (wide.receive (late ())[1].str ()) == i;

  BOOST_TEST (right == size);
  BOOST_TEST (wide.idle ());
}

// The socket has something to read, and nothing comes of it.
//
BOOST_AUTO_TEST_CASE (a_record_that_comes_in_parts_is_waited_for)
{
  tls_peer slow (
    [] (tls_peer& p)
    {
      p.read_until ("PING\r\n");
      std::string both (p.sealed ("+ONE\r\n+TWO\r\n"));

      for (char b : both)
        p.send_raw (std::string (1, b));

      p.read_until ("PING\r\n");
      p.send_raw (p.sealed ("+THREE\r\n").substr (0, 9));
      p.read_until ("never");
    });
  connection one (slow.endpoint (), {seconds (20), milliseconds (300)},
                  late ());
  request twice (words ({"PING"}));
  twice.command (1);
  twice.argument ("PING");
  one.send (twice, late ());
  leave_error ();
  BOOST_TEST (one.receive (late ()).str () == "ONE");
  BOOST_TEST (one.receive (late ()).str () == "TWO");

  one.send (words ({"PING"}), late ());
  steady_clock::time_point begin (steady_clock::now ());
  refuses<redis_unavailable> ([&] { one.receive (late ()); },
                              {"no answer within"});
  BOOST_TEST ((steady_clock::now () - begin < seconds (5)));
  BOOST_TEST (!one.lost ());
}

// A slow record must not take longer than one that does not come.
//
BOOST_AUTO_TEST_CASE (a_dribbling_record_does_not_stretch_the_time)
{
  tls_peer slow (
    [] (tls_peer& p)
    {
      p.read_until ("PING\r\n");

      for (char b : p.sealed (std::string (10000, '+')))
      {
        if (!p.send_raw (std::string (1, b)))
          break;

        std::this_thread::sleep_for (milliseconds (5));
      }
    });
  connection one (slow.endpoint (), patient, late ());
  steady_clock::time_point begin (steady_clock::now ());
  one.send (words ({"PING"}), late ());
  BOOST_CHECK_THROW (one.receive (in (milliseconds (400))), redis_unavailable);
  auto elapsed (steady_clock::now () - begin);
  BOOST_TEST ((elapsed >= milliseconds (400) && elapsed < seconds (5)));
}

BOOST_AUTO_TEST_CASE (the_end_of_tls_is_a_loss)
{
  for (bool polite : {true, false})
  {
    tls_peer brief (
      [polite] (tls_peer& p)
      {
        p.read_until ("PING\r\n");

        if (polite)
          p.say_goodbye ();
      });
    connection one (brief.endpoint (), patient, late ());
    one.send (words ({"PING"}), late ());
    refuses<redis_unavailable> ([&] { one.receive (late ()); },
                                {"the server closed the connection"});
    BOOST_TEST (one.lost ());
  }
}

BOOST_AUTO_TEST_CASE (what_is_no_tls_any_more_is_a_loss)
{
  tls_peer mad (
    [] (tls_peer& p)
    {
      p.read_until ("PING\r\n");
      p.send_raw ("+PONG\r\n");
    });
  connection one (mad.endpoint (), patient, late ());
  one.send (words ({"PING"}), late ());
  refuses<redis_unavailable> ([&] { one.receive (late ()); },
                              {"rediss://localhost", "TLS: "});
  BOOST_TEST (one.lost ());
}

// This holds also after a write has failed.
//
BOOST_AUTO_TEST_CASE (what_was_answered_before_the_loss_of_tls_is_handed_out)
{
  struct receiver: reply_handler
  {
    explicit receiver (std::string& s): to (s) {}

    void done (const reply* r) noexcept override
    {
      to = r == nullptr ? "lost" : r->str ();
    }

    std::string& to;
  };

  std::string answer;
  std::unique_ptr<reply_handler> d (std::make_unique<receiver> (answer));
  c.post (words ({"ECHO", "first"}), std::move (d), late ());

  // The second answer means that the event loop went round after the post.
  //
  server.command ({"PING"});
  server.command ({"PING"});
  lose ();
  BOOST_TEST (answer == "first");
}

BOOST_AUTO_TEST_CASE (a_dead_server_raises_no_sigpipe_over_tls)
{
  tests::counted_sigpipes sigpipes;
  lose ();
  BOOST_TEST (sigpipes.count () == 0);
  BOOST_TEST (!sigpipe_waits ());
}

// The application may have blocked the signal, and wait for it.
//
BOOST_AUTO_TEST_CASE (a_sigpipe_of_others_stays_what_it_was)
{
  tests::counted_sigpipes sigpipes;
  sigset_t pipe, before;
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, &before);

  pthread_kill (pthread_self (), SIGPIPE);
  lose ();
  BOOST_TEST (sigpipe_waits ());
  BOOST_TEST (sigpipes.count () == 0);

  pthread_sigmask (SIG_SETMASK, &before, nullptr);
  BOOST_TEST (sigpipes.count () == 1);
}

BOOST_AUTO_TEST_CASE (errors_that_others_left_do_no_harm)
{
  leave_error ();
  connection another (encrypted (server.tls_url ()), patient, late ());

  const std::string value (large ());

  for (connection* x : {&c, &another})
  {
    leave_error ();
    BOOST_TEST (ask (*x, {"PING"}).str () == "PONG");
    leave_error ();
    x->send (words ({"SET", "x", value}), late ());
    leave_error ();
    BOOST_TEST (x->receive (late ()).str () == "OK");
    x->send (words ({"GET", "x"}), late ());
    leave_error ();
    BOOST_TEST ((x->receive (late ()).str () == value));
  }
}

BOOST_AUTO_TEST_CASE (no_errors_are_left_for_others)
{
  lose ();
  BOOST_TEST (ERR_peek_error () == 0U);
  refuses (encrypted (server.tls_url ()), {"is Redis running there"});
  server.restart ();
  refuses (encrypted (server.tls_url (), {"", "", "", ""}), {"tls_ca"});
  BOOST_TEST (ERR_peek_error () == 0U);
  BOOST_CHECK_THROW (encrypted (server.tls_url (), {"/none", "", "", ""}),
                     odb_alkey::invalid_options);
  BOOST_TEST (ERR_peek_error () == 0U);
}

BOOST_AUTO_TEST_SUITE_END ()
