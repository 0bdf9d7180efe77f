// the rows of this class are written under the track () of another class,
// which it reuses: give it a track () of its own
//
#include "snippet.hxx"

void reused_base (odb_alkey::plugin& alkey)
{
  alkey.cache_key (EITHER (vehicle (), truck ()));
}
