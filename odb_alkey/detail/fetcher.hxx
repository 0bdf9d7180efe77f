#ifndef ODB_ALKEY_DETAIL_FETCHER_HXX
#define ODB_ALKEY_DETAIL_FETCHER_HXX

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/cache-options.hxx>

namespace odb_alkey
{
  class key;

  namespace detail
  {
    // A value of any type that may be found.
    //
    class found_value
    {
    public:
      virtual ~found_value ();

      // Takes the bytes that were found. False if they cannot be decoded.
      //
      virtual bool accept (std::string bytes) = 0;

      // An address that stands for the type of the object, if callers share
      // it; else null, and the others do nothing. share () takes an object of
      // this type, and shared () returns it.
      //
      virtual const void* shared_type () const noexcept;
      virtual void share (std::shared_ptr<const void>);
      virtual std::shared_ptr<const void> shared () const;
    };

    // A value that is found or computed. It is there after either.
    //
    class wanted_value: public found_value
    {
    public:
      virtual void compute () = 0;
      virtual std::string encode () = 0;
    };

    // Gets values: it reads an entry, or waits for another call that computes
    // the value, or computes it. This is all that the templates of a cache
    // know of Redis and of other callers.
    //
    // Any thread may use it.
    //
    class fetcher
    {
    public:
      virtual ~fetcher ();

      // The largest entry, in bytes.
      //
      virtual std::size_t largest_stored () const noexcept = 0;

      // Takes these bytes, which the entry of the key's arguments holds. False
      // if they are not the value of this key, or cannot be decoded.
      //
      virtual bool take (const key&, const char* stored, std::size_t size,
                         found_value&) = 0;

      // True if this process has a value of these arguments itself, of
      // whichever key, in a form that callers of this shared type can use.
      //
      virtual bool has_near (const char* arguments, std::size_t size,
                             const void* shared_type) const = 0;

      // Takes it if it is the value of this key.
      //
      virtual bool take_near (const key&, const char* arguments,
                              std::size_t size, found_value&) = 0;

      // Gets a value that could not be taken. Tells the options where it comes
      // from, unless it is computed. Throws what compute () or encode () throw
      // in this call, or in the one that it waits for.
      //
      virtual void get (const key&, std::string stored,
                        std::chrono::milliseconds time_to_live,
                        const fetch_options&, wanted_value&) = 0;

      // Reads the entry, and then takes or gets the value.
      //
      virtual void fetch (const key&, std::chrono::milliseconds time_to_live,
                          const fetch_options&, wanted_value&) = 0;

      // Computes the value for this call only.
      //
      virtual void compute (const fetch_options&, wanted_value&) = 0;

      // Stores the values that were computed for these keys, which are
      // storable, except for those that are too large.
      //
      virtual void store (const std::vector<const key*>&,
                          const std::vector<std::string>& values,
                          std::chrono::milliseconds time_to_live) = 0;

      // Reads the entry and takes the value, if it can be decoded.
      //
      virtual bool lookup (const key&, found_value&) = 0;

      // Stores the value that was computed for a key. False if Redis does not
      // have it then: the key is not storable, the value is too large, the
      // value of a newer key is there, or Redis did not answer.
      //
      virtual bool store (const key&, const std::string& value,
                          std::chrono::milliseconds time_to_live) = 0;

      // Removes the value of a key. False if there was none.
      //
      virtual bool erase (const key&) = 0;

      // How long a value lives if the call does not say.
      //
      virtual std::chrono::milliseconds time_to_live () const noexcept = 0;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_FETCHER_HXX
