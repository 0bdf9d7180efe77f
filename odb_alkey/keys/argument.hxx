#ifndef ODB_ALKEY_KEYS_ARGUMENT_HXX
#define ODB_ALKEY_KEYS_ARGUMENT_HXX

// Every kind of argument.

#include <odb_alkey/keys/compound-argument.hxx>
#include <odb_alkey/keys/object-argument.hxx>
#include <odb_alkey/keys/plain-argument.hxx>
#include <odb_alkey/keys/write-argument.hxx>

#endif // ODB_ALKEY_KEYS_ARGUMENT_HXX
