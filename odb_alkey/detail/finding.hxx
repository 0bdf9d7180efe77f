#ifndef ODB_ALKEY_DETAIL_FINDING_HXX
#define ODB_ALKEY_DETAIL_FINDING_HXX

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <odb_alkey/detail/fetcher.hxx>
#include <odb_alkey/detail/key-maker.hxx>
#include <odb_alkey/detail/optional.hxx>
#include <odb_alkey/detail/typed-value.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Takes the value of one key if it is stored. If not, it keeps the key and
    // the bytes that were found, which are needed to get the value.
    //
    class finding_one final: public key_maker::found
    {
    public:
      finding_one (fetcher& f, found_value& v): fetcher_ (f), value_ (v) {}

      void tell (std::size_t, odb_alkey::key&&, const char* stored,
                 std::size_t size) override;

      std::size_t largest_stored () const noexcept override
      {
        return fetcher_.largest_stored ();
      }

      bool has (const argument_view& a) const override
      {
        return fetcher_.has_near (a.text (), a.text_size,
                                  value_.shared_type ());
      }

      bool take (std::size_t, odb_alkey::key&, const argument_view&) override;

      bool taken = false;
      optional<odb_alkey::key> key;
      std::string stored;

    private:
      fetcher& fetcher_;
      found_value& value_;
    };

    // The same for several values, which are found together.
    //
    template <typename V>
    class finding_many final: public key_maker::found
    {
    public:
      // Keeps the keys if they are to be told.
      //
      finding_many (fetcher& f, std::size_t count, bool told)
          : values (count), keys (told ? count : 0), fetcher_ (f)
      {
      }

      void tell (std::size_t index, key&& k, const char* stored,
                 std::size_t size) override
      {
        decoded_value<V> v (values[index]);

        if (!keys.empty ())
          keys[index].set (k);

        if (!fetcher_.take (k, stored, size, v))
        {
          // They are told in their order, but for a few that the process had
          // a value of.
          //
          auto at (std::lower_bound (missing.begin (), missing.end (), index));
          keys_of_missing.insert (
            keys_of_missing.begin () + (at - missing.begin ()), std::move (k));
          missing.insert (at, index);
        }
      }

      std::size_t largest_stored () const noexcept override
      {
        return fetcher_.largest_stored ();
      }

      bool has (const argument_view& a) const override
      {
        return fetcher_.has_near (a.text (), a.text_size, nullptr);
      }

      bool take (std::size_t index, key& k, const argument_view& a) override
      {
        decoded_value<V> v (values[index]);

        if (!fetcher_.take_near (k, a.text (), a.text_size, v))
          return false;

        if (!keys.empty ())
          keys[index].set (std::move (k));

        return true;
      }

      std::vector<optional<V>> values;
      std::vector<optional<key>> keys;
      std::vector<std::size_t> missing;
      std::vector<key> keys_of_missing;

    private:
      fetcher& fetcher_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_FINDING_HXX
