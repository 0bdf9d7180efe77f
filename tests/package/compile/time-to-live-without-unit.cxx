// the time to live is a std::chrono duration, such as std::chrono::minutes
// (10)
//
#include "snippet.hxx"

#include <chrono>
#include <string>

#include <odb_alkey/cache.hxx>

void time_to_live_without_unit (odb_alkey::cache& cache)
{
  auto f = []
  {
    return std::string ("v");
  };
  std::string s (cache.fetch (odb_alkey::args (7),
                              EITHER (std::chrono::seconds (600), 600), f));
}
