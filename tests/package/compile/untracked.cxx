// this persistent class is not tracked: derive it from odb_alkey::tracked<T>
// and annotate it with #pragma db object callback(track)
//
#include "snippet.hxx"

void untracked_object (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (std::make_shared<user> (), std::make_shared<untracked> ()));
}
