// a long double cannot be stored, since its width differs from machine to
// machine: store a double
//
#include <odb_alkey/cache.hxx>

#include "snippet.hxx"

void long_double (odb_alkey::cache& cache)
{
  cache.fetch (odb_alkey::args (1), [] { return EITHER (1.0, 1.0L); });
}
