// a long double cannot be stored, since its width differs from machine to
// machine: store a double
//
#include <odb_alkey/cache.hxx>

#include "snippet.hxx"

void long_double (odb_alkey::cache& cache)
{
#ifdef FIXED
  cache.fetch (odb_alkey::args (1), [] { return 1.0; });
#else
  cache.fetch (odb_alkey::args (1), [] { return 1.0L; });
#endif
}
