#include "arguments-text.hxx"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using tests::all_differ;
using tests::text;
using tests::texts;

BOOST_AUTO_TEST_SUITE (time_arguments)

BOOST_AUTO_TEST_CASE (times_count_by_value)
{
  using namespace std::chrono;

  BOOST_TEST (text (seconds (60)) == text (minutes (1)));
  BOOST_TEST (text (milliseconds (1500)) == text (microseconds (1500000)));
  BOOST_TEST (text (seconds (0)) == text (hours (0)));
  BOOST_TEST (text (milliseconds (-60000)) == text (minutes (-1)));
  BOOST_TEST (text (duration<int, std::ratio<7, 30>> (30)) ==
              text (seconds (7)));
  BOOST_TEST (text (duration<double> (60)) ==
              text (duration<float, std::ratio<60>> (1)));

  typedef duration<std::uint64_t, std::nano> unsigned_nanoseconds;

  all_differ (
    texts (seconds (1), milliseconds (1), seconds (-1), minutes (1), 1, 60,
           "60s", duration<double> (1), 1.0, nanoseconds (-1),
           unsigned_nanoseconds (std::numeric_limits<std::uint64_t>::max ()),
           duration<int, std::ratio<7, 30>> (1),
           hours (std::numeric_limits<std::int64_t>::max ()),
           hours (std::numeric_limits<std::int64_t>::max () - 1),
           minutes (std::numeric_limits<std::int64_t>::max ()),
           hours (std::int64_t (1) << 60), seconds (0)));

  system_clock::time_point t (seconds (1700000000));
  steady_clock::time_point u (seconds (1700000000));
  time_point<system_clock, seconds> v (seconds (1700000000));

  BOOST_TEST (text (t) == text (v));
  all_differ (texts (t, u, t + nanoseconds (1), t.time_since_epoch ()));
}

BOOST_AUTO_TEST_CASE (long_times_of_one_unit_stay_different)
{
  using namespace std::chrono;
  typedef duration<double, std::milli> ticks;

  // Half of the neighbours of this one are lost in a division by 1000.
  //
  double x (1.96);
  std::vector<std::string> texts;

  for (int i (0); i != 20; ++i)
  {
    texts.push_back (text (ticks (x)));
    x = std::nextafter (x, 2.0);
  }

  all_differ (texts);
}

BOOST_AUTO_TEST_SUITE_END ()
