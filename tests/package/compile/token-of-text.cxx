// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_text (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.token ("alkey:user#7");
#else
  alkey.token (odb_alkey::text ("alkey:user#7"));
#endif
}
