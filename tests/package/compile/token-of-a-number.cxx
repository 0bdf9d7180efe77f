// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_a_number (odb_alkey::plugin& alkey)
{
  alkey.token (EITHER (odb_alkey::one<user> (7), 7));
}
