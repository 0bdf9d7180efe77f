// ODB does not call track () of this class, so that its writes are not
// recorded: annotate it with #pragma db object callback(track)
//
#include "snippet.hxx"

void callback_is_missing (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (odb_alkey::one<user> (1UL));
#else
  alkey.cache_key (odb_alkey::one<forgotten> (1));
#endif
}
