// the time to live is a std::chrono duration, such as std::chrono::minutes
// (10)
//
#include "snippet.hxx"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>

void time_to_live_of_many_without_unit (odb_alkey::cache& cache)
{
  std::vector<int> ids {1, 2};
  auto f = [] (const std::vector<std::size_t>& missing)
  {
    return std::vector<std::string> (missing.size ());
  };
  cache.fetch_many (ids, EITHER (std::chrono::seconds (600), 600), f);
}
