#include <odb_alkey/cache-options.hxx>

#include <string>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace
  {
    void check_time (const char* name, std::chrono::milliseconds d,
                     std::chrono::milliseconds least)
    {
      if (d < least)
        throw invalid_options ("cache_options::" + std::string (name) +
                               " is " + std::to_string (d.count ()) +
                               ": use " + std::to_string (least.count ()) +
                               " or more milliseconds");
    }
  }

  void cache_options::check () const
  {
    const std::chrono::milliseconds none (0);
    check_time ("time_to_live", time_to_live, std::chrono::milliseconds (1));
    check_time ("lease", lease, none);
    check_time ("wait", wait, none);

    if (!(jitter >= 0 && jitter <= 1))
      throw invalid_options ("cache_options::jitter is " +
                             std::to_string (jitter) +
                             ": use a part of the time from 0 to 1");

    if (max_value_size == 0)
      throw invalid_options (
        "cache_options::max_value_size is 0: use at least 1 byte");
  }
}
