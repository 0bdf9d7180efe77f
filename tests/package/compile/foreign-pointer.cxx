// ODB does not know this smart pointer here: include the ODB header with its
// pointer_traits
//
#include "snippet.hxx"

#include <boost/shared_ptr.hpp>

void foreign_pointer (odb_alkey::plugin& alkey)
{
#ifdef FIXED
  alkey.cache_key (std::shared_ptr<user> ());
#else
  alkey.cache_key (boost::shared_ptr<user> ());
#endif
}
