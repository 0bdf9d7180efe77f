// objects of this class have no id, so that none can be named: use
// odb_alkey::all<T> ()
//
#include "snippet.hxx"

void object_without_id (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (odb_alkey::all<visit> ());
#else
  alkey.cache_key (visit ());
#endif
}
