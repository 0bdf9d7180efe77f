// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void token_of_several (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.token (user ());
#else
  alkey.token (std::vector<user> (1));
#endif
}
