#include <odb_alkey/redis/reply-reader.hxx>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <odb_alkey/exception.hxx>

using namespace odb_alkey::redis;

namespace
{
  void arrive (reply_reader& in, const std::string& bytes)
  {
    std::copy (bytes.begin (), bytes.end (), in.room (bytes.size ()));
    in.arrived (bytes.size ());
  }

  // As it is written in tests.
  //
  std::string shown (const value& v)
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

  class random_replies
  {
  public:
    explicit random_replies (unsigned seed): engine_ (seed) {}

    std::size_t below (std::size_t n)
    {
      return engine_ () % n;
    }

    // Returns how it is shown.
    //
    std::string append (std::string& to, unsigned depth)
    {
      switch (below (depth < 4 ? 6 : 4))
      {
      case 0:
        return append_string (to);
      case 1:
        to += "$-1\r\n";
        return "nil";
      case 2:
        return append_number (to);
      case 3:
        to += "-ERR\r\n";
        return "!ERR\"";
      default:
        return append_array (to, depth);
      }
    }

  private:
    std::string append_string (std::string& to)
    {
      std::string s (below (below (4) == 0 ? 3000 : 20), 'a');

      for (char& c : s)
        c = static_cast<char> (below (256));

      to += "$" + std::to_string (s.size ()) + "\r\n" + s + "\r\n";
      return '"' + s + '"';
    }

    std::string append_number (std::string& to)
    {
      std::string s (std::to_string (below (1000000)));
      to += ":" + s + "\r\n";
      return s;
    }

    std::string append_array (std::string& to, unsigned depth)
    {
      std::size_t n (below (6));
      std::string s;
      to += "*" + std::to_string (n) + "\r\n";

      for (std::size_t i (0); i != n; ++i)
        s += (i == 0 ? "" : " ") + append (to, depth + 1);

      return '[' + s + ']';
    }

    std::mt19937 engine_;
  };

  std::string read (const std::string& bytes)
  {
    reply_reader in;
    reply r;
    arrive (in, bytes);
    return in.next (r) ? shown (r.root ()) : "incomplete";
  }

  std::string refusal (const std::string& bytes)
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
  BOOST_TEST (read (":42\r\n") == "42");
  BOOST_TEST (read (":-1\r\n") == "-1");
  BOOST_TEST (read (":999999999999999999\r\n") == "999999999999999999");
  BOOST_TEST (read ("$5\r\na\r\nbc\r\n") == "\"a\r\nbc\"");
  BOOST_TEST (read ("$0\r\n\r\n") == "\"\"");
  BOOST_TEST (read ("$-1\r\n") == "nil");
  BOOST_TEST (read ("*-1\r\n") == "nil");
  BOOST_TEST (read ("*0\r\n") == "[]");
  BOOST_TEST (read ("*3\r\n$1\r\na\r\n$-1\r\n:7\r\n") == "[\"a\" nil 7]");
  BOOST_TEST (read ("*3\r\n*2\r\n:1\r\n*1\r\n:2\r\n*0\r\n+x\r\n") ==
              "[[1 [2]] [] \"x\"]");
}

BOOST_AUTO_TEST_CASE (bytes_of_any_value_are_text)
{
  std::string all;

  for (int c (0); c != 256; ++c)
    all += static_cast<char> (c);

  reply_reader in;
  reply r;
  arrive (in, "$256\r\n" + all + "\r\n");
  BOOST_REQUIRE (in.next (r));
  BOOST_TEST ((r.str () == all));
}

BOOST_AUTO_TEST_CASE (what_is_asked_out_of_character_is_empty)
{
  reply_reader in;
  reply r;
  arrive (in, ":7\r\n");
  BOOST_REQUIRE (in.next (r));
  BOOST_TEST (r.str ().empty ());
  BOOST_TEST (r.count () == 0U);

  arrive (in, "+7\r\n");
  BOOST_REQUIRE (in.next (r));
  BOOST_TEST (r.number () == 0);
}

BOOST_AUTO_TEST_CASE (a_part_of_a_reply_is_none)
{
  std::string whole ("*3\r\n$3\r\nabc\r\n:12\r\n*1\r\n+ok\r\n");

  for (std::size_t n (0); n != whole.size (); ++n)
  {
    reply_reader in;
    reply r;
    arrive (in, whole.substr (0, n));
    BOOST_TEST (!in.next (r));
    BOOST_TEST (in.empty () == (n == 0));

    arrive (in, whole.substr (n));
    BOOST_REQUIRE (in.next (r));
    BOOST_TEST (shown (r.root ()) == "[\"abc\" 12 [\"ok\"]]");
    BOOST_TEST (in.empty ());
  }
}

BOOST_AUTO_TEST_CASE (a_reply_outlives_its_reader_and_the_next_ones)
{
  reply first, second;
  {
    reply_reader in;
    arrive (in, "$3\r\none\r\n");
    BOOST_REQUIRE (in.next (first));
    arrive (in, "$3\r\ntwo\r\n$5\r\nthree\r\n");
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
  reply_reader in;
  reply r;
  arrive (in, "$9\r\n+a longer\r\n");
  BOOST_REQUIRE (in.next (r));

  for (const char* text : {"a", "b"})
  {
    arrive (in, std::string ("+") + text + "\r\n");
    BOOST_REQUIRE (in.next (r));
    BOOST_TEST (r.str () == text);
    BOOST_TEST (in.empty ());
  }
}

BOOST_AUTO_TEST_CASE (what_is_no_reply_is_refused_with_the_reason)
{
  BOOST_TEST (refusal ("HTTP/1.1 400\r\n") == "it begins with H");
  BOOST_TEST (refusal (std::string ("\x15\x03", 2)) ==
              "it begins with byte 21");
  BOOST_TEST (refusal ("$x\r\n") == "a number is expected");
  BOOST_TEST (refusal ("$\r\n") == "a number is expected");
  BOOST_TEST (refusal (":-\r\n") == "a number is expected");
  BOOST_TEST (refusal (":1x") == "a number is expected");
  BOOST_TEST (refusal (":1\rx") == "a number is expected");
  BOOST_TEST (refusal (":1234567890123456789\r\n") ==
              "a number has too many digits");
  BOOST_TEST (refusal ("$1\r\nab\r\n") ==
              "a string has another length than announced");
  BOOST_TEST (refusal ("+a\n") == "a line ends without a carriage return");
  BOOST_TEST (refusal ("+" + std::string (70000, 'a')) ==
              "a line is too long");
  BOOST_TEST (refusal ("*99999999\r\n") ==
              "an array is too large, or too deep");
  BOOST_TEST (refusal ("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n") ==
              "an array is too large, or too deep");

  // Long enough not to fit into memory, but that is not known yet.
  //
  BOOST_TEST (refusal ("$999999999999999999\r\n") == "read: incomplete");
}

BOOST_AUTO_TEST_CASE (a_large_reply_does_not_leave_its_memory_behind)
{
  std::string large (1024 * 1024, 'x');
  reply_reader in;
  reply a, b;
  arrive (in, "+a\r\n$" + std::to_string (large.size ()) + "\r\n" + large +
                "\r\n");
  BOOST_REQUIRE (in.next (a));
  BOOST_REQUIRE (in.next (b));
  BOOST_TEST ((b.str () == large));
  in.room (1);
  BOOST_TEST (in.capacity () < large.size ());
}

// Random replies in random pieces, several at a time.
//
BOOST_AUTO_TEST_CASE (pieces_of_any_size_make_the_same_replies)
{
  unsigned seed (std::random_device {}());
  BOOST_TEST_MESSAGE ("seed " << seed);

  BOOST_TEST_CONTEXT ("seed " << seed)
  {
    random_replies random (seed);

    for (int round (0); round != 200; ++round)
    {
      std::string bytes;
      std::vector<std::string> expected, found;

      for (std::size_t n (1 + random.below (20)); n != 0; --n)
        expected.push_back (random.append (bytes, 0));

      reply_reader in;
      std::vector<reply> kept;

      for (std::size_t done (0); done != bytes.size ();)
      {
        std::size_t n (
          std::min (bytes.size () - done,
                    1 + random.below (random.below (2) == 0 ? 5 : 2000)));
        arrive (in, bytes.substr (done, n));
        done += n;

        for (reply r; in.next (r); r = reply ())
          kept.push_back (std::move (r));
      }

      for (const reply& r : kept)
        found.push_back (shown (r.root ()));

      BOOST_TEST ((found == expected), "round " << round);
      BOOST_TEST (in.empty ());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END ()
