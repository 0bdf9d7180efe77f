// compute takes no arguments and returns the value
//
#include "snippet.hxx"

#include <chrono>
#include <string>

#include <odb_alkey/cache.hxx>

void compute_of_nothing_at_any_time (odb_alkey::cache& cache)
{
  cache.fetch (odb_alkey::args (7),
               EITHER ([] { return std::string (); }, [] {}));
}
