#ifndef ODB_ALKEY_DETAIL_KEY_MAKER_HXX
#define ODB_ALKEY_DETAIL_KEY_MAKER_HXX

#include <cstddef>
#include <string>

#include <odb_alkey/detail/argument-lists.hxx>
#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  namespace changes
  {
    class database_recorder;
  }

  namespace tokens
  {
    class token_store;
  }

  namespace detail
  {
    // Makes keys and tokens of written arguments. Shared by the plugin and
    // its key generators; any thread may call it.
    //
    class key_maker
    {
    public:
      explicit key_maker (changes::database_recorder& r);

      const table_names& tables () const noexcept;

      key make (const arguments&) const;

      // Those of several arguments, and what is stored in their slots, in one
      // round trip. Tells each of them to found, in their order.
      //
      class found
      {
      public:
        virtual ~found ();

        // Of the arguments with this index; what is stored is empty if nothing
        // is, and gone when this returns.
        //
        virtual void tell (std::size_t index, key&&, const char* stored,
                           std::size_t size) = 0;

        // No more bytes than that are read of what is stored for one of them.
        //
        virtual std::size_t largest_stored () const noexcept = 0;
      };

      void find (const argument_lists&, found&) const;

      // The version of the only identifier of the arguments, with the epoch;
      // unique if it is in flight or not known.
      //
      std::string token (const arguments&) const;

      // Whether the calling thread has a transaction open on the database that
      // has written anything.
      //
      bool uncommitted () const;

      tokens::token_store& store () const noexcept;

    private:
      class decision;

      changes::database_recorder& recorder_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_KEY_MAKER_HXX
