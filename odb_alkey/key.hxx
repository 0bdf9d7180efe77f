#ifndef ODB_ALKEY_KEY_HXX
#define ODB_ALKEY_KEY_HXX

#include <cstdint>
#include <string>

namespace odb_alkey
{
  namespace detail
  {
    class key_maker;
  }

  namespace values
  {
    struct key_access;
  }

  // The key of something that was made of objects. It changes when one of
  // them changes, so that what is stored under it is never asked for again.
  //
  //   odb_alkey::key k (alkey.cache_key (u, "profile", page));
  //   if (!cache.find (k.str (), html))
  //   {
  //     html = render (u, page);
  //     cache.store (k.str (), html);
  //   }
  //
  // A value; threads may share a const one.
  //
  class key
  {
  public:
    // The key, safe in any cache: printable ASCII without spaces. What may
    // not be stored has a key that nobody else ever has, so that storing it
    // does no harm.
    //
    const std::string& str () const noexcept
    {
      return unique_.empty () ? shared_ : unique_;
    }

    // Whether a value may be stored under the key. Not if a commit that
    // writes one of the objects is in flight, if an open transaction of the
    // thread has written one, if an object is older than the key, was made by
    // hand or has been written since it was loaded, or if Redis did not
    // answer.
    //
    bool storable () const noexcept
    {
      return unique_.empty ();
    }

    // 32 hexadecimal digits that stand for str (), for caches with short
    // keys. (XXH3 with 128 bits, seeded with the random epoch; not a
    // cryptographic hash.)
    //
    std::string digest () const;

    // The digest as a strong HTTP entity tag (RFC 9110, 8.8.3): in quotes.
    //
    std::string etag () const;

  private:
    friend class detail::key_maker;
    friend struct values::key_access;

    key () = default;

    // What every process makes of the same arguments and versions; empty if
    // the key could not be made of them.
    //
    std::string shared_;

    // Set if the key is not storable.
    //
    std::string unique_;

    std::uint64_t epoch_ = 0;
  };
}

#endif // ODB_ALKEY_KEY_HXX
