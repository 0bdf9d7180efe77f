// the rows of this class are written under the track () of another class
//
#include "snippet.hxx"

void another_class (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (odb_alkey::all<user> ());
#else
  alkey.cache_key (odb_alkey::all<copied> ());
#endif
}
