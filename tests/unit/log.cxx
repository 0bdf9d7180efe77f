#include <odb_alkey/support/log.hxx>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::log_level;
using odb_alkey::support::topic;

namespace
{
  struct fixture
  {
    std::vector<std::string> said;
    odb_alkey::support::log l {[this] (log_level, const std::string& s)
                               {
                                 said.push_back (s);
                               }};
  };
}

BOOST_FIXTURE_TEST_SUITE (logging, fixture)

BOOST_AUTO_TEST_CASE (a_topic_is_not_repeated_at_once)
{
  for (int i (0); i != 100; ++i)
    l.write (topic::redis, log_level::warning, "down");
  l.write (topic::unfenced, log_level::warning, "late");

  BOOST_TEST (said == (std::vector<std::string> {"down", "late"}),
              boost::test_tools::per_element ());
}

BOOST_AUTO_TEST_CASE (each_message_is_said_once)
{
  std::atomic<bool> a {false}, b {false};

  for (int i (0); i != 3; ++i)
  {
    l.write_once (a, log_level::error, "a");
    l.write_once (b, log_level::error, "b");
  }

  BOOST_TEST (said == (std::vector<std::string> {"a", "b"}),
              boost::test_tools::per_element ());
}

BOOST_AUTO_TEST_CASE (no_text_forges_a_line_or_fills_the_log)
{
  l.write (topic::redis, log_level::warning,
           std::string ("a\nodb_alkey: b\x1b[2J\x7f\0", 20) + "\xc3\xa4");
  l.write (topic::unfenced, log_level::warning, std::string (60000, 'x'));

  BOOST_REQUIRE (said.size () == 2U);
  BOOST_TEST (said[0] == "a%0Aodb_alkey: b%1B[2J%7F%00\xc3\xa4");
  BOOST_TEST (said[1] == std::string (2000, 'x') + "... (60000 bytes)");
}

BOOST_AUTO_TEST_CASE (a_callback_that_throws_does_no_harm)
{
  odb_alkey::support::log full ([] (log_level, const std::string&)
                                { throw std::runtime_error ("full"); });
  full.write (topic::redis, log_level::error, "down");
}

BOOST_AUTO_TEST_SUITE_END ()
