#ifndef ODB_ALKEY_DETAIL_ARGUMENT_HXX
#define ODB_ALKEY_DETAIL_ARGUMENT_HXX

// Includes how each kind of argument is written.

#include <odb_alkey/detail/compound-argument.hxx>
#include <odb_alkey/detail/object-argument.hxx>
#include <odb_alkey/detail/plain-argument.hxx>
#include <odb_alkey/detail/time-argument.hxx>

#endif // ODB_ALKEY_DETAIL_ARGUMENT_HXX
