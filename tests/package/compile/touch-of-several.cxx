// pass an object, a pointer to one, an identifier, one<T> (id), all<T> () or
// everything ()
//
#include "snippet.hxx"

void touch_of_several (odb_alkey::plugin& alkey)
{
  alkey.touch (EITHER (user (), std::vector<user> (2)));
}
