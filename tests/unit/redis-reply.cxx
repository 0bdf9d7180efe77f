#include <odb_alkey/redis/reply-reader.hxx>

#include <cstddef>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>

#include <tests/support/fed-reader.hxx>
#include <tests/support/thrown.hxx>

using namespace odb_alkey::redis;
using namespace std::string_literals;
using tests::fed_reader;
using tests::says;

namespace
{
  // Tests write it so.
  //
  std::string shown (const reply_view& v)
  {
    if (v.nil ())
      return "nil";

    if (v.integer ())
      return std::to_string (v.number ());

    if (!v.array ())
      return (v.error () ? '!' : '"') + v.str () + '"';

    std::string r;

    for (std::size_t i (0); i != v.count (); ++i)
      r += (i == 0 ? "" : " ") + shown (v[i]);

    return '[' + r + ']';
  }

  std::string read (const std::string& bytes)
  {
    fed_reader in;
    reply r;
    in.arrive (bytes);
    return in.next (r) ? shown (r) : "incomplete";
  }

  std::string reason (const std::string& bytes)
  {
    try
    {
      return "read: " + read (bytes);
    }
    catch (const odb_alkey::redis_error& e)
    {
      return e.what ();
    }
  }
}

BOOST_AUTO_TEST_SUITE (redis_reply)

BOOST_AUTO_TEST_CASE (every_type_is_read)
{
  BOOST_TEST (read ("+OK\r\n") == "\"OK\"");
  BOOST_TEST (read ("-ERR no\r\n") == "!ERR no\"");
  BOOST_TEST (read (":-1\r\n") == "-1");
  BOOST_TEST (read ("$5\r\na\0\nbc\r\n"s) == "\"a\0\nbc\""s);
  BOOST_TEST (read ("$-1\r\n") == "nil");
  BOOST_TEST (read ("*-1\r\n") == "nil");
  BOOST_TEST (read ("*3\r\n*2\r\n:1\r\n*1\r\n:2\r\n*0\r\n$0\r\n\r\n") ==
              "[[1 [2]] [] \"\"]");
}

BOOST_AUTO_TEST_CASE (what_is_asked_out_of_character_is_empty)
{
  fed_reader in;
  reply r;
  in.arrive (":7\r\n");
  BOOST_REQUIRE (in.next (r));
  BOOST_TEST (r.str ().empty ());
  BOOST_TEST (r.count () == 0U);

  in.arrive ("+7\r\n");
  BOOST_REQUIRE (in.next (r));
  BOOST_TEST (r.number () == 0);
}

BOOST_AUTO_TEST_CASE (a_part_of_a_reply_is_none)
{
  std::string whole ("*3\r\n$3\r\nabc\r\n:12\r\n*1\r\n+ok\r\n");

  for (std::size_t n (0); n != whole.size (); ++n)
  {
    fed_reader in;
    reply r;
    in.arrive (whole.substr (0, n));
    BOOST_TEST (!in.next (r));
    BOOST_TEST (in.empty () == (n == 0));

    in.arrive (whole.substr (n));
    BOOST_REQUIRE (in.next (r));
    BOOST_TEST (shown (r) == "[\"abc\" 12 [\"ok\"]]");
    BOOST_TEST (in.empty ());
  }
}

BOOST_AUTO_TEST_CASE (a_reply_outlives_its_reader_and_the_next_ones)
{
  reply first, second;
  {
    fed_reader in;
    in.arrive ("$3\r\none\r\n");
    BOOST_REQUIRE (in.next (first));
    in.arrive ("$3\r\ntwo\r\n$5\r\nthree\r\n");
    BOOST_REQUIRE (in.next (second));
    BOOST_TEST (!in.empty ());

    reply third;
    BOOST_REQUIRE (in.next (third));
    BOOST_TEST (third.str () == "three");
  }

  BOOST_TEST (first.str () == "one");
  BOOST_TEST (second.str () == "two");

  reply moved (std::move (second));
  BOOST_TEST (moved.str () == "two");
  first = std::move (moved);
  BOOST_TEST (first.str () == "two");
}

BOOST_AUTO_TEST_CASE (a_reply_may_be_filled_again)
{
  fed_reader in;
  reply r;
  in.arrive ("$9\r\n+a longer\r\n");
  BOOST_REQUIRE (in.next (r));

  for (const char* text : {"a", "b"})
  {
    in.arrive (std::string ("+") + text + "\r\n");
    BOOST_REQUIRE (in.next (r));
    BOOST_TEST (r.str () == text);
    BOOST_TEST (in.empty ());
  }
}

BOOST_AUTO_TEST_CASE (what_is_no_reply_is_refused_with_the_reason)
{
  BOOST_TEST (says (reason ("HTTP/1.1 400\r\n"), "got \"H\" as reply type"));
  BOOST_TEST (reason ("*2\r\n+a\r\n$x\r\n") == "Bad bulk string length");
}

// A later version of hiredis knows these.
//
BOOST_AUTO_TEST_CASE (types_of_another_version_of_the_protocol_are_refused)
{
  for (const char* bytes :
       {"_\r\n", "#t\r\n", ",1.5\r\n", "(1234\r\n", "=5\r\ntxt:a\r\n",
        "%1\r\n+a\r\n+b\r\n", "~1\r\n+a\r\n", ">1\r\n+a\r\n",
        "|1\r\n+a\r\n+b\r\n:1\r\n"})
    for (const char* before : {"", "*2\r\n+x\r\n"})
      BOOST_TEST (says (reason (std::string (before) + bytes), "type"));
}

BOOST_AUTO_TEST_CASE (what_goes_beyond_a_bound_is_refused_and_the_bound_named)
{
  const std::string seven ("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n");
  const std::string line (64 * 1024, 'a');

  BOOST_TEST (read (seven + ":1\r\n") == "[[[[[[[1]]]]]]]");
  BOOST_TEST (says (reason (seven + "*1\r\n"), "7"));

  BOOST_TEST (read ("+" + line + "\r\n") == '"' + line + '"');
  BOOST_TEST (read ("+" + line) == "incomplete");
  BOOST_TEST (read ("+" + line + "\r") == "incomplete");
  BOOST_TEST (reason ("+" + line + "a\r\n") ==
              "a line has 65537 bytes, and at most 65536 are read");
  BOOST_TEST (reason ("-" + line + "aa\r") ==
              "a line does not end, and at most 65536 bytes are read");
  BOOST_TEST (reason (":" + line + "aaa") ==
              "a line does not end, and at most 65536 bytes are read");

  BOOST_TEST (reason ("*99999999\r\n") == "an array has 99999999 elements, "
                                          "and at most 16777216 are read");
  BOOST_TEST (says (reason ("*2\r\n*9\r\n*16777210\r\n"), "at most 16777216"));
  BOOST_TEST (reason ("*2147483648\r\n") != "read: incomplete");

  BOOST_TEST (read ("$536870912\r\n") == "incomplete");
  BOOST_TEST (reason ("$536870913\r\n") ==
              "a text has 536870913 bytes, and at most 536870912 are read");
  BOOST_TEST (reason ("*1\r\n$9223372036854775807\r\nabc") ==
              "a text has 9223372036854775807 bytes, and at most 536870912 "
              "are read");
}

// A reply beyond the caller's own limits is another exception, which tells it
// so.
//
BOOST_AUTO_TEST_CASE (what_the_caller_allows_is_for_the_whole_of_a_reply)
{
  const reply_limits l {4, 10};

  for (const char* bytes :
       {"*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n", "*2\r\n*1\r\n:1\r\n*1\r\n:2\r\n",
        "$10\r\n0123456789\r\n", "+0123456789\r\n",
        "*2\r\n$5\r\n01234\r\n+56789\r\n",
        "*3\r\n$9\r\n012345678\r\n$0\r\n\r\n+9\r\n"})
  {
    fed_reader in;
    reply r;

    // The limits are for each reply.
    //
    for (int n (0); n != 3; ++n)
    {
      in.arrive (bytes);
      BOOST_TEST (in.next (r, l), bytes);
    }
  }

  for (const char* bytes :
       {"*5\r\n", "*2\r\n*1\r\n:1\r\n*2\r\n", "*1\r\n*4\r\n",
        "$11\r\n01234567890\r\n", "+01234567890\r\n", "$11\r\n",
        "*2\r\n$5\r\n01234\r\n+567890\r\n",
        "*2\r\n$5\r\n01234\r\n$6\r\n567890\r\n",
        "*2\r\n$5\r\n01234\r\n$6\r\n"})
  {
    fed_reader in;
    reply r;
    in.arrive (bytes);
    BOOST_CHECK_THROW (in.next (r, l), odb_alkey::redis::reply_too_large);

    // The next call may allow more.
    //
    in.arrive ("567890\r\n+OK\r\n");
    BOOST_CHECK_THROW (in.next (r), odb_alkey::redis::reply_too_large);
  }
}

BOOST_AUTO_TEST_CASE (nothing_is_read_after_a_refusal)
{
  fed_reader in;
  reply r;
  in.arrive ("*99999999\r\n");
  BOOST_CHECK_THROW (in.next (r), odb_alkey::redis_error);
  in.arrive ("+OK\r\n");
  BOOST_CHECK_THROW (in.next (r), odb_alkey::redis_error);
}

BOOST_AUTO_TEST_SUITE_END ()
