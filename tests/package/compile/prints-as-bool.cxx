// a value of this type cannot be part of a key
//
#include "snippet.hxx"

struct flag
{
  operator bool () const
  {
    return true;
  }
};

void prints_as_bool (odb_alkey::plugin& alkey)
{
  alkey.cache_key (EITHER (static_cast<bool> (flag ()), flag ()));
}
