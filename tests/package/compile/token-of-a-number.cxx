// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_a_number (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.token (odb_alkey::one<user> (7));
#else
  alkey.token (7);
#endif
}
