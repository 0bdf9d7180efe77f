#ifndef ODB_ALKEY_TOKENS_SCRIPTS_HXX
#define ODB_ALKEY_TOKENS_SCRIPTS_HXX

#include <odb_alkey/redis/script.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The scripts of schema/redis/, embedded when the library is built.
    //
    namespace scripts
    {
      extern const redis::script read;
      extern const redis::script fence;
      extern const redis::script reset;
      extern const redis::script unfence;
      extern const redis::script store;
      extern const redis::script remove;
      extern const redis::script near;
    }
  }
}

#endif // ODB_ALKEY_TOKENS_SCRIPTS_HXX
