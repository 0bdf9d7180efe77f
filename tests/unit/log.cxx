#include <odb_alkey/tokens/log.hxx>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using odb_alkey::log_level;
using odb_alkey::detail::topic;

BOOST_AUTO_TEST_SUITE (logging)

BOOST_AUTO_TEST_CASE (a_topic_is_not_repeated_at_once)
{
  std::vector<std::string> said;
  odb_alkey::detail::log l ([&said] (log_level, const std::string& s)
                            { said.push_back (s); });

  for (int i (0); i != 100; ++i)
    l.write (topic::redis, log_level::warning, "down");
  l.write (topic::unfenced, log_level::warning, "late");

  BOOST_TEST (said == (std::vector<std::string> {"down", "late"}),
              boost::test_tools::per_element ());
}

BOOST_AUTO_TEST_CASE (a_callback_that_throws_does_no_harm)
{
  odb_alkey::detail::log l ([] (log_level, const std::string&)
                            { throw std::runtime_error ("full"); });
  l.write (topic::redis, log_level::error, "down");
}

BOOST_AUTO_TEST_SUITE_END ()
