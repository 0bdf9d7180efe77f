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
#ifdef FIXED
  alkey.cache_key (static_cast<bool> (flag ()));
#else
  alkey.cache_key (flag ());
#endif
}
