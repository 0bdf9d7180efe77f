// the rows of this class are written under the track () of another class,
// which it reuses: give it a track () of its own
//
#include "snippet.hxx"

void reused_base (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (vehicle ());
#else
  alkey.cache_key (truck ());
#endif
}
