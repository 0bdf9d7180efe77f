// a value of this type cannot be part of a key
//
#include "snippet.hxx"

#include <functional>

void function (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (std::vector<int> (), std::vector<std::function<void ()>> ()));
}
