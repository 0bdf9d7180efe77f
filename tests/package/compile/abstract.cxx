// this class is abstract and has no table
//
#include "snippet.hxx"

void abstract_class (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (odb_alkey::all<user> ());
#else
  alkey.cache_key (odb_alkey::all<entity> ());
#endif
}
