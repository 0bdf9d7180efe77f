// make the key before the value is computed, by plugin::cache_key (), and
// store the value under it
//
#include <odb_alkey/cache.hxx>

#include "snippet.hxx"

void store_without_key (odb_alkey::plugin& alkey, odb_alkey::cache& cache)
{
#ifdef FIXED
  cache.store (alkey.cache_key (1), "text");
#else
  static_cast<void> (alkey);
  cache.store (odb_alkey::args (1), "text");
#endif
}
