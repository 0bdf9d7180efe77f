// objects of this class have no id, so that none can be named: use
// odb_alkey::all<T> ()
//
#include "snippet.hxx"

void object_without_id (odb_alkey::plugin& alkey)
{
  alkey.cache_key (EITHER (odb_alkey::all<visit> (), visit ()));
}
