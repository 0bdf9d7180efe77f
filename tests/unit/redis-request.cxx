#include <odb_alkey/redis/request.hxx>

#include <cstdint>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using odb_alkey::redis::request;

namespace
{
  std::string text (const request& r)
  {
    return std::string (r.data (), r.size ());
  }

  // Adds a command of these words.
  //
  void add (request& r, std::initializer_list<std::string> words)
  {
    r.command (words.size ());

    for (const std::string& w : words)
      r.argument (w);
  }
}

BOOST_AUTO_TEST_SUITE (redis_request)

BOOST_AUTO_TEST_CASE (a_command_is_an_array_of_bulk_strings)
{
  request r;
  r.command (3);
  r.argument ("SET");
  r.argument (std::string ("key"));
  r.argument ("value", 3);

  BOOST_TEST (text (r) == "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$3\r\nval\r\n");
  BOOST_TEST (r.commands () == 1u);
  BOOST_TEST (r.complete ());
}

BOOST_AUTO_TEST_CASE (any_byte_may_stand_in_an_argument)
{
  const std::string odd ("\0\r\n$*\xff", 6);
  request r;
  r.command (2);
  r.argument (odd);
  r.argument ("", 0);

  BOOST_TEST (text (r) == "*2\r\n$6\r\n" + odd + "\r\n$0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE (a_number_is_written_in_decimal)
{
  request r;
  r.command (3);
  r.argument (std::uint64_t (0));
  r.argument (std::uint64_t (1234567890));
  r.argument (std::numeric_limits<std::uint64_t>::max ());

  BOOST_TEST (text (r) == "*3\r\n$1\r\n0\r\n$10\r\n1234567890\r\n"
                          "$20\r\n18446744073709551615\r\n");
}

BOOST_AUTO_TEST_CASE (a_prefix_and_its_data_are_one_argument)
{
  request r;
  r.command (1);
  r.argument (std::string ("alkey:"), "users#1xx", 7);

  BOOST_TEST (text (r) == "*1\r\n$13\r\nalkey:users#1\r\n");

  r.clear ();
  r.command (1);
  r.argument (std::string ("alkey:"), "users#1xx", 6, "*");
  BOOST_TEST (text (r) == "*1\r\n$13\r\nalkey:users#*\r\n");
}

BOOST_AUTO_TEST_CASE (commands_follow_each_other)
{
  request r;

  for (int i (0); i != 2; ++i)
  {
    r.command (1);
    BOOST_TEST (!r.complete ());
    r.argument ("PING");
  }

  BOOST_TEST (text (r) == "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n");
  BOOST_TEST (r.commands () == 2u);
}

BOOST_AUTO_TEST_CASE (arguments_can_be_taken_from_another_request)
{
  request a;
  add (a, {"MGET", "x", "y"});
  const std::string words (text (a).substr (text (a).find ("$1")));

  request b;
  b.command (3);
  b.argument ("DEL");
  b.encoded (2, words.data (), words.size ());

  BOOST_TEST (text (b) == "*3\r\n$3\r\nDEL\r\n$1\r\nx\r\n$1\r\ny\r\n");
  BOOST_TEST (b.complete ());
}

// The largest of the replies counts, since any of them may come next.
//
BOOST_AUTO_TEST_CASE (a_reply_may_hold_what_the_command_expects)
{
  const std::size_t mib (1024 * 1024);
  request r;
  auto limits = [&r] (std::size_t elements, std::size_t bytes)
  {
    return r.limits ().elements == elements && r.limits ().bytes == bytes;
  };

  r.command (3);
  BOOST_TEST (limits (3, mib + 3 * 1024));
  r.expect (100, 5);
  BOOST_TEST (limits (8, mib + 3 * 1024 + 100));

  for (int i (0); i != 3; ++i)
    r.argument ("x");

  add (r, {"x", "x"});
  BOOST_TEST (limits (8, mib + 3 * 1024 + 100));
  r.expect (2000);
  BOOST_TEST (limits (8, mib + 2 * 1024 + 2000));

  r.clear ();
  r.command (1);
  BOOST_TEST (limits (1, mib + 1024));
}

BOOST_AUTO_TEST_CASE (arguments_change_places)
{
  // Short ones, and such as are moved otherwise.
  //
  for (std::size_t a : {0u, 1u, 100u, 127u, 128u, 129u, 500u})
    for (std::size_t b : {0u, 1u, 100u, 128u, 500u})
    {
      std::string first, second (b, 'b');

      for (std::size_t i (0); i != a; ++i)
        first += static_cast<char> ('0' + i % 10);

      request r;
      r.command (3);
      std::size_t begin (r.size ());
      r.argument (first);
      std::size_t middle (r.size ());
      r.argument (second);
      std::size_t end (r.size ());
      r.argument ("end");
      std::string t (text (r));
      r.rotate (begin, middle, end);
      BOOST_TEST (text (r) ==
                  t.substr (0, begin) + t.substr (middle, end - middle) +
                    t.substr (begin, middle - begin) + t.substr (end));
    }
}

BOOST_AUTO_TEST_CASE (a_cleared_request_keeps_its_memory)
{
  request r;
  add (r, {std::string (1000, 'x')});
  const char* memory (r.data ());

  r.clear ();
  BOOST_TEST (text (r) == "");
  BOOST_TEST (r.commands () == 0u);

  add (r, {std::string (1000, 'y')});
  BOOST_TEST ((r.data () == memory));
}

BOOST_AUTO_TEST_SUITE_END ()
