// a view has no token: use odb_alkey::all<T> () of each class that it joins,
// or one<T> (id) of the objects that it shows
//
#include "snippet.hxx"

void one_of_a_view (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (odb_alkey::one<user> (7), odb_alkey::one<user_count> (7)));
}
