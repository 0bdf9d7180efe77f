// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_text (odb_alkey::plugin& alkey)
{
  alkey.token (EITHER ("alkey:user#7", odb_alkey::text ("alkey:user#7")));
}
