// a raw pointer as an argument points to an object of a tracked class or to
// characters
//
#include "snippet.hxx"

void raw_pointer (odb_alkey::plugin& alkey, int n)
{
  alkey.cache_key (EITHER (n, &n));
}
