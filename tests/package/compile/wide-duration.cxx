// the ticks of a duration are counted by an integer of at most 64 bits or by a
// floating-point number
//
#include "snippet.hxx"

#include <chrono>

void wide_duration (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (std::chrono::duration<int> (1));
#else
  alkey.cache_key (std::chrono::duration<__int128> (1));
#endif
}
