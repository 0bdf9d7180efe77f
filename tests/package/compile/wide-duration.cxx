// the ticks of a duration are counted by an integer of at most 64 bits or by a
// floating-point number
//
#include "snippet.hxx"

#include <chrono>

void wide_duration (odb_alkey::plugin& alkey)
{
  alkey.cache_key (EITHER (std::chrono::duration<int> (1),
                           std::chrono::duration<__int128> (1)));
}
