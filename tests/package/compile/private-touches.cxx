// touches () of this class must be a public const member template that takes a
// Touch&
//
#ifndef FIXED
  #define PRIVATE_TOUCHES
#endif
#include "snippet.hxx"

void private_touches (odb_alkey::plugin& alkey)
{
  alkey.touch (diary ());
}
