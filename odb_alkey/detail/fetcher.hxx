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

  namespace tokens
  {
    class token_store;
  }

  namespace detail
  {
    // A value of any type that may be found.
    //
    class found_value
    {
    public:
      virtual ~found_value ();

      // Takes what was found; false if that cannot be read.
      //
      virtual bool accept (std::string bytes) = 0;
    };

    // One that is found or computed. After either it is there.
    //
    class wanted_value: public found_value
    {
    public:
      virtual void compute () = 0;
      virtual std::string encode () = 0;
    };

    // Gets values: from their entries, from whoever computes them already, or
    // by computing them, one at a time.
    //
    // Any thread may use it.
    //
    class fetcher
    {
    public:
      fetcher (tokens::token_store&, const cache_options&);
      ~fetcher ();

      // A entry holds so many bytes at most.
      //
      std::size_t largest_stored () const noexcept;

      // Whether it is what is stored in the entry of the key, and can be read.
      //
      bool take (const key&, const char* stored, std::size_t size,
                 found_value&);

      // Gets one that could not be taken, and tells the options how, unless it
      // is computed. Throws what compute () or encode () throws, of whoever
      // computes.
      //
      void get (const key&, std::string stored,
                std::chrono::milliseconds time_to_live, const fetch_options&,
                wanted_value&);

      // Both, finding out what is stored.
      //
      void fetch (const key&, std::chrono::milliseconds time_to_live,
                  const fetch_options&, wanted_value&);

      // Computes it for nobody else.
      //
      void compute (const fetch_options&, wanted_value&);

      // Stores what was computed for these keys, which are storable, but for
      // what is too large.
      //
      void store (const std::vector<const key*>&,
                  const std::vector<std::string>& values,
                  std::chrono::milliseconds time_to_live);

      // Takes what is stored under a key, if it can be read.
      //
      bool lookup (const key&, found_value&);

      // Stores what was computed for a key. False if Redis does not have it
      // then: the key is not storable, the value is too large, there is one of
      // a newer key, or Redis did not answer.
      //
      bool store (const key&, const std::string& value,
                  std::chrono::milliseconds time_to_live);

      // Removes what is stored under a key. False if nothing was.
      //
      bool erase (const key&);

      // The time that a value without one of its own lives.
      //
      std::chrono::milliseconds time_to_live () const noexcept;

    private:
      class work;

      std::unique_ptr<work> work_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_FETCHER_HXX
