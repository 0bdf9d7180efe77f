// compute of fetch_many takes a vector of std::size_t, the positions of what
// is missing, and returns a vector of as many values
//
#include "snippet.hxx"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/cache.hxx>

void compute_many_of_one (odb_alkey::cache& cache)
{
  std::vector<int> ids {1, 2};
#ifdef FIXED
  cache.fetch_many (ids, std::chrono::minutes (10),
                    [] (const std::vector<std::size_t>& missing)
                    { return std::vector<std::string> (missing.size ()); });
#else
  cache.fetch_many (ids, std::chrono::minutes (10),
                    [] { return std::string (); });
#endif
}
