// an id of this type cannot be part of an identifier: give it an operator<< to
// a std::ostream that prints different ids differently
//
#ifndef FIXED
  #define SERIAL_DOES_NOT_PRINT
#endif
#include "snippet.hxx"

void id_does_not_print (odb_alkey::plugin& alkey)
{
  alkey.cache_key (part ());
}
