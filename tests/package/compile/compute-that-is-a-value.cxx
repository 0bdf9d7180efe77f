// compute takes no arguments and returns the value
//
#include "snippet.hxx"

#include <chrono>
#include <string>

#include <odb_alkey/cache.hxx>

void compute_that_is_a_value (odb_alkey::cache& cache)
{
#ifdef FIXED
  cache.fetch (odb_alkey::args (7), std::chrono::minutes (10),
               [] { return std::string ("v"); });
#else
  cache.fetch (odb_alkey::args (7), std::chrono::minutes (10),
               std::string ("v"));
#endif
}
