#ifndef ODB_ALKEY_VALUES_KEY_ACCESS_HXX
#define ODB_ALKEY_VALUES_KEY_ACCESS_HXX

#include <string>

#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  namespace values
  {
    struct key_access
    {
      // Empty if the key could not be made of tokens: then nothing is looked
      // up or stored.
      //
      static const std::string& shared (const key& k) noexcept
      {
        return k.shared_;
      }

      // True if all tables that the key is made of are near.
      //
      static bool near (const key& k) noexcept
      {
        return k.near_;
      }
    };
  }
}

#endif // ODB_ALKEY_VALUES_KEY_ACCESS_HXX
