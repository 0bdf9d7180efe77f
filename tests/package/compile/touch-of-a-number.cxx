// touch () takes pointers to objects of tracked classes, containers of them,
// odb_alkey::one<T> (id) and identifiers
//
#ifndef FIXED
  #define TOUCH_OF_A_NUMBER
#endif
#include "snippet.hxx"

void touch_of_a_number (odb_alkey::plugin& alkey)
{
  alkey.touch (letter ());
}
