// a value of this type cannot be part of a key
//
#include "snippet.hxx"

void member_pointer (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (user ().id);
#else
  alkey.cache_key (&user::id);
#endif
}
