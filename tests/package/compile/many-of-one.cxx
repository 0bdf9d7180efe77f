// fetch_many takes a range first, each element of which is an args (...) or a
// single argument
//
#include "snippet.hxx"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>

void many_of_one (odb_alkey::cache& cache)
{
  std::vector<int> ids {1, 2};
  auto f = [] (const std::vector<std::size_t>& missing)
  {
    return std::vector<std::string> (missing.size ());
  };
  cache.fetch_many (EITHER (ids, odb_alkey::args (ids)),
                    std::chrono::minutes (10), f);
}
