// ODB does not call track () of this class, so that its writes are not
// recorded: annotate it with #pragma db object callback(track)
//
#include "snippet.hxx"

void callback_is_missing (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (odb_alkey::one<user> (1UL), odb_alkey::one<forgotten> (1)));
}
