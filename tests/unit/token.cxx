#include <odb_alkey/tokens/token.hxx>

#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/seed.hxx>

using namespace odb_alkey::detail;
using namespace odb_alkey::tokens;

namespace
{
  bool parses (const std::string& s, token& t)
  {
    return parse (s.data (), s.size (), t);
  }

  bool parses (const std::string& s, origin& o)
  {
    return parse (s.data (), s.size (), o);
  }
}

BOOST_AUTO_TEST_SUITE (tokens)

BOOST_AUTO_TEST_CASE (a_token_has_two_ticks_and_no_fence)
{
  token t;
  BOOST_TEST (parses ("1700000000000001 1700000000000000", t));
  BOOST_TEST (t.version == 1700000000000001U);
  BOOST_TEST (t.changed == 1700000000000000U);
  BOOST_TEST (!t.fences.any ());
}

BOOST_AUTO_TEST_CASE (fences_are_as_they_stand)
{
  token t;
  const std::string text ("5 4 30-1-150 40-3-7 20-9007199254740991-9");
  BOOST_TEST (parses (text, t));
  BOOST_TEST (t.fences.any ());
  BOOST_TEST (t.fences.newest == 40U);
  BOOST_TEST (std::string (t.fences.text, t.fences.size) ==
              " 30-1-150 40-3-7 20-9007199254740991-9");
}

BOOST_AUTO_TEST_CASE (text_that_is_no_token_is_refused)
{
  for (const char* s :
       {"",        "1",        "1 ",         " 1 2",
        "1  2",    "a 2",      "1 b",        "1 2 ",
        "1 2 3",   "1 2 3-",   "1 2 -3",     "1 2  3-4",
        "1 2 3-4", "1 2 3-4-", "1 2 3-4-5 ", "1 2 3-4-1234567890",
        "1 2\n",   "-1 2",     "1.5 2",      "123456789012345678 2"})
  {
    token t;
    BOOST_TEST (!parses (s, t), s);
  }
}

BOOST_AUTO_TEST_CASE (an_origin_has_epoch_clock_and_server)
{
  origin o;
  const std::string text ("00000000000000ff 1700000000000001 f00d - 7-0-10");
  BOOST_TEST (parses (text, o));
  BOOST_TEST (o.now.epoch == 255U);
  BOOST_TEST (o.now.clock == 1700000000000001U);
  BOOST_TEST (o.written_by ("f00d"));
  BOOST_TEST (!o.written_by ("f00"));
  BOOST_TEST (!o.written_by ("f00dd"));
  BOOST_TEST (o.fences.any ());

  for (const char* s : {"", "ff 1 r -", "00000000000000ff 1",
                        "00000000000000ff 1 ", "00000000000000ff 1 r",
                        "00000000000000ff 1 r ", "00000000000000fg 1 r -",
                        "00000000000000ff x r -", "00000000000000FF 1 r -"})
    BOOST_TEST (!parses (s, o), s);

  // No more than the scripts write.
  //
  BOOST_TEST (parses ("00000000000000ff 1 r " + std::string (8 * 34, 'a'), o));
  BOOST_TEST (
    !parses ("00000000000000ff 1 r " + std::string (8 * 34 + 1, 'a'), o));
  BOOST_TEST (!parses ("00000000000000ff 1 r -\n", o));
  BOOST_TEST (!parses ("00000000000000ff 1 r g", o));
}

BOOST_AUTO_TEST_CASE (an_origin_comes_after_what_it_knows_of)
{
  origin o;
  const std::string text ("00000000000000ff 17 f00d "
                          "00000000000000aa@5,00000000000000bb@9000 7-0-10");
  BOOST_REQUIRE (parses (text, o));

  auto comes_after = [&o] (std::uint64_t epoch, tick clock)
  {
    stamp s;
    s.epoch = epoch;
    s.clock = clock;
    return o.comes_after (s);
  };

  BOOST_TEST (comes_after (0, 0));
  BOOST_TEST (comes_after (0xff, 17));
  BOOST_TEST (!comes_after (0xff, 18));
  BOOST_TEST (comes_after (0xaa, 1));
  BOOST_TEST (comes_after (0xaa, 5));
  BOOST_TEST (!comes_after (0xaa, 6));
  BOOST_TEST (comes_after (0xbb, 9000));
  BOOST_TEST (!comes_after (0xbb, 9001));
  BOOST_TEST (!comes_after (0xcc, 1));

  for (const char* past :
       {"-", "x", "00000000000000aa", "00000000000000aa@", "0000000000000aa@5",
        "00000000000000aa 5", "00000000000000aa@12345678901234567",
        "00000000000000bb@9;00000000000000aa@5"})
  {
    std::string other ("00000000000000ff 17 f00d " + std::string (past));
    BOOST_TEST ((!parses (other, o) || !comes_after (0xaa, 5)), past);
  }
}

BOOST_AUTO_TEST_CASE (numbers_and_epochs_survive_the_round_trip)
{
  std::mt19937_64 random (tests::seed ());

  for (int i (0); i != 1000; ++i)
  {
    std::uint64_t epoch (random ()), clock (random () >> 11);
    std::string s;
    append_epoch (s, epoch);
    BOOST_TEST (s.size () == 16U);
    s += ' ';
    append_number (s, clock);
    s += " run -";

    origin o;
    BOOST_REQUIRE (parses (s, o));
    BOOST_TEST (o.now.epoch == epoch);
    BOOST_TEST (o.now.clock == clock);
  }
}

BOOST_AUTO_TEST_SUITE_END ()
