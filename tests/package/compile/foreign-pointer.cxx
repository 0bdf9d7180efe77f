// ODB does not know this smart pointer here: include the ODB header with its
// pointer_traits
//
#include "snippet.hxx"

#include <boost/shared_ptr.hpp>

void foreign_pointer (odb_alkey::plugin& alkey)
{
  alkey.cache_key (
    EITHER (std::shared_ptr<user> (), boost::shared_ptr<user> ()));
}
