// a value of this type cannot be part of a key
//
#include "snippet.hxx"

void member_pointer (odb_alkey::plugin& alkey)
{
  alkey.cache_key (EITHER (user ().id, &user::id));
}
