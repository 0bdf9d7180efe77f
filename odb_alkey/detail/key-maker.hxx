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
  namespace detail
  {
    // Makes keys and tokens of arguments that were written. The plugin shares
    // it with its key generators. Any thread may call it.
    //
    class key_maker
    {
    public:
      virtual ~key_maker ();

      // The names of the plugin's tables.
      //
      virtual const table_names& tables () const noexcept = 0;

      virtual key make (const arguments&) const = 0;

      // Makes the keys of several arguments, and reads the entries of these,
      // in one round trip. Tells them to the caller one by one, in their
      // order.
      //
      class found
      {
      public:
        virtual ~found ();

        // Takes the key of the arguments with this index, and the bytes of
        // their entry, of which there are none if nothing is stored. The bytes
        // are gone when this returns.
        //
        virtual void tell (std::size_t index, key&&, const char* stored,
                           std::size_t size) = 0;

        // The largest entry that is read, in bytes.
        //
        virtual std::size_t largest_stored () const noexcept = 0;

        // True if the process has a value of these arguments itself, of
        // whichever key, so that none is read from Redis.
        //
        virtual bool has (const argument_view&) const;

        // Takes this value, and the key, if it is the value of the key. False
        // if it is not; the key is told then.
        //
        virtual bool take (std::size_t index, key&, const argument_view&);
      };

      virtual void find (const argument_lists&, found&) const = 0;

      // Returns the version of the only identifier of the arguments, with the
      // epoch. Returns a unique text if a commit that writes it is in flight,
      // or if Redis does not answer.
      //
      virtual std::string token (const arguments&) const = 0;

      // True if the calling thread has a transaction open on the database that
      // has written anything.
      //
      virtual bool uncommitted () const = 0;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_KEY_MAKER_HXX
