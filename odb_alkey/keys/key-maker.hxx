#ifndef ODB_ALKEY_KEYS_KEY_MAKER_HXX
#define ODB_ALKEY_KEYS_KEY_MAKER_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/changes/table-names.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/keys/arguments.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class recorder;
    class token_store;

    // Makes keys and tokens of written arguments. Shared by the plugin and
    // its key generators; any thread may call it.
    //
    class key_maker
    {
    public:
      explicit key_maker (recorder& r);

      const table_names& tables () const noexcept;

      key make (const arguments&) const;

      // Those of several arguments, and what is stored in their slots, in one
      // round trip.
      //
      struct found
      {
        odb_alkey::key key;
        std::string stored;
      };

      std::vector<found> find (const arguments* first,
                               std::size_t count) const;

      // The version of the only identifier of the arguments, with the epoch;
      // unique if it is in flight or not known.
      //
      std::string token (const arguments&) const;

      token_store& store () const noexcept;

    private:
      class decision;

      recorder& recorder_;
    };

    // Text that no other call in any process ever returns.
    //
    std::string unique_text ();
  }
}

#endif // ODB_ALKEY_KEYS_KEY_MAKER_HXX
