#include <odb_alkey/detail/fetch-steps.hxx>

#include <string>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace detail
  {
    std::chrono::milliseconds checked_time (std::chrono::milliseconds d)
    {
      if (d.count () <= 0)
        throw invalid_options ("a value cannot live for " +
                               std::to_string (d.count ()) +
                               " ms: use a positive time");

      return d;
    }

    void check_count (std::size_t computed, std::size_t missing)
    {
      if (computed != missing)
        throw exception ("fetch_many: compute () returned " +
                         std::to_string (computed) + " values for " +
                         std::to_string (missing) +
                         " positions: return one for each, in their order");
    }
  }
}
