// this class is abstract and has no table
//
#include "snippet.hxx"

void abstract_class (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (odb_alkey::all<user> (), odb_alkey::all<entity> ()));
}
