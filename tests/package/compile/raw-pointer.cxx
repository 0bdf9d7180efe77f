// a raw pointer as an argument points to an object of a tracked class or to
// characters
//
#include "snippet.hxx"

void raw_pointer (odb_alkey::plugin& alkey, int n)
{
#ifdef FIXED
  alkey.cache_key (n);
#else
  alkey.cache_key (&n);
#endif
}
