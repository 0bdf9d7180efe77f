// objects of this class have no id, so that none can be named: use
// odb_alkey::all<T> ()
//
#include "snippet.hxx"

void id_of_no_id (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (odb_alkey::all<visit> (), odb_alkey::one<visit> (1)));
}
