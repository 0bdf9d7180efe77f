// a value of this type cannot be part of a key: give it an operator<< to a
// std::ostream that prints different values differently
//
#include "snippet.hxx"

struct point
{
  int x;
  int y;
};

void does_not_print (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (1, 2);
#else
  alkey.cache_key (point {1, 2});
#endif
}
