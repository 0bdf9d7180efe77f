// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_several (odb_alkey::plugin& alkey)
{
  alkey.token (EITHER (user (), std::vector<user> (1)));
}
