// the rows of this class are written under the track () of another class
//
#include "snippet.hxx"

void another_class (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (odb_alkey::all<user> (), odb_alkey::all<copied> ()));
}
