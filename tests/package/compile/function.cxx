// a value of this type cannot be part of a key
//
#include "snippet.hxx"

#include <functional>

void function (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (std::vector<int> ());
#else
  alkey.cache_key (std::vector<std::function<void ()>> ());
#endif
}
